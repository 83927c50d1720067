/**
 * A real number between two integers at 2^-SCALE, both ends included. Every operation rounds outward, so that the exact
 * result for any numbers of the operands lies in the result.
 */
export interface Interval {
  readonly lo: bigint;
  readonly hi: bigint;
}

/** Fraction bits of an Interval's ends. */
export const SCALE = 128n;
const UNIT = 1n << SCALE;

const floorDivide = (a: bigint, b: bigint) => (a < 0n !== b < 0n && a % b !== 0n ? a / b - 1n : a / b);
const ceilDivide = (a: bigint, b: bigint) => -floorDivide(-a, b);
const ceilShift = (a: bigint) => -(-a >> SCALE);

/** The rational numerator / denominator. */
export function quotient(numerator: bigint, denominator: bigint): Interval {
  return { lo: floorDivide(numerator * UNIT, denominator), hi: ceilDivide(numerator * UNIT, denominator) };
}

/** An integer at 2^-bits, exactly. */
export function fixed(value: bigint, bits: number): Interval {
  const exact = value << (SCALE - BigInt(bits));
  return { lo: exact, hi: exact };
}

export function add(a: Interval, b: Interval): Interval {
  return { lo: a.lo + b.lo, hi: a.hi + b.hi };
}

export function negate(a: Interval): Interval {
  return { lo: -a.hi, hi: -a.lo };
}

export function subtract(a: Interval, b: Interval): Interval {
  return { lo: a.lo - b.hi, hi: a.hi - b.lo };
}

export function multiply(a: Interval, b: Interval): Interval {
  let lo = a.lo * b.lo;
  let hi = lo;
  for (const product of [a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]) {
    if (product < lo) lo = product;
    if (product > hi) hi = product;
  }
  return { lo: lo >> SCALE, hi: ceilShift(hi) };
}

/** a times the rational numerator / denominator, denominator positive. */
export function scaleBy(a: Interval, numerator: bigint, denominator: bigint): Interval {
  const [low, high] = numerator < 0n ? [a.hi, a.lo] : [a.lo, a.hi];
  return { lo: floorDivide(low * numerator, denominator), hi: ceilDivide(high * numerator, denominator) };
}

/** 1 / a for a > 0. */
export function reciprocal(a: Interval): Interval {
  return { lo: floorDivide(UNIT * UNIT, a.hi), hi: ceilDivide(UNIT * UNIT, a.lo) };
}

/** Wider by `error` on both sides. */
export function widen(a: Interval, error: bigint): Interval {
  return { lo: a.lo - error, hi: a.hi + error };
}

// A double of an end is off by half a unit of 53 bits; eight units outward are more than that and than the few operations
// that follow on it.
const outward = (end: bigint, side: 1 | -1) => {
  const value = Number(end) * 2 ** -Number(SCALE);
  return value + side * Math.abs(value) * 2 ** -50;
};
/** A double at or above the upper end. */
export function upper(a: Interval): number {
  return outward(a.hi, 1);
}

/** A double at or below the lower end. */
export function lower(a: Interval): number {
  return outward(a.lo, -1);
}

/** A double at or above the size of any number of the interval. */
export function magnitude(a: Interval): number {
  return Math.max(upper(a), -lower(a));
}
