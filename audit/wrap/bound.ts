import { abs, bitLength, floorDivide, gcd, lcm } from './integers.ts';

/** What is known of a rational number x: d · x is an integer from lo to hi; d > 0. */
export interface Bound {
  readonly d: bigint;
  readonly lo: bigint;
  readonly hi: bigint;
}

export const BOOLEAN: Bound = { d: 1n, lo: 0n, hi: 1n };

export const exactly = (n: bigint, d: bigint): Bound => {
  const common = gcd(n, d);
  return { d: d / common, lo: n / common, hi: n / common };
};

/** Multiplied by n/d, d > 0. */
export function scaled(x: Bound, n: bigint, d: bigint): Bound {
  if (n === 0n) return exactly(0n, 1n);
  const common = gcd(n, x.d * d);
  const factor = n / common;
  const denominator = (x.d * d) / common;
  return factor > 0n
    ? { d: denominator, lo: x.lo * factor, hi: x.hi * factor }
    : { d: denominator, lo: x.hi * factor, hi: x.lo * factor };
}

export function sum(x: Bound, y: Bound): Bound {
  if (x.d === y.d) return { d: x.d, lo: x.lo + y.lo, hi: x.hi + y.hi };
  const d = lcm(x.d, y.d);
  return { d, lo: x.lo * (d / x.d) + y.lo * (d / y.d), hi: x.hi * (d / x.d) + y.hi * (d / y.d) };
}

export function product(x: Bound, y: Bound): Bound {
  const corners = [x.lo * y.lo, x.lo * y.hi, x.hi * y.lo, x.hi * y.hi];
  return { d: x.d * y.d, lo: least(corners), hi: greatest(corners) };
}

export function square(x: Bound): Bound {
  const [low, high] = [x.lo * x.lo, x.hi * x.hi];
  const lo = x.lo <= 0n && x.hi >= 0n ? 0n : low < high ? low : high;
  return { d: x.d * x.d, lo, hi: low > high ? low : high };
}

/** Both hold. Two denominators of one number allow their greatest common divisor. */
export function both(x: Bound, y: Bound): Bound {
  const d = gcd(x.d, y.d);
  const up = (value: bigint, from: bigint) => -floorDivide(-value * d, from);
  const down = (value: bigint, from: bigint) => floorDivide(value * d, from);
  return { d, lo: greatest([up(x.lo, x.d), up(y.lo, y.d)]), hi: least([down(x.hi, x.d), down(y.hi, y.d)]) };
}

/** One of the two holds. */
export function either(x: Bound, y: Bound): Bound {
  const d = lcm(x.d, y.d);
  const [a, b] = [d / x.d, d / y.d];
  return { d, lo: least([x.lo * a, y.lo * b]), hi: greatest([x.hi * a, y.hi * b]) };
}

/** The greatest size of d · x. */
export function size(x: Bound): bigint {
  return greatest([abs(x.lo), abs(x.hi)]);
}

/** Binary digits of the greatest size of d · x. */
export function bits(x: Bound): number {
  return bitLength(size(x));
}

function least(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (b < a ? b : a));
}

function greatest(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (b > a ? b : a));
}
