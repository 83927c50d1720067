import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readJson } from '../../../prover/io/readJson.ts';
import { findButterfly } from '../../../prover/surface/arbitrage.ts';
import { readBook } from '../../../prover/surface/book.ts';
import { fitSurface } from '../../../prover/surface/fitSurface.ts';
import { parametersOf } from '../../../prover/surface/parametersOf.ts';

// Snapshots of a real venue, without a licence to copy them: read from beside the repository where they exist.
const FOLDER = new URL('../../../../shared/data/deribit/', import.meta.url).pathname;

if (!existsSync(FOLDER)) console.info(`real books are skipped: ${FOLDER} is not on this machine`);

/** Measured RMSE in vol points over all quotes, and of the worst slice, rounded up to 0.05. */
const BOOKS: [string, number, number][] = [
  ['2026-01-13T0921-BTC', 0.95, 1.25],
  ['2026-01-13T0921-ETH', 1.0, 1.35],
  ['2026-02-04T0424-BTC', 0.6, 1.85],
  ['2026-02-04T0424-ETH', 0.8, 1.6],
  ['2026-02-05T1551-BTC', 0.7, 1.15],
  ['2026-02-05T1551-ETH', 1.0, 1.55],
  ['2026-02-05T2129-BTC', 1.35, 3.05],
  ['2026-02-05T2129-ETH', 1.3, 3.3],
  ['2026-02-06T0430-BTC', 0.95, 1.6],
  ['2026-02-06T0430-ETH', 0.95, 1.8],
  ['2026-08-08T0948-BTC', 0.35, 0.7],
  ['2026-08-08T0948-ETH', 0.4, 0.7],
];

test.for(BOOKS)('%s fits within %s vol points', async ([name, total, worst], { skip }) => {
  const path = `${FOLDER}${name}.json`;
  skip(!existsSync(path), `${path} is not on this machine`);
  const book = readBook(await readJson(path));
  expect(book.dropped).toEqual([]);
  const surface = fitSurface(book);
  expect(surface.refused).toEqual([]);
  expect(surface.slices.map((slice) => slice.expiry)).toEqual(book.expiries.map((expiry) => expiry.expiry));
  expect(surface.rmseVolPoints).toBeLessThan(total);
  for (const slice of surface.slices) {
    expect(slice.rmseVolPoints).toBeLessThan(worst);
    expect(findButterfly(parametersOf(slice), { low: -0.5, high: 0.5 })).toBeUndefined();
    if (slice.status === 'repaired') expect(slice.notes.at(-1)).toMatch(/arbitrage.*before.*after/);
  }
});
