import { integerSqrt } from '../../circuits/functions/integerSqrt.ts';
import { add, type Interval, multiply, quotient, reciprocal, SCALE, scaleBy, subtract, widen } from './interval.ts';

// Series are cut where the next term is below one unit of 2^-SCALE; the comment of each says why what is left out is
// below the unit by which its result is widened.

/** e^-x for a rational x = numerator / denominator in [0, 1]. */
export function expOfNegative(numerator: bigint, denominator: bigint): Interval {
  // Alternating with falling terms: the rest is below the first term left out.
  let term = quotient(1n, 1n);
  let sum = term;
  for (let i = 1n; term.hi > 1n; i++) {
    term = scaleBy(term, numerator, denominator * i);
    sum = i % 2n === 1n ? subtract(sum, term) : add(sum, term);
  }
  return widen(sum, 2n);
}

/** ln(numerator / denominator) for a rational in [1/2, 2]: 2 artanh((a - b) / (a + b)). */
export function logarithmNearOne(numerator: bigint, denominator: bigint): Interval {
  const [difference, sum] = [numerator - denominator, numerator + denominator];
  // |x| <= 1/3: what is left out is at most the first term left out times 1 / (1 - x^2) <= 9/8.
  let power = quotient(difference, sum);
  let total = power;
  for (let i = 3n; power.hi > 1n || power.lo < -1n; i += 2n) {
    power = scaleBy(power, difference * difference, sum * sum);
    total = add(total, scaleBy(power, 1n, i));
  }
  return widen(scaleBy(total, 2n, 1n), 4n);
}

function arctanOfInverse(n: bigint): Interval {
  // Alternating with falling terms.
  let power = quotient(1n, n);
  let sum = power;
  for (let i = 3n; power.hi > 1n; i += 2n) {
    power = scaleBy(power, 1n, n * n);
    const term = scaleBy(power, 1n, i);
    sum = i % 4n === 1n ? add(sum, term) : subtract(sum, term);
  }
  return widen(sum, 2n);
}

/** n(0) = 1 / sqrt(2 pi), with Machin's formula for pi. */
export function densityAtZero(): Interval {
  const pi = scaleBy(subtract(scaleBy(arctanOfInverse(5n), 4n, 1n), arctanOfInverse(239n)), 4n, 1n);
  const root = { lo: integerSqrt((2n * pi.lo) << SCALE), hi: integerSqrt((2n * pi.hi) << SCALE) + 1n };
  return reciprocal(root);
}

/** N(x) for a rational x >= 0 and the enclosure of n(x): 1/2 + n(x) (x + x^3/3 + x^5/15 + …). */
export function distribution(numerator: bigint, denominator: bigint, density: Interval): Interval {
  let term = quotient(numerator, denominator);
  let sum = term;
  const [square, unit] = [numerator * numerator, denominator * denominator];
  // From i > 2 x^2 on, terms at least halve: the rest is at most the last term.
  for (let i = 3n; term.hi > 1n || i * unit <= 2n * square; i += 2n) {
    term = scaleBy(term, square, unit * i);
    sum = add(sum, term);
  }
  return add(quotient(1n, 2n), multiply(density, widen(sum, 2n)));
}
