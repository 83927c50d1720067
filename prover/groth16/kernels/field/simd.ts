/**
 * The SIMD form of field elements: limbs of 29 bits (`limb29.ts`), both lanes of a pair in one vector.
 *
 * The product of two vectors takes 32-bit factors that stand side by side, memory has them in 64-bit lanes: `narrow`
 * moves them, once for each limb of an operand and each quotient digit.
 */
import { ELEMENT, PAIR } from './layout';

export { gather, scatter } from './gather';
export { readLane, writeLane } from './limb29';
export { mul, mulSum, reduce, sqr } from './simdProducts';

/** out = a + b, limb by limb: weights and values add up. */
export function add(out: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) v128.store(out + i, i64x2.add(v128.load(a + i), v128.load(b + i)));
}

/** out = a - b, limb by limb: weights and values add up. */
export function sub(out: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) v128.store(out + i, i64x2.sub(v128.load(a + i), v128.load(b + i)));
}

/** out = -a. */
export function neg(out: usize, a: usize): void {
  for (let i: usize = 0; i < PAIR; i += 16) v128.store(out + i, i64x2.neg(v128.load(a + i)));
}

/** Which lanes of a reduced pair are zero: bit 0 and bit 1. */
export function zeroLanes(a: usize): i32 {
  let any = v128.load(a);
  for (let i: usize = 16; i < PAIR; i += 16) any = v128.or(any, v128.load(a + i));
  return i64x2.bitmask(i64x2.eq(any, i64x2.splat(0)));
}

/** As `gather`, times -1 in the lanes whose sign is 1. */
export function gatherSigned(out: usize, p: usize, q: usize, pSign: u32, qSign: u32): void {
  // All ones where the sign is 1: -x is the complement of x, minus that -1.
  const flip = i64x2.replace_lane(i64x2.splat(-(<i64>pSign)), 1, -(<i64>qSign));
  for (let i: usize = 0; i < ELEMENT; i += 8) {
    const limbs = v128.load_lane<u64>(q + i, v128.load_zero<u64>(p + i), 1);
    v128.store(out + 2 * i, i64x2.sub(v128.xor(limbs, flip), flip));
  }
}
