import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { type MarketTick, marketTick, type TickBook } from '../accounts/marketTick.ts';

/** One moment of the market of one underlying. */
export type DemoTick = Omit<MarketTick, 'books'> & TickBook;

/**
 * Reads a book, fits it and commits to it.
 *
 * @param json as `readBook` takes it
 * @param before the tick before it, to whose commitments this one is chained
 * @throws InputError `BOOK_INVALID`, `UNDERLYING_UNKNOWN`
 */
export function demoTick(json: unknown, published: PublishedCharter, before?: DemoTick): DemoTick {
  const { books, ...tick } = marketTick([json], published, before ? { before } : {});
  return { ...tick, ...(books[0] as TickBook) };
}
