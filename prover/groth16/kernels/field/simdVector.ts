// Names for the vector instructions of the SIMD form; the optimiser inlines them.
import { FIRST, HALVES, LIMB_BITS, MASKS, NEXT, QUOTIENT_BITS, QUOTIENT_OFFSET, QUOTIENT_START } from './limb29Layout';

/** The lower 32 bits of both lanes, in the places where `times` takes its factors from. */
export function narrow(a: v128): v128 {
  return v128.shuffle<i32>(a, a, 0, 2, 0, 2);
}

/** The products of signed 32-bit factors, one in each 64-bit lane. */
export function times(a: v128, b: v128): v128 {
  return i64x2.extmul_low_i32x4_s(a, b);
}

/** Integer addition modulo 2^64. */
export function add(a: v128, b: v128): v128 {
  return i64x2.add(a, b);
}

/** Integer subtraction modulo 2^64. */
export function sub(a: v128, b: v128): v128 {
  return i64x2.sub(a, b);
}

/** Twice a factor. */
export function double(a: v128): v128 {
  return i32x4.add(a, a);
}

/** What the lowest column starts from. */
export function first(): v128 {
  return v128.load(FIRST);
}

/** What a column that takes up a carry starts from. */
export function next(): v128 {
  return v128.load(NEXT);
}

/** The signed digit of a column, as a factor. */
export function digit(t: v128): v128 {
  return i32x4.sub(v128.and(narrow(t), v128.load(MASKS)), v128.load(HALVES));
}

/** What a column leaves to the next one. */
export function carry(t: v128): v128 {
  return i64x2.shr_u(t, LIMB_BITS);
}

/** The nearest quotient of a top limb by the modulus, as a factor. */
export function quotient(top: v128, inverse: v128): v128 {
  const rounded = i64x2.shr_u(i64x2.add(times(top, inverse), v128.load(QUOTIENT_START)), QUOTIENT_BITS);
  return narrow(i64x2.sub(rounded, v128.load(QUOTIENT_OFFSET)));
}
