// Names for the steps of the scalar form; the optimiser inlines them.
import { LIMB_BITS, QUOTIENT_BITS } from './limb29Layout';

const HALF: i64 = 1 << (LIMB_BITS - 1);

export function times(a: i64, b: i64): i64 {
  return a * b;
}

export function add(a: i64, b: i64): i64 {
  return a + b;
}

export function sub(a: i64, b: i64): i64 {
  return a - b;
}

export function double(a: i64): i64 {
  return a + a;
}

/** What the lowest column starts from. */
export function first(): i64 {
  return HALF;
}

/** What a column that takes up a carry starts from. */
export function next(): i64 {
  return HALF;
}

/** The signed digit of a column. */
export function digit(t: i64): i64 {
  return (t & ((1 << LIMB_BITS) - 1)) - HALF;
}

/** What a column leaves to the next one. */
export function carry(t: i64): i64 {
  return t >> LIMB_BITS;
}

/** The nearest quotient of a top limb by the modulus. */
export function quotient(top: i64, inverse: i64): i64 {
  return (top * inverse + (1 << (QUOTIENT_BITS - 1))) >> QUOTIENT_BITS;
}
