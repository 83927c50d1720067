import { expect, test } from 'vitest';
import { black76 } from '../../../prover/companion/black76.ts';
import { type SviParameters, sviTotalVariance } from '../../../prover/companion/sviTotalVariance.ts';
import { evenGrid, findButterfly, findCalendar } from '../../../prover/surface/arbitrage.ts';
import type { BookExpiry, OptionBook } from '../../../prover/surface/book.ts';
import { fitSurface } from '../../../prover/surface/fitSurface.ts';
import { parametersOf } from '../../../prover/surface/parametersOf.ts';
import { sviDensity } from '../../../prover/surface/sviDensity.ts';

/** Axel Vogt's example, in Gatheral and Jacquier 2014, section 5.1: g falls below zero near k = 0.8. */
const VOGT: SviParameters = { a: -0.041, b: 0.1331, m: 0.3586, rho: 0.306, sigma: 0.4153 };
const GOOD: SviParameters = { a: 0.01, b: 0.1, m: 0.05, rho: -0.3, sigma: 0.2 };
const RANGE = { low: -0.5, high: 0.5 };

test("g is the density of the slice's own prices", () => {
  // d²call/dK² by differences against g n(d2) / (K sqrt(w)).
  for (const slice of [GOOD, VOGT]) {
    for (const k of [-0.3, 0, 0.2, 0.4]) {
      const strike = Math.exp(k);
      const call = (x: number): number =>
        black76({ forward: 1, strike: x, totalStdDev: Math.sqrt(sviTotalVariance(slice, Math.log(x))), isPut: false });
      const step = 1e-4 * strike;
      const curvature = (call(strike + step) - 2 * call(strike) + call(strike - step)) / step ** 2;
      const w = sviTotalVariance(slice, k);
      const d2 = -k / Math.sqrt(w) - Math.sqrt(w) / 2;
      const density = (sviDensity(slice, k) * Math.exp((-d2 * d2) / 2)) / Math.sqrt(2 * Math.PI * w) / strike;
      expect(curvature / density).toBeCloseTo(1, 4);
    }
  }
});

test('butterfly arbitrage is found, and only where it is', () => {
  expect(findButterfly(GOOD, RANGE)).toBeUndefined();
  const finding = findButterfly(VOGT, { low: -1.5, high: 1.5 });
  expect(finding).toMatchObject({ kind: 'butterfly', cause: 'density' });
  expect(finding!.logMoneyness).toBeGreaterThan(0.6);
  expect(finding!.logMoneyness).toBeLessThan(1);
  // Also when the quotes end before the bad place: a shocked forward can carry an option there.
  expect(findButterfly(VOGT, { low: -0.1, high: 0.1 })).toBeDefined();
});

test('a wing above slope 2, and variance below zero, are butterfly arbitrage', () => {
  expect(findButterfly({ ...GOOD, b: 1.6 }, RANGE)).toMatchObject({ cause: 'slope', value: 2.08 });
  expect(findButterfly({ ...GOOD, a: -0.03 }, RANGE)).toMatchObject({ cause: 'density', value: -Infinity });
});

test('calendar arbitrage is found where both slices have quotes', () => {
  const early = { expiry: '30JAN26', parameters: GOOD, quotedRange: RANGE };
  const later = { expiry: '27FEB26', parameters: { ...GOOD, a: 0.02 }, quotedRange: RANGE };
  expect(findCalendar(later, [early])).toBeUndefined();
  expect(findCalendar(early, [{ ...later, expiry: 'x' }])).toMatchObject({
    against: 'x',
    shortfall: expect.closeTo(0.01, 12),
  });
  const crossing = { ...later, parameters: { ...later.parameters, b: 0.05, a: 0.03 } };
  const found = findCalendar(crossing, [early]);
  expect(Math.abs(found!.logMoneyness)).toBeGreaterThan(0.3);
  const narrow = { ...crossing, quotedRange: { low: -0.1, high: 0.1 } };
  expect(findCalendar(narrow, [early])).toBeUndefined();
  expect(findCalendar({ ...crossing, quotedRange: { low: 1, high: 2 } }, [early])).toBeUndefined();
});

