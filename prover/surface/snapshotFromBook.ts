import { CONSTANTS as C } from '../../circuits/constants.ts';
import { type PublishedCharter, type UnderlyingUnits, underlyingNumber } from '../../verifier/formats/charter.ts';
import { formatScaled, parseDecimal, scaledNearest } from '../../verifier/formats/decimal.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { formatExpiry } from '../../verifier/formats/instrumentName.ts';
import { unitsOf } from '../../verifier/formats/position.ts';
import { SNAPSHOT_FORMAT, type SnapshotDocument } from '../../verifier/formats/snapshot.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import type { OptionBook } from './book.ts';

/** What a snapshot says besides the market. */
export interface SnapshotHead {
  /** Counts the feed's snapshots. */
  round: number;
  /** Commitment of the snapshot before; 0 for the first. */
  previous: bigint;
}

const PRICE_DIGITS = 8;

/** A price of the book, rounded to the charter's price unit. */
function price(value: number, units: UnderlyingUnits): string {
  return formatScaled(
    scaledNearest(parseDecimal(value.toFixed(PRICE_DIGITS), 'price'), units.priceUnit),
    units.priceUnit,
  );
}

/**
 * The snapshot that an oracle would sign for a book: index and forwards are the book's medians, rounded to the charter's
 * price unit. Dated at the first whole second that is not before the book; expiries that are over by then are left out,
 * and of more than 15 the nearest are listed.
 *
 * A book of options holds no perpetual: its mark is taken at the index.
 *
 * @throws InputError `UNDERLYING_UNKNOWN` where the charter does not list the book's underlying
 */
export function snapshotFromBook(
  book: OptionBook,
  published: PublishedCharter,
  { round, previous }: SnapshotHead,
): SnapshotDocument {
  const units = unitsOf(published, underlyingNumber(published, book.underlying, 'book'));
  const seconds = BigInt(Math.ceil(book.asOf / 1000));
  const index = price(book.index, units);
  return {
    format: SNAPSHOT_FORMAT,
    feed: published.document.feeds[0] ?? '',
    round,
    time: writeTime(seconds),
    previous: writeFieldElement(previous),
    quotesRoot: writeFieldElement(0n),
    underlyings: [
      {
        symbol: book.underlying,
        index,
        perpetual: index,
        expiries: book.expiries
          .filter(({ expiryHours }) => BigInt(expiryHours) * C.SECONDS_PER_HOUR > seconds)
          .slice(0, Number(C.EXPIRY_SLOTS))
          .map(({ expiryHours, forward }) => ({
            expiry: formatExpiry(expiryHours),
            forward: price(forward, units),
            discount: '1',
          })),
      },
    ],
  };
}
