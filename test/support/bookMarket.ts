import type { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { SviSlice } from '../../circuits/objects.ts';
import { readSurface, SURFACES_FORMAT } from '../../prover/surface/readSurface.ts';
import { snapshotFromBook } from '../../prover/surface/snapshotFromBook.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { type InstrumentTerms, readInstrument } from '../../verifier/formats/position.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import { SALT } from './documents.ts';
import type { ListedBook } from './listedBook.ts';
import type { SampleMarket } from './sampleMarket.ts';

/** A book under a charter: the market, and all that it lists. */
export interface BookMarket extends SampleMarket {
  /** Options, and for each expiry the future, the perpetual and spot. */
  instruments: readonly { name: string; terms: InstrumentTerms }[];
}

/** How a venue's surface looks as an expiry comes near. */
export const NEAR_EXPIRY_SHAPES = [
  /** Vol per standard deviation stays: k scales with the root of the time left, as in SSVI. */
  'self-similar',
  /** Vol per strike stays: total variance scales with the time left. */
  'proportional',
  /** The slice is left as it was committed. */
  'stale',
] as const;
export type NearExpiryShape = (typeof NEAR_EXPIRY_SHAPES)[number];

export function bookMarket(listed: ListedBook, published: PublishedCharter, tree: ScenarioTree): BookMarket {
  const { book, instruments } = listed;
  const { underlying } = book;
  const head = { round: 1, previous: 0n };
  const snapshot = readSnapshot(snapshotFromBook(book, published, head), published);
  const surface = readSurface(
    {
      format: SURFACES_FORMAT,
      number: 1,
      previous: '0x00',
      salt: SALT,
      surfaces: [{ format: 'fairmark.surface.v1', underlying, slices: listed.slices }],
    },
    published,
    snapshot,
  );
  const futures = book.expiries.map(({ expiry }) => `${underlying}-${expiry}`);
  const names = [...instruments, ...futures, `${underlying}-PERPETUAL`, underlying];
  return {
    charter: published.charter,
    snapshot,
    surface,
    scenarios: tree.leaves,
    tree,
    instruments: names.map((name) => ({ name, terms: readInstrument(name, 'instrument', published, snapshot) })),
  };
}

const scaled = (value: bigint, factor: number) => BigInt(Math.round(Number(value) * factor));
const positive = (value: bigint) => (value > 0n ? value : 1n);

function sliceNearExpiry(slice: SviSlice, left: number, shape: NearExpiryShape): SviSlice {
  if (shape === 'stale') return slice;
  const root = Math.sqrt(left);
  const slope = shape === 'self-similar' ? root : left;
  const width = shape === 'self-similar' ? root : 1;
  return {
    ...slice,
    a: scaled(slice.a, left),
    b: scaled(slice.b, slope),
    bRho: scaled(slice.bRho, slope),
    m: scaled(slice.m, width),
    sigma: positive(scaled(slice.sigma, width)),
  };
}

/** An expiry of an underlying, some seconds ahead. */
export interface NearExpiry {
  underlying: number;
  expiryHours: bigint;
  seconds: bigint;
  shape: NearExpiryShape;
}

/** The market some seconds before an expiry: later snapshot, same prices, and a slice with less time in it. */
export function nearExpiry(
  market: SampleMarket,
  { underlying, expiryHours, seconds, shape }: NearExpiry,
): SampleMarket {
  const { snapshot, surface } = market;
  const time = expiryHours * C.SECONDS_PER_HOUR - seconds;
  const left = Number(seconds) / Number(seconds + time - snapshot.time);
  const rows = surface.rows.map((row, number) =>
    number === underlying && row
      ? row.map((slice) => (slice?.expiryHours === expiryHours ? sliceNearExpiry(slice, left, shape) : slice))
      : row,
  );
  return { ...market, snapshot: { ...snapshot, time }, surface: { ...surface, rows } };
}
