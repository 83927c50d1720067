/**
 * The FMA form of field elements.
 *
 * An element is five limbs of 51 bits, stored as doubles that hold integers; R = 2^255. Limbs are signed: a *reduced*
 * element has limbs in [-2^50, 2^50] and a value within half a modulus of zero. Sums and differences are taken limb by
 * limb without carries; the *weight* of an element is its largest limb in units of 2^50. A product takes operands whose
 * weights multiply to at most 4, and has weight 1 but for its last limb.
 *
 * Product of two limbs |x·y| <= 2^102, after N. Emmart, "Faster modular exponentiation using double precision floating
 * point arithmetic on the GPU" (ARITH 2018), with signed limbs so that rounding to nearest serves: adding 1.5·2^103
 * in a fused multiply-add leaves hi = 2^51·round(xy / 2^51) in the mantissa; (1.5·2^103 + 1.5·2^52 - hi) + x·y is exact
 * and leaves xy - hi in the mantissa. Both are added up as integers, mantissa and exponent together; what the exponents
 * add up to is taken off beforehand, in the constants of the columns, which also hold 2^50 (to round the digit to
 * nearest) and a multiple of 2^51 that keeps sums positive for the unsigned shift. No column passes 2^58.
 *
 * Value of a product: |a·b| / R + (1/2 + k/2)·p, where k·p is the multiple of p that is -1 modulo 2^51 in units of
 * 2^51: k = 0.254 (base field), 0.245 (scalar field), p / R = 0.378. Operands within 1 and 1.01 moduli give 1.01 again;
 * the 4 square moduli that the forms have in common give 2.14. One modulus is 0.76·2^50 units of the last limb, which
 * therefore has 52 bits and holds values within 2.6 moduli; it passes weight 1 at 1.3 moduli.
 */
import { LIMB_BITS, LIMB_INVERSE, ROUND_ONE, ROUND_UPPER } from './fmaLayout';
import { MODULUS, TOP_INVERSE } from './layout';

export { mul, mulSum, sqr } from './fmaProducts';
export { gather, scatter } from './gather';

/** out = a + b, limb by limb: weights and values add up. */
export function add(out: usize, a: usize, b: usize): void {
  v128.store(out, f64x2.add(v128.load(a), v128.load(b)));
  v128.store(out, f64x2.add(v128.load(a, 16), v128.load(b, 16)), 16);
  v128.store(out, f64x2.add(v128.load(a, 32), v128.load(b, 32)), 32);
  v128.store(out, f64x2.add(v128.load(a, 48), v128.load(b, 48)), 48);
  v128.store(out, f64x2.add(v128.load(a, 64), v128.load(b, 64)), 64);
}

/** out = a - b, limb by limb: weights and values add up. */
export function sub(out: usize, a: usize, b: usize): void {
  v128.store(out, f64x2.sub(v128.load(a), v128.load(b)));
  v128.store(out, f64x2.sub(v128.load(a, 16), v128.load(b, 16)), 16);
  v128.store(out, f64x2.sub(v128.load(a, 32), v128.load(b, 32)), 32);
  v128.store(out, f64x2.sub(v128.load(a, 48), v128.load(b, 48)), 48);
  v128.store(out, f64x2.sub(v128.load(a, 64), v128.load(b, 64)), 64);
}

/** out = -a. */
export function neg(out: usize, a: usize): void {
  v128.store(out, f64x2.neg(v128.load(a)));
  v128.store(out, f64x2.neg(v128.load(a, 16)), 16);
  v128.store(out, f64x2.neg(v128.load(a, 32)), 32);
  v128.store(out, f64x2.neg(v128.load(a, 48)), 48);
  v128.store(out, f64x2.neg(v128.load(a, 64)), 64);
}

/**
 * out = a modulo the field's modulus, reduced: weight 1, value within half a modulus of zero.
 *
 * For weights up to 4 and values up to 4 moduli, or weight 2 and 5.3 moduli: then every sum is an integer below 2^53 and
 * exact.
 */
export function reduce(f: usize, out: usize, a: usize): void {
  const one = v128.load(ROUND_ONE);
  const upper = v128.load(ROUND_UPPER);
  const inverse = v128.load(LIMB_INVERSE);
  let a4 = v128.load(a, 64);
  const negative = f64x2.sub(one, f64x2.add(f64x2.mul(a4, v128.load(f, TOP_INVERSE)), one));
  const a0 = f64x2.relaxed_madd(negative, v128.load(f, MODULUS), v128.load(a));
  let a1 = f64x2.relaxed_madd(negative, v128.load(f, MODULUS + 16), v128.load(a, 16));
  let a2 = f64x2.relaxed_madd(negative, v128.load(f, MODULUS + 32), v128.load(a, 32));
  let a3 = f64x2.relaxed_madd(negative, v128.load(f, MODULUS + 48), v128.load(a, 48));
  a4 = f64x2.relaxed_madd(negative, v128.load(f, MODULUS + 64), a4);
  let high = f64x2.sub(f64x2.add(a0, upper), upper);
  v128.store(out, f64x2.sub(a0, high));
  a1 = f64x2.relaxed_madd(high, inverse, a1);
  high = f64x2.sub(f64x2.add(a1, upper), upper);
  v128.store(out, f64x2.sub(a1, high), 16);
  a2 = f64x2.relaxed_madd(high, inverse, a2);
  high = f64x2.sub(f64x2.add(a2, upper), upper);
  v128.store(out, f64x2.sub(a2, high), 32);
  a3 = f64x2.relaxed_madd(high, inverse, a3);
  high = f64x2.sub(f64x2.add(a3, upper), upper);
  v128.store(out, f64x2.sub(a3, high), 48);
  v128.store(out, f64x2.relaxed_madd(high, inverse, a4), 64);
}

