import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EventDocument } from '../../prover/event.ts';
import type { ScenariosDocument } from '../../prover/scenarios/scenariosDocument.ts';
import type { SurfacesDocument } from '../../prover/surface/readSurface.ts';
import type { AccountDocument } from '../../verifier/formats/account.ts';
import type { CharterDocument } from '../../verifier/formats/charter.ts';
import type { SnapshotDocument } from '../../verifier/formats/snapshot.ts';

/** Made-up documents that all readers accept; every call gives fresh copies. */

const ROOT = resolve(import.meta.dirname, '../..');

export function example(name: string): unknown {
  return JSON.parse(readFileSync(resolve(ROOT, 'examples', name), 'utf8'));
}

export const charterDocument = () => exampleDocuments('portfolio').charter;

export const SEED = `0x${'5e'.repeat(32)}`;
/** The example charters, by folder. */
export const EXAMPLE_NAMES = ['portfolio', 'correlated', 'standard'] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];

/** Charter and scenarios of one example; the scenarios with a seed. */
export function exampleDocuments(name: ExampleName): { charter: CharterDocument; scenarios: ScenariosDocument } {
  return {
    charter: example(`${name}/charter.json`) as CharterDocument,
    scenarios: { ...(example(`${name}/scenarios.json`) as ScenariosDocument), seed: SEED },
  };
}

export const SALT = `0x00${'a1'.repeat(31)}`;

export const scenariosDocument = () => exampleDocuments('portfolio').scenarios;

export const snapshotDocument = (): SnapshotDocument => ({
  format: 'fairmark.snapshot.v1',
  feed: 'example.fairmark.snapshot',
  round: 812,
  time: '2026-03-20T12:00:00Z',
  previous: `0x${'0'.repeat(63)}7`,
  quotesRoot: `0x${'0'.repeat(64)}`,
  underlyings: [
    {
      symbol: 'BTC',
      index: '70000',
      perpetual: '70012.5',
      expiries: [
        { expiry: '27MAR26', forward: '70110.25', discount: '1' },
        { expiry: '24APR26', forward: '70420.75', discount: '0.99609375' },
        { expiry: '26JUN26', forward: '71100', discount: '0.9921875' },
      ],
    },
    {
      symbol: 'ETH',
      index: '3500.01',
      perpetual: '3500.5',
      expiries: [{ expiry: '27MAR26', forward: '3504', discount: '1' }],
    },
  ],
});

const slice = (expiry: string, a: string, b: string) => ({ expiry, a, b, rho: '-0.25', m: '0.01', sigma: '0.15' });

export const surfacesDocument = (): SurfacesDocument => ({
  format: 'fairmark.surfaces.v1',
  number: 4,
  previous: '0x09',
  salt: SALT,
  surfaces: [
    {
      format: 'fairmark.surface.v1',
      underlying: 'BTC',
      slices: [slice('27MAR26', '0.001', '0.02'), slice('26JUN26', '0.02', '0.125')],
    },
    { format: 'fairmark.surface.v1', underlying: 'ETH', slices: [slice('27MAR26', '0.002', '0.03')] },
  ],
});

export const accountDocument = (): AccountDocument => ({
  format: 'fairmark.account.v1',
  owner: 'alice',
  accountNumber: 42,
  sequence: 17,
  time: '2026-03-20T11:58:30Z',
  settlement: { currency: 'USD' },
  cash: '-1250.500001',
  salt: SALT,
  positions: [
    { instrument: 'BTC-PERPETUAL', quantity: '-1.5' },
    { instrument: 'BTC-26JUN26-65000-P', quantity: '-3' },
    { instrument: 'BTC-27MAR26-70000-P', quantity: '-2.5' },
    { instrument: 'BTC-27MAR26-70000-C', quantity: '0.1' },
    { instrument: 'ETH-27MAR26', quantity: '12' },
    { instrument: 'ETH', quantity: '5' },
    { instrument: 'BTC-26JUN26', quantity: '0.3' },
  ],
});

export const eventDocument = (): EventDocument => ({
  format: 'fairmark.event.v1',
  venue: 'Example Options Venue',
  sequence: 3,
  account: accountDocument(),
  snapshot: snapshotDocument(),
  model: { charter: charterDocument(), scenarios: scenariosDocument(), surface: surfacesDocument() },
  close: {
    positions: [
      { instrument: 'BTC-27MAR26-70000-P', quantity: '1.2', price: '1825.5' },
      { instrument: 'BTC-PERPETUAL', quantity: '0.5', price: '70020' },
    ],
    fee: '210.25',
    draw: '0',
  },
});

/** A JSON value with one place replaced; `undefined` removes it. The path is dotted, indexes included. */
export function changed(document: unknown, path: string, value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(document));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy as Record<string, unknown>;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}
