import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Snapshot, SnapshotExpiry, SnapshotUnderlying } from '../../circuits/objects.ts';
import { type PublishedCharter, type UnderlyingUnits, underlyingNumber } from './charter.ts';
import { binaryUnit, formatScaled, parseDecimal, scaledExact, scaledNearest } from './decimal.ts';
import { readExpiry, writeExpiry } from './expiry.ts';
import { nameTag, readFieldElement, readNameTag, writeFieldElement, writeNameTag } from './fieldElement.ts';
import {
  type FieldReader,
  fieldPath,
  formatOf,
  naturalOf,
  raw,
  readArray,
  readList,
  readObject,
  readRecord,
  readText,
  writeNatural,
} from './readObject.ts';
import { refuse } from './refuse.ts';
import { readTime, writeTime } from './time.ts';

export const SNAPSHOT_FORMAT = 'fairmark.snapshot.v1';

/** Public market data of one tick as JSON. Prices are decimal text in the settlement currency per unit. */
export interface SnapshotDocument {
  readonly format: typeof SNAPSHOT_FORMAT;
  /** One of the charter's feeds, or its tag (0x and 62 hex digits). */
  readonly feed: string;
  /** Counts the feed's snapshots, below 2^32. */
  readonly round: number | string;
  /** `2026-03-20T12:00:00Z` */
  readonly time: string;
  /** Commitment of the snapshot before; zero for the first. */
  readonly previous: string;
  /** Root of the quotes tree; zero until the hybrid mark exists. */
  readonly quotesRoot: string;
  readonly underlyings: readonly SnapshotUnderlyingDocument[];
}

export interface SnapshotUnderlyingDocument {
  readonly symbol: string;
  readonly index: string;
  /** Mark of the perpetual. */
  readonly perpetual: string;
  /** By rising expiry, at most 15; the position is the slot. */
  readonly expiries: readonly SnapshotExpiryDocument[];
}

export interface SnapshotExpiryDocument {
  /** `27MAR26` */
  readonly expiry: string;
  readonly forward: string;
  /** D, above 0 and at most 1; 1 where the venue discounts nothing. */
  readonly discount: string;
}

/** The logarithm of a forward is defined from 16 price units on (FM-06.1). */
const LEAST_FORWARD = 16n;
const DISCOUNT_UNIT = binaryUnit(C.DISCOUNT_BITS);
const FULL_DISCOUNT = 1n << C.DISCOUNT_BITS;

const priceOf = (units: UnderlyingUnits, least: bigint) => (value: unknown, field: string) => {
  const price = scaledExact(parseDecimal(value, field), units.priceUnit, field);
  if (price < least) return refuse('PRICE_RANGE', field, `is below ${formatScaled(least, units.priceUnit)}`);
  if (price >> C.PRICE_BITS !== 0n) {
    return refuse('PRICE_RANGE', field, `is ${formatScaled(1n << C.PRICE_BITS, units.priceUnit)} or more`);
  }
  if ((price * units.lotFactor) >> C.MONEY_BITS !== 0n) {
    return refuse('PRICE_RANGE', field, 'makes one lot worth 2^40 millionths of the settlement currency or more');
  }
  return price;
};

function readSlot(value: unknown, field: string, units: UnderlyingUnits, time: bigint): SnapshotExpiry {
  const { expiry, forward, discount } = readRecord(value, field, {
    expiry: (text, at) => {
      const hours = readExpiry(text, at);
      if (hours * C.SECONDS_PER_HOUR <= time) refuse('EXPIRY_PAST', at, 'is not after the time of the snapshot');
      return hours >> C.EXPIRY_HOURS_BITS === 0n ? hours : refuse('EXPIRY_INVALID', at, 'is too far away');
    },
    discount: (text, at) => {
      const count = scaledNearest(parseDecimal(text, at), DISCOUNT_UNIT);
      if (count > 0n && count <= FULL_DISCOUNT) return count;
      return refuse('DISCOUNT_RANGE', at, 'must be above 0 and at most 1');
    },
    forward: priceOf(units, LEAST_FORWARD),
  });
  return { expiryHours: expiry, forward, discountGap: FULL_DISCOUNT - discount };
}

