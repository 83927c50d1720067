import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import type { Snapshot, Surface } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { readSnapshot, type SnapshotDocument } from '../../verifier/formats/snapshot.ts';
import { randomSalt } from '../randomSalt.ts';
import { type OptionBook, readBook } from '../surface/book.ts';
import { fitSurface } from '../surface/fitSurface.ts';
import type { FittedSurface } from '../surface/fittedSurface.ts';
import { listedFutures } from '../surface/listedFutures.ts';
import { readSurface, SURFACES_FORMAT, type SurfacesDocument } from '../surface/readSurface.ts';
import { snapshotFromBooks } from '../surface/snapshotFromBooks.ts';

/** One underlying of a tick. */
export interface TickBook {
  book: OptionBook;
  /** Names of the futures that are listed beside the options. */
  futures: ReadonlySet<string>;
  fitted: FittedSurface;
}

/** One moment of the market: books, the snapshot that the oracle signs, and the surface that the venue commits to. */
export interface MarketTick {
  /** In the order given. */
  books: readonly TickBook[];
  snapshotDocument: SnapshotDocument;
  snapshot: Snapshot;
  surfacesDocument: SurfacesDocument;
  surface: Surface;
}

export interface MarketTickOptions {
  /** The tick before it, to whose commitments this one is chained. */
  before?: Pick<MarketTick, 'snapshot' | 'surface'>;
  /** Salt of the surface: drawn unless given. */
  salt?: bigint;
  /** Called before each fit, which takes about a second. */
  onFit?: (underlying: string) => void;
}

/** Round of the first snapshot; any number will do. */
const FIRST_ROUND = 812;

/**
 * Reads books of one moment, fits them and commits to them.
 *
 * @param jsons one or more books, one per underlying, each as `readBook` takes it
 * @throws InputError `BOOK_INVALID`, `BOOKS_APART`, `SYMBOL_REPEATED`, `UNDERLYING_UNKNOWN`
 */
export function marketTick(
  jsons: readonly unknown[],
  published: PublishedCharter,
  { before, salt = randomSalt(), onFit }: MarketTickOptions = {},
): MarketTick {
  const read = jsons.map((json) => ({ book: readBook(json), futures: listedFutures(json) }));
  const snapshotDocument = snapshotFromBooks(
    read.map(({ book }) => book),
    published,
    {
      round: Number(before?.snapshot.round ?? FIRST_ROUND - 1) + 1,
      previous: before ? snapshotCommitment(before.snapshot) : 0n,
    },
  );
  const snapshot = readSnapshot(snapshotDocument, published);
  const books = read.map(({ book, futures }): TickBook => {
    onFit?.(book.underlying);
    return { book, futures, fitted: fitSurface(book) };
  });
  const surfaces = books.map(({ fitted }) => {
    const row = snapshotDocument.underlyings.find(({ symbol }) => symbol === fitted.underlying);
    const listed = new Set(row?.expiries.map(({ expiry }) => expiry));
    return { ...fitted, slices: fitted.slices.filter(({ expiry }) => listed.has(expiry)) };
  });
  const surfacesDocument: SurfacesDocument = {
    format: SURFACES_FORMAT,
    number: Number(before?.surface.number ?? 0n) + 1,
    previous: writeFieldElement(before ? surfaceCommitment(before.surface) : 0n),
    salt: writeFieldElement(salt),
    surfaces,
  };
  const surface = readSurface(surfacesDocument, published, snapshot);
  return { books, snapshotDocument, snapshot, surfacesDocument, surface };
}
