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
import { readSurface, SURFACES_FORMAT, type SurfacesDocument } from '../surface/readSurface.ts';
import { snapshotFromBook } from '../surface/snapshotFromBook.ts';

/** One moment of the market: the book, the snapshot that the oracle signs, and the surface that the venue commits to. */
export interface DemoTick {
  book: OptionBook;
  /** Names of the futures that are listed beside the options. */
  futures: ReadonlySet<string>;
  fitted: FittedSurface;
  snapshotDocument: SnapshotDocument;
  snapshot: Snapshot;
  surfacesDocument: SurfacesDocument;
  surface: Surface;
}

/** The futures that the rows of a checked book are priced on; Deribit prefixes those that are not listed with `SYN.`. */
function listedFutures(json: unknown): Set<string> {
  const { result } = json as { result: readonly { underlying_index?: unknown }[] };
  return new Set(result.flatMap(({ underlying_index: name }) => (typeof name === 'string' ? [name] : [])));
}

/** Round of the first snapshot; any number will do. */
const FIRST_ROUND = 812;

/**
 * Reads a book, fits it and commits to it.
 *
 * @param json as `readBook` takes it
 * @param before the tick before it, to whose commitments this one is chained
 * @throws InputError `BOOK_INVALID`, `UNDERLYING_UNKNOWN`
 */
export function demoTick(json: unknown, published: PublishedCharter, before?: DemoTick): DemoTick {
  const book = readBook(json);
  const fitted = fitSurface(book);
  const snapshotDocument = snapshotFromBook(book, published, {
    round: Number(before?.snapshot.round ?? FIRST_ROUND - 1) + 1,
    previous: before ? snapshotCommitment(before.snapshot) : 0n,
  });
  const snapshot = readSnapshot(snapshotDocument, published);
  const listed = new Set(snapshotDocument.underlyings.flatMap(({ expiries }) => expiries.map(({ expiry }) => expiry)));
  const surfacesDocument: SurfacesDocument = {
    format: SURFACES_FORMAT,
    number: Number(before?.surface.number ?? 0n) + 1,
    previous: writeFieldElement(before ? surfaceCommitment(before.surface) : 0n),
    salt: writeFieldElement(randomSalt()),
    surfaces: [{ ...fitted, slices: fitted.slices.filter(({ expiry }) => listed.has(expiry)) }],
  };
  const surface = readSurface(surfacesDocument, published, snapshot);
  return { book, futures: listedFutures(json), fitted, snapshotDocument, snapshot, surfacesDocument, surface };
}