function readRow(fields: SnapshotRowFields, field: string, units: UnderlyingUnits, time: bigint): SnapshotUnderlying {
  const list = fieldPath(field, 'expiries');
  const read: FieldReader<SnapshotExpiry> = (slot, at) => readSlot(slot, at, units, time);
  const expiries = readList(fields.expiries, list, read, Number(C.EXPIRY_SLOTS));
  expiries.forEach((slot, i) => {
    if (i > 0 && slot.expiryHours <= (expiries[i - 1]?.expiryHours ?? 0n)) {
      refuse('EXPIRY_ORDER', fieldPath(fieldPath(list, i), 'expiry'), 'is not later than the one before it');
    }
  });
  const price = priceOf(units, 1n);
  return {
    index: price(fields.index, fieldPath(field, 'index')),
    perpetual: price(fields.perpetual, fieldPath(field, 'perpetual')),
    expiries,
  };
}

type SnapshotRowFields = Record<'index' | 'perpetual' | 'expiries', unknown>;

/**
 * Reads a snapshot of one of the charter's feeds. Prices are exact in the charter's price unit; a finer price is
 * refused. The discount is rounded to the nearest 2^-20 (at most 4.8e-7): the rounded one is what is committed.
 *
 * @throws InputError `FEED_UNKNOWN`, `UNDERLYING_UNKNOWN`, `SYMBOL_REPEATED`, `PRICE_RANGE`, `EXPIRY_PAST`,
 *   `EXPIRY_ORDER`, `DISCOUNT_RANGE`, `DECIMAL_INEXACT`, and those of readObject.ts
 */
export function readSnapshot(value: unknown, published: PublishedCharter, field = 'snapshot'): Snapshot {
  const at = (key: string) => fieldPath(field, key);
  const { format, underlyings, ...head } = readRecord(value, field, {
    format: formatOf(SNAPSHOT_FORMAT),
    feed: readNameTag,
    round: naturalOf(C.SEQUENCE_BITS),
    time: readTime,
    previous: readFieldElement,
    quotesRoot: readFieldElement,
    underlyings: raw,
  });
  if (!published.document.feeds.some((name) => nameTag(name) === head.feed)) {
    refuse('FEED_UNKNOWN', at('feed'), 'is none of the feeds of the charter');
  }

  const rows: (SnapshotUnderlying | null)[] = published.units.map(() => null);
  for (const [i, entry] of readArray(underlyings, at('underlyings'), published.units.length, 1).entries()) {
    const rowField = fieldPath(at('underlyings'), i);
    const row = readObject(entry, rowField, ['symbol', 'index', 'perpetual', 'expiries']);
    const symbolField = fieldPath(rowField, 'symbol');
    const symbol = readText(row.symbol, symbolField);
    const number = underlyingNumber(published, symbol, symbolField);
    const units = published.units[number];
    if (!units || rows[number]) return refuse('SYMBOL_REPEATED', symbolField, 'is listed twice');
    rows[number] = readRow(row, rowField, units, head.time);
  }

  return { ...head, underlyings: rows };
}

/** A snapshot as a document; reading it with the same charter gives the same object. */
export function writeSnapshot(snapshot: Snapshot, published: PublishedCharter): SnapshotDocument {
  const name = published.document.feeds.find((candidate) => nameTag(candidate) === snapshot.feed);
  return {
    format: SNAPSHOT_FORMAT,
    feed: name ?? writeNameTag(snapshot.feed),
    round: writeNatural(snapshot.round),
    time: writeTime(snapshot.time),
    previous: writeFieldElement(snapshot.previous),
    quotesRoot: writeFieldElement(snapshot.quotesRoot),
    underlyings: published.units.flatMap((units, number) => {
      const row = snapshot.underlyings[number];
      if (!row) return [];
      return {
        symbol: units.symbol,
        index: formatScaled(row.index, units.priceUnit),
        perpetual: formatScaled(row.perpetual, units.priceUnit),
        expiries: row.expiries.flatMap((slot) => (slot ? [writeSlot(slot, units)] : [])),
      };
    }),
  };
}

function writeSlot(slot: SnapshotExpiry, units: UnderlyingUnits): SnapshotExpiryDocument {
  return {
    expiry: writeExpiry(slot.expiryHours),
    forward: formatScaled(slot.forward, units.priceUnit),
    discount: formatScaled(FULL_DISCOUNT - slot.discountGap, DISCOUNT_UNIT),
  };
}
