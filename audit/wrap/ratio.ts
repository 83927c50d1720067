import { SCALAR_FIELD } from '../../verifier/points.ts';

/** A fraction; the denominator is positive. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

const abs = (value: bigint) => (value < 0n ? -value : value);
const SMALL = 1n << 64n;
const known = new Map<bigint, Ratio>();

/**
 * The fraction n/d with n = d · coefficient in the field and |n| · d least, by the extended Euclidean algorithm. Any
 * such fraction may stand for the coefficient; the least one gives the tightest bounds. Simplification leaves
 * coefficients as 2^-20, 3600 or 1/1000.
 *
 * @param coefficient from -(p-1)/2 to (p-1)/2
 */
export function asRatio(coefficient: bigint): Ratio {
  if (abs(coefficient) < SMALL) return { n: coefficient, d: 1n };
  const found = known.get(coefficient);
  if (found !== undefined) return found;
  let [previous, current] = [SCALAR_FIELD, coefficient < 0n ? coefficient + SCALAR_FIELD : coefficient];
  let [previousFactor, factor] = [0n, 1n];
  let best: Ratio = { n: coefficient, d: 1n };
  while (current !== 0n) {
    if (abs(current) * abs(factor) < abs(best.n) * best.d) {
      best = factor < 0n ? { n: -current, d: -factor } : { n: current, d: factor };
    }
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  known.set(coefficient, best);
  return best;
}
