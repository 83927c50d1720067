import { densityAtZero, distribution, expOfNegative } from './elementary.ts';
import { type Interval, multiply, quotient, SCALE, scaleBy, subtract, widen } from './interval.ts';

/** Centers of the expansions stand 1/8 apart: 1024 units of 2^-13. */
const SPACING = 1024;
const DEGREE = 11;

interface Expansion {
  /** Coefficients of powers of h at 2^-13. */
  distribution: Interval[];
  density: Interval[];
}

/**
 * Enclosures of N(x) and n(x) at the multiples of 2^-13, from Taylor polynomials around the multiples of
 * 1/8: n^(j)(c) = (-1)^j He_j(c) n(c). By Cramér's inequality |n^(j)| <= 1.09 sqrt(j!) n(0) < sqrt(j!) / 2, so with
 * |h| <= 1/16 and twelve terms the rest is below sqrt(12!) / 2 / 12! h^12 < 2^-63 for n and 2^-70 for N.
 */
export class NormalGrid {
  private readonly expansions: Expansion[] = [];
  private readonly centerDensities: Interval[] = [densityAtZero()];
  /** e^(-1/64): squares of multiples of 1/8 differ by odd multiples of 1/64. */
  private readonly step = expOfNegative(1n, 128n);

  /** N at x = units 2^-13. */
  distribution(units: number): Interval {
    if (units < 0) return subtract(quotient(1n, 1n), this.distribution(-units));
    const [expansion, h] = this.around(units);
    return widen(evaluate(expansion.distribution, h), 1n << (SCALE - 70n));
  }

  /** n at x = units 2^-13. */
  density(units: number): Interval {
    const [expansion, h] = this.around(Math.abs(units));
    return widen(evaluate(expansion.density, h), 1n << (SCALE - 63n));
  }

  private around(units: number): [Expansion, bigint] {
    const center = Math.round(units / SPACING);
    this.expansions[center] ??= this.expand(center);
    return [this.expansions[center] as Expansion, BigInt(units - center * SPACING)];
  }

  private centerDensity(center: number): Interval {
    for (let j = this.centerDensities.length; j <= center; j++) {
      // exp(-(j/8)^2 / 2) from that of (j - 1)/8: 2j - 1 times 1/128 less.
      let density = this.centerDensities[j - 1] as Interval;
      for (let i = 0; i < 2 * j - 1; i++) density = multiply(density, this.step);
      this.centerDensities.push(density);
    }
    return this.centerDensities[center] as Interval;
  }

  private expand(center: number): Expansion {
    const density = this.centerDensity(center);
    const c = BigInt(center);
    // Hermite polynomials at c/8, times 8^j: He_(j+1) = x He_j - j He_(j-1).
    const hermite = [1n, c];
    for (let j = 1; j < DEGREE; j++) {
      hermite.push(c * (hermite[j] as bigint) - 64n * BigInt(j) * (hermite[j - 1] as bigint));
    }
    const derivatives: Interval[] = [];
    let factorial = 1n;
    for (let j = 0; j <= DEGREE; j++) {
      if (j > 0) factorial *= BigInt(j);
      const sign = j % 2 ? -1n : 1n;
      derivatives.push(scaleBy(density, sign * (hermite[j] as bigint), 8n ** BigInt(j) * factorial));
    }
    return {
      density: derivatives,
      distribution: [distribution(c, 8n, density), ...derivatives.map((a, j) => scaleBy(a, 1n, BigInt(j + 1)))],
    };
  }
}

/** Horner's rule in h at 2^-13. */
function evaluate(coefficients: readonly Interval[], h: bigint): Interval {
  let { lo, hi } = coefficients.at(-1) as Interval;
  for (let i = coefficients.length - 2; i >= 0; i--) {
    const a = coefficients[i] as Interval;
    const [low, high] = h < 0n ? [hi, lo] : [lo, hi];
    lo = a.lo + ((low * h) >> 13n);
    hi = a.hi - (-(high * h) >> 13n);
  }
  return { lo, hi };
}
