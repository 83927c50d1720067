import { CONSTANTS as C } from '../../circuits/constants.ts';
import { InputError } from '../../circuits/errors.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { readExpiry } from '../../verifier/formats/expiry.ts';
import type { SnapshotDocument } from '../../verifier/formats/snapshot.ts';
import { readTime } from '../../verifier/formats/time.ts';
import type { OptionBook } from './book.ts';
import { type SnapshotHead, snapshotFromBook } from './snapshotFromBook.ts';

/** Books of one moment: as far apart as rows of one book may be. */
const LARGEST_SPREAD = 10 * 60_000;

/**
 * One snapshot of several books, one per underlying, dated as the latest of them; expiries that are over by then are
 * left out.
 *
 * @param books at least one
 * @throws InputError `BOOKS_APART` for books more than ten minutes apart, `SYMBOL_REPEATED` for two of one underlying,
 *   and those of `snapshotFromBook`
 */
export function snapshotFromBooks(
  books: readonly OptionBook[],
  published: PublishedCharter,
  head: SnapshotHead,
): SnapshotDocument {
  const times = books.map(({ asOf }) => asOf);
  if (Math.max(...times) - Math.min(...times) > LARGEST_SPREAD) {
    throw new InputError('BOOKS_APART', 'the books are more than 10 minutes apart', {
      field: '--book',
      remedy: 'Give books that were taken at one moment.',
    });
  }
  const symbols = books.map(({ underlying }) => underlying);
  const repeated = symbols.find((symbol, i) => symbols.indexOf(symbol) !== i);
  if (repeated !== undefined) {
    throw new InputError('SYMBOL_REPEATED', `two books hold options of ${repeated}`, {
      field: '--book',
      remedy: 'Give one book per underlying.',
    });
  }
  const [latest] = [...books].sort((x, y) => y.asOf - x.asOf);
  if (!latest) throw new RangeError('no book is given');
  const snapshot = snapshotFromBook(latest, published, head);
  const seconds = readTime(snapshot.time, 'time');
  const rows = books.flatMap((book) => snapshotFromBook(book, published, head).underlyings);
  const underlyings = rows.map((row) => ({
    ...row,
    expiries: row.expiries.filter(({ expiry }) => readExpiry(expiry, 'expiry') * C.SECONDS_PER_HOUR > seconds),
  }));
  return { ...snapshot, underlyings };
}
