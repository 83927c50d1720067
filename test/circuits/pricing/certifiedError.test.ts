import { describe, expect, test } from 'vitest';
import { evaluatePolynomial } from '../../../circuits/functions/evaluatePolynomial.ts';
import { normalDensity, normalDistribution, ONE } from '../../../circuits/generate/fixedPoint.ts';
import { LAGGED_NORMAL_CDF, NORMAL_CDF, NORMAL_DENSITY } from '../../../circuits/generated/pricingTables.ts';
import { CDF_BIAS, GIVEN_STD_DEV_ERROR_INVERSE } from '../../../circuits/pricing/formats.ts';

// FM-06.4: a bound over all witnesses as a sum of bounds of parts, instead of a search. Each part is relative to
// (DF + DK)/2. Polynomials are taken at every integer value their variable can have.

const EPSILON = 1e-7;
const UNIT = 2 ** -13;

function worstOf(
  rows: readonly (readonly bigint[])[],
  scaleBits: bigint,
  of: (x: bigint) => bigint,
  center: (row: number) => bigint,
) {
  let worst = 0n;
  rows.forEach((row, j) => {
    const scale = ONE >> scaleBits;
    // Every second value; for the others the caller adds a unit times the slope of the error. The error is nearly
    // a Chebyshev polynomial of degree 6 and size 2.5e-8 on [-1/4, 1/4]: its slope is at most 36 * 4 times that,
    // 3.6e-6, taken as 2^-17.
    for (let t = -2048n; t <= 2048n; t += 2n) {
      const error = evaluatePolynomial(row, t) * scale - of(center(j) + t * (ONE >> 13n));
      const size = error < 0n ? -error : error;
      if (size > worst) worst = size;
    }
  });
  return Number(worst >> 156n) / 2 ** 100;
}

describe('FM-06.4 certified error of a price', () => {
  test('the parts sum to less than 1e-7', () => {
    const eighth = ONE / 8n;
    const head = worstOf(NORMAL_CDF.slice(0, 14), 80n, normalDistribution, (j) => (BigInt(j) * ONE) / 2n + eighth);
    const lagged = worstOf(LAGGED_NORMAL_CDF, 80n, normalDistribution, (j) => (2n * BigInt(j) + 1n) * eighth);
    const density = worstOf(NORMAL_DENSITY, 54n, normalDensity, (j) => (2n * BigInt(j) + 1n) * eighth);
    // Constants beyond the last segments: N(-6.875), N(-5.875); slope of the error between sampled values.
    const polynomials = 2 * (Math.max(head, lagged, 3.1e-12, 2.2e-9) + 2 ** -17 * UNIT);
    const bias = 2 * (Number(CDF_BIAS >> 20n) / 2 ** 60);
    // N(x - l) = N(x) - l n(x) with |l| <= 2^-14: density error, and l^2/2 |n'| with |n'| <= 0.242.
    const lowPart = 2 * (2 ** -14 * density + (2 ** -28 / 2) * 0.242);
    // s is within 1.3 units of 2^-26 of sqrt(w); 2 F n(d1) / (F + K) <= 0.399.
    const root = 1.3 * 2 ** -26 * 0.399;
    const d1 = worstD1Part();
    const total = polynomials + bias + lowPart + root + d1.part;
    console.log(
      `certified: N ${polynomials.toExponential(3)} + bias ${bias.toExponential(2)} + low part ${lowPart.toExponential(2)} ` +
        `+ s ${root.toExponential(2)} + d1 ${d1.part.toExponential(2)} (at ${d1.where}) = ${total.toExponential(3)}`,
    );
    expect(total).toBeLessThan(0.85 * EPSILON);
    expect(total - root).toBeLessThan(1 / Number(GIVEN_STD_DEV_ERROR_INVERSE));
  });
});

/** Greatest loss F n(d1) s e^2 / 2 from d1 off by e, with e from the constraints of CoarseD1. */
function worstD1Part(): { part: number; where: string } {
  const edges = [20480, ...[19, 23, 25, 26, 27, 28, 29].map((level) => 2 ** level)];
  let worst = { part: 0, where: '' };
  for (let i = 0; i + 1 < edges.length; i++) {
    const [low, high] = [edges[i] as number, edges[i + 1] as number];
    for (let step = 0; step <= 200; step++) {
      const offset = low * (high / low) ** (step / 200);
      const s = (offset - 4096) / 2 ** 26;
      // S, the divisor, is s cut at 2^-18; 2 hi / (2 S) - 1 units down, one unit up.
      const divisor = Math.floor(offset / 256) - 16;
      const units = Math.max(high / 256 / divisor - 1, 1);
      for (let d = -7; d <= 7.001; d += 0.025) {
        const k = s * (s / 2 - d);
        // gate and rounding, s1 instead of s (half a unit of s, a quarter of d1), S instead of s
        const e = units * UNIT + UNIT / 4 + Math.abs(k / s) / divisor;
        // The density nearby is at most this; the factor covers the third order.
        const near = Math.max(0, Math.abs(d) - e);
        const loss = ((Math.exp((-near * near) / 2) / Math.sqrt(2 * Math.PI)) * s * e * e) / 2;
        const part = ((loss * 2) / (1 + Math.exp(k))) * (1 + s * e);
        if (part > worst.part) worst = { part, where: `s ${s.toExponential(2)} d1 ${d.toFixed(2)}` };
      }
    }
  }
  return worst;
}
