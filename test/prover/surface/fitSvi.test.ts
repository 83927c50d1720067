import { expect, test } from 'vitest';
import { type SviParameters, sviTotalVariance } from '../../../prover/companion/sviTotalVariance.ts';
import { evenGrid } from '../../../prover/surface/arbitrage.ts';
import { fitSvi, type SmilePoint, SVI_BOUNDS } from '../../../prover/surface/fitSvi.ts';
import { PARAMETER_DIGITS, quantizeSvi } from '../../../prover/surface/quantizeSvi.ts';
import { createRandom } from '../../../prover/surface/random.ts';

function smile(parameters: SviParameters, years: number, low: number, high: number): SmilePoint[] {
  return evenGrid({ low, high }, 25).map((logMoneyness) => ({
    logMoneyness,
    impliedVolatility: Math.sqrt(sviTotalVariance(parameters, logMoneyness) / years),
  }));
}

test.each<[string, SviParameters, number, number, number]>([
  ['a day', { a: 0.0002, b: 0.009, rho: -0.3, m: 0.002, sigma: 0.025 }, 1 / 365, -0.1, 0.08],
  ['a month', { a: 0.004, b: 0.06, rho: -0.2, m: 0.03, sigma: 0.2 }, 30 / 365, -0.4, 0.5],
  ['a year', { a: 0.05, b: 0.2, rho: 0.1, m: 0.2, sigma: 0.6 }, 1, -1.2, 1.4],
  ['a steep skew', { a: 0.01, b: 0.15, rho: -0.8, m: 0.1, sigma: 0.15 }, 0.25, -0.9, 0.5],
  ['a sharp kink', { a: 0.001, b: 0.03, rho: 0, m: 0, sigma: 0.004 }, 7 / 365, -0.2, 0.2],
])('the fit recovers known parameters of %s', (_, known, years, low, high) => {
  const fit = fitSvi(smile(known, years, low, high), years);
  expect(fit.rmseVolPoints).toBeLessThan(1e-3);
  for (const name of ['b', 'rho', 'm', 'sigma'] as const) {
    expect(Math.abs(fit.parameters[name] - known[name])).toBeLessThan(1e-3 * Math.max(Math.abs(known[name]), 0.1));
  }
});

test('parameters stay within their bounds on quotes that pull them out', () => {
  const random = createRandom(5);
  for (let trial = 0; trial < 20; trial++) {
    const points = evenGrid({ low: -0.3, high: 0.3 }, 12).map((logMoneyness) => ({
      logMoneyness,
      impliedVolatility: 0.5 + random.uniform() * 0.4 - logMoneyness * (trial % 3),
    }));
    const { a, b, rho, m, sigma } = fitSvi(points, 0.1).parameters;
    expect(Math.abs(rho)).toBeLessThanOrEqual(SVI_BOUNDS.rho + 1e-6);
    expect(Math.abs(m)).toBeLessThanOrEqual(SVI_BOUNDS.m);
    expect(sigma).toBeGreaterThanOrEqual(SVI_BOUNDS.sigmaLow - 1e-7);
    expect(sigma).toBeLessThanOrEqual(SVI_BOUNDS.sigmaHigh);
    expect(b).toBeGreaterThanOrEqual(0);
    expect(b).toBeLessThanOrEqual(SVI_BOUNDS.b);
    expect(Math.abs(a)).toBeLessThanOrEqual(SVI_BOUNDS.a);
    expect(a + b * sigma * Math.sqrt(1 - rho * rho)).toBeGreaterThan(0);
  }
});

test('equal input gives equal output', () => {
  const points = smile({ a: 0.004, b: 0.06, rho: -0.2, m: 0.03, sigma: 0.2 }, 0.1, -0.4, 0.5).map((point, i) => ({
    ...point,
    impliedVolatility: point.impliedVolatility + (i % 3) * 0.004,
  }));
  expect(fitSvi(points, 0.1)).toEqual(fitSvi(points, 0.1));
});

test('printed digits give the quantised parameters back', () => {
  const random = createRandom(6);
  for (let trial = 0; trial < 1000; trial++) {
    const quantized = quantizeSvi({
      a: random.uniform() * 4 - 2,
      b: random.uniform() * 2,
      rho: random.uniform() * 1.9 - 0.95,
      m: random.uniform() * 1.5 - 0.75,
      sigma: random.uniform(),
    });
    const read = (value: number): number => Number(value.toFixed(PARAMETER_DIGITS));
    expect(Math.round(read(quantized.a) * 2 ** 32)).toBe(quantized.a * 2 ** 32);
    for (const name of ['b', 'm', 'sigma'] as const) {
      expect(Math.round(read(quantized[name]) * 2 ** 26)).toBe(quantized[name] * 2 ** 26);
    }
    const slope = read(quantized.b) * read(quantized.rho) * 2 ** 26;
    expect(Math.abs(slope - Math.round(slope))).toBeLessThan(1e-3);
  }
});
