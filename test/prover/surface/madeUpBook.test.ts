import { expect, test } from 'vitest';
import { readBook } from '../../../prover/surface/book.ts';
import { type CrashUnderlying, crashPath } from '../../../prover/surface/crashPath.ts';
import { fitSurface } from '../../../prover/surface/fitSurface.ts';
import { listedExpiries } from '../../../prover/surface/listedExpiries.ts';
import { createRandom } from '../../../prover/surface/random.ts';
import { parseInstrumentName } from '../../../verifier/formats/instrumentName.ts';

/** Volatility at the money of the quote nearest to it. */
function atmVolatility(json: unknown, expiry: string): number {
  const quotes = readBook(json).expiries.find((candidate) => candidate.expiry === expiry)!.quotes;
  const nearest = quotes.reduce((x, y) => (Math.abs(y.logMoneyness) < Math.abs(x.logMoneyness) ? y : x));
  return nearest.impliedVolatility;
}

test.for<CrashUnderlying>(['BTC', 'ETH'])(
  'the made-up %s crash fits before and after, for many seeds',
  (underlying) => {
    for (const seed of [20_260_112, 1, 2, 3, 4]) {
      const path = crashPath(underlying, seed);
      for (const [json, limit] of [[path.before, 0.2] as const, [path.after, 0.45] as const]) {
        const book = readBook(json);
        const surface = fitSurface(book);
        expect(surface.refused).toEqual([]);
        expect(surface.slices).toHaveLength(book.expiries.length);
        expect(surface.slices.length).toBeGreaterThanOrEqual(8);
        expect(surface.slices.length).toBeLessThanOrEqual(11);
        expect(surface.rmseVolPoints).toBeLessThan(limit);
      }
    }
  },
);

test('the BTC crash is 17% down, from 44% to 85% in vol, and inverts the curve', () => {
  const { before, after } = crashPath();
  expect(readBook(after).index / readBook(before).index - 1).toBeCloseTo(-0.17, 3);
  expect(atmVolatility(before, '30JAN26')).toBeCloseTo(0.436, 2);
  expect(atmVolatility(after, '27FEB26')).toBeGreaterThan(0.8);
  expect(atmVolatility(after, '30JAN26')).toBeGreaterThan(atmVolatility(after, '26JUN26') + 0.2);
  expect(atmVolatility(before, '30JAN26')).toBeLessThan(atmVolatility(before, '26JUN26'));
});

test('whatever was listed before the crash and has not expired is listed after', () => {
  const { before, after } = crashPath();
  const listed = new Set(after.result.map((row) => row.instrument_name));
  const crashHour = readBook(after).asOf / 3_600_000;
  const missing = before.result.filter((row) => {
    const instrument = parseInstrumentName(row.instrument_name);
    return instrument.kind === 'option' && instrument.expiryHours > crashHour && !listed.has(row.instrument_name);
  });
  expect(missing.map((row) => row.instrument_name)).toEqual([]);
});

test('bids stand below marks, asks above, on the tick; the wings are thin', () => {
  const rows = crashPath().before.result;
  for (const { bid_price: bid, ask_price: ask, mark_price: mark } of rows) {
    if (bid !== null) expect(bid).toBeLessThanOrEqual(mark);
    if (ask !== null) expect(ask).toBeGreaterThanOrEqual(mark);
    for (const price of [bid, ask])
      expect(Math.abs((price ?? 0) * 1e4 - Math.round((price ?? 0) * 1e4))).toBeLessThan(1e-6);
  }
  const twoSided = rows.filter((row) => row.mid_price !== null).length;
  expect(twoSided).toBeGreaterThan(rows.length / 2);
  expect(twoSided).toBeLessThan(rows.length);
});

test('every day of two years lists 8 to 11 expiries at 08:00 UTC', () => {
  for (let day = 0; day < 730; day++) {
    for (const hour of [0, 8, 20]) {
      const asOf = Date.UTC(2026, 0, 1 + day, hour);
      const expiries = listedExpiries(asOf);
      expect(expiries.length).toBeGreaterThanOrEqual(8);
      expect(expiries.length).toBeLessThanOrEqual(11);
      for (const hours of expiries) {
        expect(hours % 24).toBe(8);
        expect(hours * 3_600_000).toBeGreaterThan(asOf);
      }
    }
  }
});

test('the random numbers are those of mulberry32', () => {
  // First numbers of the published C code for seed 1, divided by 2^32.
  const random = createRandom(1);
  expect([random.uniform(), random.uniform()]).toEqual([0.6270739405881613, 0.002735721180215478]);
  const draws = Array.from({ length: 20_000 }, () => random.normal());
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});
