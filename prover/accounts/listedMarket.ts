import type { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { InputError } from '../../circuits/errors.ts';
import type { Charter, ScenarioLeaf, Snapshot, Surface } from '../../circuits/objects.ts';
import { type PublishedCharter, type UnderlyingUnits, underlyingNumber } from '../../verifier/formats/charter.ts';
import { formatInstrumentName } from '../../verifier/formats/instrumentName.ts';
import { readInstrument, unitsOf } from '../../verifier/formats/position.ts';
import type { SnapshotDocument } from '../../verifier/formats/snapshot.ts';
import type { BookExpiry } from '../surface/book.ts';
import { HOURS_PER_DAY, HOURS_PER_YEAR } from '../surface/hours.ts';
import { optionDelta } from '../surface/optionDelta.ts';
import { parametersOf } from '../surface/parametersOf.ts';
import type { SurfacesDocument } from '../surface/readSurface.ts';
import type { MarketTick, TickBook } from './marketTick.ts';

/** An option that can be traded. */
export interface ListedOption {
  instrument: string;
  strike: number;
  isPut: boolean;
  /** Black-76 delta on the venue's surface; below zero for puts. */
  delta: number;
}

export interface ListedExpiry {
  expiryHours: number;
  /** From the time of the book. */
  days: number;
  /** Name of the future of this expiry, where one is listed. */
  future: string | undefined;
  /** By rising strike. */
  options: readonly ListedOption[];
}

/** What of one underlying can be traded. */
export interface ListedUnderlying {
  symbol: string;
  units: UnderlyingUnits;
  /** Price of the index, and what a lot is worth at it, in the settlement currency. */
  index: number;
  lotValue: number;
  spot: string;
  perpetual: string;
  /** By rising expiry; those that snapshot and surface cover. */
  expiries: readonly ListedExpiry[];
}

/** A venue's rules: charter in the open, scenarios committed. */
export interface MarketRules {
  published: PublishedCharter;
  scenarioTree: ScenarioTree;
}

/** A market at one moment: what can be traded, and all that a plan reads besides the account. */
export interface ListedMarket {
  published: PublishedCharter;
  charter: Charter;
  tree: ScenarioTree;
  /** Every leaf of the tree, in its order. */
  scenarios: readonly ScenarioLeaf[];
  snapshot: Snapshot;
  snapshotDocument: SnapshotDocument;
  surface: Surface;
  surfacesDocument: SurfacesDocument;
  /** In the order of the charter. */
  underlyings: readonly ListedUnderlying[];
}

function listExpiry(expiry: BookExpiry, { book, fitted, futures }: TickBook, published: PublishedCharter) {
  const slice = fitted.slices.find(({ expiryHours }) => expiryHours === expiry.expiryHours);
  if (!slice) return [];
  const { expiryHours, years, forward } = expiry;
  const options = expiry.quotes.flatMap(({ instrument, strike, isPut }): ListedOption[] => {
    try {
      readInstrument(instrument, 'book', published);
    } catch (error) {
      // A strike that the charter cannot express is not traded there.
      if (error instanceof InputError) return [];
      throw error;
    }
    return [{ instrument, strike, isPut, delta: optionDelta(parametersOf(slice), forward, strike, isPut) }];
  });
  const future = formatInstrumentName({ kind: 'future', underlying: book.underlying, expiryHours });
  const listed: ListedExpiry = {
    expiryHours,
    days: (years * HOURS_PER_YEAR) / HOURS_PER_DAY,
    future: futures.has(future) ? future : undefined,
    options: options.sort((x, y) => x.strike - y.strike),
  };
  return [listed];
}

/** What can be traded at a tick under a venue's rules: options and futures of its books, perpetuals and spot. */
export function listedMarket(tick: MarketTick, { published, scenarioTree }: MarketRules): ListedMarket {
  const { snapshot, snapshotDocument, surface, surfacesDocument } = tick;
  const listed = tick.books.map((entry) => {
    const { underlying: symbol, index, expiries } = entry.book;
    const number = underlyingNumber(published, symbol, 'book');
    const units = unitsOf(published, number);
    const covered = new Set(surface.rows[number]?.flatMap((slice) => (slice ? [Number(slice.expiryHours)] : [])));
    const lotSize = Number(units.lotSize.numerator) / Number(units.lotSize.denominator);
    const underlying: ListedUnderlying = {
      symbol,
      units,
      index,
      lotValue: index * lotSize,
      spot: formatInstrumentName({ kind: 'spot', underlying: symbol }),
      perpetual: formatInstrumentName({ kind: 'perpetual', underlying: symbol }),
      expiries: expiries
        .filter(({ expiryHours }) => covered.has(expiryHours))
        .flatMap((expiry) => listExpiry(expiry, entry, published)),
    };
    return { number, underlying };
  });
  return {
    published,
    charter: published.charter,
    tree: scenarioTree,
    scenarios: scenarioTree.leaves,
    snapshot,
    snapshotDocument,
    surface,
    surfacesDocument,
    underlyings: listed.sort((x, y) => x.number - y.number).map(({ underlying }) => underlying),
  };
}
