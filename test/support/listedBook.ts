import { type BookExpiry, type OptionBook, readBook } from '../../prover/surface/book.ts';
import { fitSurface } from '../../prover/surface/fitSurface.ts';
import { fitSvi } from '../../prover/surface/fitSvi.ts';
import type { SliceDocument } from '../../prover/surface/readSurface.ts';
import { selectSmile } from '../../prover/surface/selectSmile.ts';
import { parseInstrumentName } from '../../verifier/formats/instrumentName.ts';

/** A book in the shape of Deribit's summary. */
export interface BookJson {
  readonly result: readonly { readonly instrument_name: string }[];
}

/** An option book with a slice for every expiry. */
export interface ListedBook {
  name: string;
  book: OptionBook;
  /** Every option that the book lists. */
  instruments: readonly string[];
  slices: readonly SliceDocument[];
  /** Expiries whose slice `fitSurface` refuses: the venue has to commit one all the same, here the free fit. */
  refused: readonly { expiry: string; reason: string }[];
}

const DIGITS = 12;

function freeFit(expiry: BookExpiry): SliceDocument {
  const { parameters } = fitSvi(selectSmile(expiry).used, expiry.years);
  const text = (key: keyof typeof parameters) => parameters[key].toFixed(DIGITS);
  return { expiry: expiry.expiry, a: text('a'), b: text('b'), rho: text('rho'), m: text('m'), sigma: text('sigma') };
}

/** Reads and fits a book. */
export function listedBook(name: string, json: BookJson): ListedBook {
  const book = readBook(json);
  const { slices, refused } = fitSurface(book);
  const committed = book.expiries.map(
    (expiry) => slices.find((slice) => slice.expiryHours === expiry.expiryHours) ?? freeFit(expiry),
  );
  const instruments = json.result
    .map((row) => row.instrument_name)
    .filter((instrument) => parseInstrumentName(instrument).kind === 'option');
  return {
    name,
    book,
    instruments,
    slices: committed.map(({ expiry, a, b, rho, m, sigma }) => ({ expiry, a, b, rho, m, sigma })),
    refused,
  };
}