/** Which lanes of a reduced pair are zero: bit 0 and bit 1. */
export function zeroLanes(a: usize): i32 {
  const any = v128.or(
    v128.or(v128.or(v128.load(a), v128.load(a, 16)), v128.or(v128.load(a, 32), v128.load(a, 48))),
    v128.load(a, 64),
  );
  // The sign of a zero does not count.
  return i64x2.bitmask(i64x2.eq(i64x2.shl(any, 1), i64x2.splat(0)));
}

/** As `gather`, times -1 in the lanes whose sign is 1. */
export function gatherSigned(out: usize, p: usize, q: usize, pSign: u32, qSign: u32): void {
  const flip = i64x2.replace_lane(i64x2.splat((<i64>pSign) << 63), 1, (<i64>qSign) << 63);
  v128.store(out, v128.xor(flip, v128.load_lane<u64>(q, v128.load_zero<u64>(p), 1)));
  v128.store(out, v128.xor(flip, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 8), 1, 8)), 16);
  v128.store(out, v128.xor(flip, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 16), 1, 16)), 32);
  v128.store(out, v128.xor(flip, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 24), 1, 24)), 48);
  v128.store(out, v128.xor(flip, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 32), 1, 32)), 64);
}

/**
 * Reads a number below 2^256 of 32 little-endian bytes into one lane of a pair, as limbs of weight 2, the last
 * one 4; its value may be 5.3 moduli.
 */
export function readLane(out: usize, lane: usize, bytes: usize): void {
  const w0 = load<u64>(bytes);
  const w1 = load<u64>(bytes, 8);
  const w2 = load<u64>(bytes, 16);
  const w3 = load<u64>(bytes, 24);
  const mask: u64 = (1 << LIMB_BITS) - 1;
  const to = out + 8 * lane;
  store<f64>(to, <f64>(w0 & mask));
  store<f64>(to, <f64>(((w0 >> 51) | (w1 << 13)) & mask), 16);
  store<f64>(to, <f64>(((w1 >> 38) | (w2 << 26)) & mask), 32);
  store<f64>(to, <f64>(((w2 >> 25) | (w3 << 39)) & mask), 48);
  store<f64>(to, <f64>(w3 >> 12), 64);
}

/** Writes one lane of a reduced pair as the number in [0, modulus) of 32 little-endian bytes. */
export function writeLane(f: usize, bytes: usize, a: usize, lane: usize): void {
  const from = a + 8 * lane;
  let l0 = <i64>load<f64>(from);
  let l1 = <i64>load<f64>(from, 16);
  let l2 = <i64>load<f64>(from, 32);
  let l3 = <i64>load<f64>(from, 48);
  let l4 = <i64>load<f64>(from, 64);
  const mask: i64 = (1 << LIMB_BITS) - 1;
  l1 += l0 >> LIMB_BITS;
  l2 += l1 >> LIMB_BITS;
  l3 += l2 >> LIMB_BITS;
  l4 += l3 >> LIMB_BITS;
  // Selects the modulus where the number is negative, without a branch: it may be a secret.
  const negative = l4 >> 63;
  l0 = (l0 & mask) + (negative & <i64>load<f64>(f, MODULUS));
  l1 = (l1 & mask) + (negative & <i64>load<f64>(f, MODULUS + 16)) + (l0 >> LIMB_BITS);
  l2 = (l2 & mask) + (negative & <i64>load<f64>(f, MODULUS + 32)) + (l1 >> LIMB_BITS);
  l3 = (l3 & mask) + (negative & <i64>load<f64>(f, MODULUS + 48)) + (l2 >> LIMB_BITS);
  l4 = l4 + (negative & <i64>load<f64>(f, MODULUS + 64)) + (l3 >> LIMB_BITS);
  l0 &= mask;
  l1 &= mask;
  l2 &= mask;
  l3 &= mask;
  store<i64>(bytes, l0 | (l1 << 51));
  store<i64>(bytes, (l1 >> 13) | (l2 << 38), 8);
  store<i64>(bytes, (l2 >> 26) | (l3 << 25), 16);
  store<i64>(bytes, (l3 >> 39) | (l4 << 12), 24);
}
