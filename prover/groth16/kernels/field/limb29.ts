/**
 * What the two forms of 29-bit limbs share: SIMD (`simd.ts`, both lanes of a pair at once) and scalar (`scalar.ts`, one
 * lane after the other, no vector instruction).
 *
 * An element is nine limbs of 29 bits, stored as 64-bit integers; R = 2^261. Limbs are signed: a *reduced* element has
 * limbs in [-2^28, 2^28] and a value within half a modulus of zero, to 2^-20 of one. Sums and differences are taken limb
 * by limb without carries; the *weight* of an element is its largest limb in units of 2^28. Limbs of weight up to 4 are
 * at most 2^30 and fit the signed 32-bit factors of the vector product.
 *
 * A product adds up columns in 64 bits: nine products of limbs, at most 4·2^56 each for weights that multiply to 4,
 * twice nine for a sum of two products, and nine products of a quotient digit, at most 2^56: below 82·2^56 < 2^63 with
 * the carry, which is below 2^35. So a column never leaves 64 signed bits, nor 64 unsigned ones with 2^63 added.
 *
 * Digits are rounded to nearest: each column starts from 2^28, its low 29 bits minus 2^28 are the signed digit, and what
 * is above them is the carry. Processors of the x86 family have no signed shift of 64-bit lanes before AVX-512; the SIMD
 * form starts its columns from 2^63 more, shifts without sign, and takes the 2^34 that this leaves in the carry off the
 * next column.
 *
 * Value of a product: |a·b| / R + (1/2 + k/2)·p, where k·p is the multiple of p that is -1 modulo 2^29 in units of 2^29
 * (P. Montgomery, "Modular multiplication without trial division", 1985, with that multiple in place of p): k = 0.141
 * (base field), 0.5 (scalar field), p / R = 0.0059. Factors of 4 square moduli give 0.78.
 *
 * `reduce` takes its quotient from the top limb, times 1 / p in units of 2^232 with 49 bits behind the point. p is 2^21.6
 * such units; the limbs below, of weight up to 4, come to 2.01 units, so the quotient is off by 2^-20.6 at most before
 * it is rounded.
 */
import { MODULUS } from './layout';
import { LIMB_BITS } from './limb29Layout';

const MASK: i64 = (1 << LIMB_BITS) - 1;

/**
 * Reads a number below 2^256 of 32 little-endian bytes into one lane of a pair, as limbs of weight 2; its value may be
 * 5.3 moduli.
 */
export function readLane(out: usize, lane: usize, bytes: usize): void {
  const w0 = load<u64>(bytes);
  const w1 = load<u64>(bytes, 8);
  const w2 = load<u64>(bytes, 16);
  const w3 = load<u64>(bytes, 24);
  const to = out + 8 * lane;
  store<i64>(to, w0 & MASK);
  store<i64>(to, (w0 >> 29) & MASK, 16);
  store<i64>(to, ((w0 >> 58) | (w1 << 6)) & MASK, 32);
  store<i64>(to, (w1 >> 23) & MASK, 48);
  store<i64>(to, ((w1 >> 52) | (w2 << 12)) & MASK, 64);
  store<i64>(to, (w2 >> 17) & MASK, 80);
  store<i64>(to, ((w2 >> 46) | (w3 << 18)) & MASK, 96);
  store<i64>(to, (w3 >> 11) & MASK, 112);
  store<i64>(to, w3 >> 40, 128);
}

/** Writes one lane of a reduced pair as the number in [0, modulus) of 32 little-endian bytes. */
export function writeLane(f: usize, bytes: usize, a: usize, lane: usize): void {
  const from = a + 8 * lane;
  let l0 = load<i64>(from);
  let l1 = load<i64>(from, 16) + (l0 >> LIMB_BITS);
  let l2 = load<i64>(from, 32) + (l1 >> LIMB_BITS);
  let l3 = load<i64>(from, 48) + (l2 >> LIMB_BITS);
  let l4 = load<i64>(from, 64) + (l3 >> LIMB_BITS);
  let l5 = load<i64>(from, 80) + (l4 >> LIMB_BITS);
  let l6 = load<i64>(from, 96) + (l5 >> LIMB_BITS);
  let l7 = load<i64>(from, 112) + (l6 >> LIMB_BITS);
  let l8 = load<i64>(from, 128) + (l7 >> LIMB_BITS);
  // Selects the modulus where the number is negative, without a branch: it may be a secret.
  const negative = l8 >> 63;
  l0 = (l0 & MASK) + (negative & load<i64>(f, MODULUS));
  l1 = (l1 & MASK) + (negative & load<i64>(f, MODULUS + 16)) + (l0 >> LIMB_BITS);
  l2 = (l2 & MASK) + (negative & load<i64>(f, MODULUS + 32)) + (l1 >> LIMB_BITS);
  l3 = (l3 & MASK) + (negative & load<i64>(f, MODULUS + 48)) + (l2 >> LIMB_BITS);
  l4 = (l4 & MASK) + (negative & load<i64>(f, MODULUS + 64)) + (l3 >> LIMB_BITS);
  l5 = (l5 & MASK) + (negative & load<i64>(f, MODULUS + 80)) + (l4 >> LIMB_BITS);
  l6 = (l6 & MASK) + (negative & load<i64>(f, MODULUS + 96)) + (l5 >> LIMB_BITS);
  l7 = (l7 & MASK) + (negative & load<i64>(f, MODULUS + 112)) + (l6 >> LIMB_BITS);
  l8 += (negative & load<i64>(f, MODULUS + 128)) + (l7 >> LIMB_BITS);
  l0 &= MASK;
  l1 &= MASK;
  l2 &= MASK;
  l3 &= MASK;
  l4 &= MASK;
  l5 &= MASK;
  l6 &= MASK;
  l7 &= MASK;
  store<i64>(bytes, l0 | (l1 << 29) | (l2 << 58));
  store<i64>(bytes, (l2 >> 6) | (l3 << 23) | (l4 << 52), 8);
  store<i64>(bytes, (l4 >> 12) | (l5 << 17) | (l6 << 46), 16);
  store<i64>(bytes, (l6 >> 18) | (l7 << 11) | (l8 << 40), 24);
}