function expiryOf(expiry: string, years: number, parameters: SviParameters, low: number, high: number): BookExpiry {
  const quotes = evenGrid({ low, high }, 25).map((logMoneyness) => ({
    instrument: '',
    strike: Math.exp(logMoneyness),
    isPut: logMoneyness < 0,
    logMoneyness,
    impliedVolatility: Math.sqrt(sviTotalVariance(parameters, logMoneyness) / years),
  }));
  return { expiry, expiryHours: 8, years, forward: 1, quotes };
}

function bookOf(...expiries: BookExpiry[]): OptionBook {
  return { underlying: 'BTC', asOf: 0, index: 1, expiries, dropped: [] };
}

test('a slice with butterfly arbitrage is repaired, and says so', () => {
  const surface = fitSurface(bookOf(expiryOf('30JAN26', 1, VOGT, -1.2, 1.2)));
  const slice = surface.slices[0]!;
  expect(slice.status).toBe('repaired');
  expect(slice.notes.join()).toMatch(/butterfly arbitrage.*RMSE 0\.000 before, \d\.\d{3} after/);
  expect(slice.rmseVolPoints).toBeLessThan(0.5);
  expect(findButterfly(parametersOf(slice), { low: -1.2, high: 1.2 })).toBeUndefined();
});

test('a slice that crosses an earlier one is repaired, and says so', () => {
  const early = expiryOf('30JAN26', 0.1, GOOD, -0.5, 0.5);
  const later = expiryOf('27FEB26', 0.15, { ...GOOD, a: 0.0105, b: 0.099 }, -0.5, 0.5);
  const surface = fitSurface(bookOf(early, later));
  expect(surface.slices.map((slice) => slice.status)).toEqual(['fitted', 'repaired']);
  expect(surface.slices[1]!.notes.join()).toMatch(/calendar arbitrage against 30JAN26/);
  for (const k of evenGrid({ low: -0.5, high: 0.5 }, 1001)) {
    const [w1, w2] = surface.slices.map((slice) => sviTotalVariance(parametersOf(slice), k));
    expect(w2! - w1!).toBeGreaterThan(-1e-9);
  }
});

test('an expiry whose quotes contradict an earlier one is refused, with the reason', () => {
  const early = expiryOf('30JAN26', 0.1, { ...GOOD, a: 0.05 }, -0.5, 0.5);
  const later = expiryOf('27FEB26', 0.15, GOOD, -0.5, 0.5);
  const surface = fitSurface(bookOf(early, later));
  expect(surface.slices.map((slice) => slice.expiry)).toEqual(['30JAN26']);
  expect(surface.refused).toMatchObject([{ expiry: '27FEB26' }]);
  expect(surface.refused[0]!.reason).toMatch(/calendar arbitrage .* costs more than 1 vol point/);
});

test('a variance beyond the committed format is refused', () => {
  const { refused } = fitSurface(bookOf(expiryOf('30JAN26', 2, { ...GOOD, a: 4 }, -0.5, 0.5)));
  expect(refused[0]!.reason).toMatch(/committed format/);
});

test('too few strikes, and quotes that are no smile, are refused', () => {
  const few = expiryOf('30JAN26', 0.1, GOOD, -0.5, 0.5);
  few.quotes = few.quotes.slice(10, 14);
  const wild = expiryOf('27FEB26', 0.15, GOOD, -0.5, 0.5);
  wild.quotes.forEach((quote, i) => {
    quote.impliedVolatility += i % 2 === 0 ? 0.15 : 0;
  });
  const { slices, refused } = fitSurface(bookOf(few, wild));
  expect(slices).toEqual([]);
  expect(refused[0]!.reason).toMatch(/4 strikes/);
  expect(refused[1]!.reason).toMatch(/RMSE|arbitrage/);
});
