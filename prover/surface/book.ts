import { InputError } from '../../circuits/errors.ts';
import { MILLISECONDS_PER_HOUR } from '../../verifier/formats/hours.ts';
import { formatExpiry, parseInstrumentName } from '../../verifier/formats/instrumentName.ts';
import { black76 } from '../companion/black76.ts';
import { impliedTotalStdDev } from '../companion/impliedTotalStdDev.ts';
import { HOURS_PER_YEAR } from './hours.ts';
import { median } from './median.ts';

/** One option's mark, as the fit uses it. */
export interface OptionQuote {
  instrument: string;
  strike: number;
  isPut: boolean;
  /** ln(strike / forward), with the row's own forward. */
  logMoneyness: number;
  /** Annual implied volatility of the mark, 0.45 for 45%. */
  impliedVolatility: number;
}

/** All quotes of one expiry. */
export interface BookExpiry {
  /** As in instrument names: `27MAR26`. */
  expiry: string;
  expiryHours: number;
  /** Time from the book's as-of time to the expiry in years of 365 days, as Deribit counts. */
  years: number;
  /** Median of the rows' `underlying_price`. */
  forward: number;
  quotes: OptionQuote[];
}

/** A checked option book of one underlying at one moment. */
export interface OptionBook {
  underlying: string;
  /** Latest `creation_timestamp`, in milliseconds since 1970-01-01Z. */
  asOf: number;
  /** Median of the rows' `estimated_delivery_price`. */
  index: number;
  /** By rising expiry. */
  expiries: BookExpiry[];
  /** Rows that are well-formed but not used, and why. */
  dropped: { instrument: string; reason: string }[];
}

/** Choices in reading a book. */
export interface ReadBookOptions {
  /** Underlying to read; needed when the book holds options of several. */
  underlying?: string;
}

interface BookRow {
  field: string;
  instrument: string;
  expiryHours: number;
  strike: number;
  isPut: boolean;
  underlyingPrice: number;
  indexPrice: number;
  /** In the currency of the forward; `undefined` when the row has no mark price. */
  markPrice: number | undefined;
  /** Whether the price was quoted in coin. */
  isInverse: boolean;
  /** Annual, 0.45 for 45%; 0 when the venue gives none. */
  markVolatility: number;
  createdAt: number;
}

/** How far apart the forward of a row and that behind its mark may be: 0.09% in the worst of ten real books. */
const LARGEST_FORWARD_DRIFT = 0.005;
const LARGEST_VOLATILITY_DRIFT = 0.01;
/** Of the forward; the coarsest mark prices are printed to 1e-6 coin. */
const MARK_PRICE_ROUNDING = 1e-6;
const MARKS_DISAGREE = 'mark_price and mark_iv contradict each other';
/** A book put together from different moments gives wrong times to expiry. */
const LARGEST_AGE_SPREAD = 10 * 60_000;
const LARGEST_MARK_IV = 2_000;

type Json = Record<string, unknown>;

const REMEDY = "Give the response of Deribit's public/get_book_summary_by_currency with kind=option, unchanged.";

function refuse(field: string, message: string, remedy = REMEDY): never {
  throw new InputError('BOOK_INVALID', `${field} ${message}`, { field, remedy });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberAt(row: Json, at: string, name: string, least: 'positive' | 'notNegative'): number {
  const value = row[name];
  const field = `${at}.${name}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(field, 'must be a finite number');
  if (value < 0 || (least === 'positive' && value === 0)) {
    refuse(field, least === 'positive' ? 'must be above zero' : 'must not be negative');
  }
  return value;
}

function optionalNumberAt(row: Json, at: string, name: string): number | undefined {
  return row[name] === undefined || row[name] === null ? undefined : numberAt(row, at, name, 'notNegative');
}

function optionalTextAt(row: Json, at: string, name: string): string | undefined {
  const value = row[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') refuse(`${at}.${name}`, 'must be text');
  return value;
}

/** Reads the rows of one underlying; rows of futures and perpetuals are skipped into `dropped`. */
function readRows(rows: unknown[], wanted: string | undefined, dropped: OptionBook['dropped']) {
  const options: (BookRow & { underlying: string })[] = [];
  const seen = new Set<string>();
  rows.forEach((row, i) => {
    const at = `result[${i}]`;
    if (!isObject(row)) refuse(at, 'must be an object');
    const name = row.instrument_name;
    if (typeof name !== 'string') refuse(`${at}.instrument_name`, 'must be text');
    const instrument = parseInstrumentName(name, `${at}.instrument_name`);
    if (seen.has(name)) refuse(`${at}.instrument_name`, `repeats ${name}`);
    seen.add(name);
    if (instrument.kind !== 'option') {
      dropped.push({ instrument: name, reason: `a ${instrument.kind}, not an option` });
      return;
    }
    const parsed = readOptionRow(row, at, instrument.underlying);
    if (wanted !== undefined && instrument.underlying !== wanted) {
      dropped.push({ instrument: name, reason: `underlying is not ${wanted}` });
      return;
    }
    options.push({
      ...parsed,
      field: at,
      instrument: name,
      underlying: instrument.underlying,
      expiryHours: instrument.expiryHours,
      strike: Number(instrument.strike),
      isPut: instrument.isPut,
    });
  });
  return options;
}

function readOptionRow(row: Json, at: string, underlying: string) {
  const underlyingPrice = numberAt(row, at, 'underlying_price', 'positive');
  const base = optionalTextAt(row, at, 'base_currency');
  const quote = optionalTextAt(row, at, 'quote_currency');
  if (base !== undefined && base !== underlying.split('_')[0]) {
    refuse(`${at}.base_currency`, `is ${JSON.stringify(base)} but the instrument's underlying is ${underlying}`);
  }
  // Prices of an inverse option are in coin: one coin is worth the forward of the option's own expiry.
  const isInverse = quote === undefined || quote === (base ?? underlying);
  for (const name of ['bid_price', 'ask_price', 'mid_price']) optionalNumberAt(row, at, name);
  const markPrice = optionalNumberAt(row, at, 'mark_price');
  const markIv = optionalNumberAt(row, at, 'mark_iv') ?? 0;
  if (markIv > LARGEST_MARK_IV) refuse(`${at}.mark_iv`, `is in percent and must be at most ${LARGEST_MARK_IV}`);
  const createdAt = numberAt(row, at, 'creation_timestamp', 'positive');
  if (!Number.isInteger(createdAt) || createdAt < Date.UTC(2010) || createdAt >= Date.UTC(2100)) {
    refuse(`${at}.creation_timestamp`, 'must be a time in milliseconds since 1970');
  }
  return {
    underlyingPrice,
    indexPrice: numberAt(row, at, 'estimated_delivery_price', 'positive'),
    markPrice: markPrice === undefined ? undefined : markPrice * (isInverse ? underlyingPrice : 1),
    isInverse,
    markVolatility: markIv / 100,
    createdAt,
  };
}

/**
 * Annual volatility of a row's mark, or why there is none.
 *
 * `mark_iv` is the venue's own inversion of its mark and is taken where there is one. Inverting `mark_price` again with
 * the row's `underlying_price` gives the same to 0.003 vol points in a calm book, but in a moving market the two fields
 * of one row are some tens of milliseconds apart, which costs up to 2.8 vol points near the money (measured on the
 * crash books of February 2026) and is hopeless in the money. The price is inverted only where `mark_iv` is missing.
 */
function markVolatility(row: BookRow, years: number): { volatility: number } | { reason: string } {
  const root = Math.sqrt(years);
  const { underlyingPrice: forward, strike, isPut, markPrice } = row;
  if (row.markVolatility > 0) {
    if (markPrice !== undefined && !marksAgree(row, root)) return { reason: MARKS_DISAGREE };
    return { volatility: row.markVolatility };
  }
  if (markPrice === undefined) return { reason: 'has neither mark_iv nor mark_price' };
  const inverted = impliedTotalStdDev({ price: markPrice, forward, strike, isPut });
  return inverted === undefined
    ? { reason: 'has no mark_iv, and its mark_price is outside the bounds of Black-76' }
    : { volatility: inverted / root };
}

/** Whether the mark price is Black-76 with the mark volatility, up to a forward and a volatility that moved a little. */
function marksAgree(row: BookRow, rootYears: number): boolean {
  const { strike, isPut, markVolatility, underlyingPrice } = row;
  const prices = [-1, 1].flatMap((forwardSide) =>
    [-1, 1].map((volatilitySide) => {
      const forward = underlyingPrice * (1 + forwardSide * LARGEST_FORWARD_DRIFT);
      const volatility = Math.max(markVolatility + volatilitySide * LARGEST_VOLATILITY_DRIFT, 0);
      const price = black76({ forward, strike, totalStdDev: volatility * rootYears, isPut });
      return row.isInverse ? (price / forward) * underlyingPrice : price;
    }),
  );
  const mark = row.markPrice ?? 0;
  const rounding = MARK_PRICE_ROUNDING * underlyingPrice;
  return mark >= Math.min(...prices) - rounding && mark <= Math.max(...prices) + rounding;
}

/**
 * Checks an option book in the shape of Deribit's `public/get_book_summary_by_currency` and groups it by expiry.
 *
 * Fields used of each row: `instrument_name`, `underlying_price` (forward of the expiry), `estimated_delivery_price`
 * (index), `mark_iv` (percent) and `mark_price` (coin, Black-76(F)/F), of which one may be null, `creation_timestamp`
 * (ms), `bid_price`, `ask_price`, `mid_price` (may be null), `base_currency`, `quote_currency` (may be missing). Others
 * are ignored.
 *
 * Rows that are no options, of another underlying, expired, without a mark, or whose two marks contradict each other
 * are left out and listed in `dropped`.
 *
 * @throws InputError `BOOK_INVALID` or `INSTRUMENT_NAME`, with the field's path, such as `result[12].mark_iv`
 */
export function readBook(json: unknown, options: ReadBookOptions = {}): OptionBook {
  if (!isObject(json)) refuse('book', 'must be an object with a list "result"');
  if (!Array.isArray(json.result)) refuse('result', 'must be a list of rows');
  const dropped: OptionBook['dropped'] = [];
  const rows = readRows(json.result, options.underlying, dropped);
  const first = rows[0];
  if (!first) refuse('result', `holds no option${options.underlying ? ` of ${options.underlying}` : ''}`);
  const other = rows.find((row) => row.underlying !== first.underlying);
  if (other) {
    refuse(
      `${other.field}.instrument_name`,
      `is an option of ${other.underlying}, and the book began with ${first.underlying}`,
      'Name the underlying to read: --underlying BTC.',
    );
  }

  const asOf = rows.reduce((latest, row) => Math.max(latest, row.createdAt), 0);
  const stale = rows.find((row) => asOf - row.createdAt > LARGEST_AGE_SPREAD);
  if (stale) {
    refuse(`${stale.field}.creation_timestamp`, 'is more than 10 minutes before the latest row of the book');
  }

  const byExpiry = new Map<number, BookRow[]>();
  for (const row of rows) {
    const group = byExpiry.get(row.expiryHours);
    if (group) group.push(row);
    else byExpiry.set(row.expiryHours, [row]);
  }
  const expiries: BookExpiry[] = [];
  let disagreeing = 0;
  for (const [expiryHours, group] of [...byExpiry].sort(([x], [y]) => x - y)) {
    const years = (expiryHours - asOf / MILLISECONDS_PER_HOUR) / HOURS_PER_YEAR;
    const quotes: OptionQuote[] = [];
    for (const row of group) {
      const mark = years > 0 ? markVolatility(row, years) : { reason: 'expired before the book was taken' };
      if ('reason' in mark) {
        if (mark.reason === MARKS_DISAGREE) disagreeing++;
        dropped.push({ instrument: row.instrument, reason: mark.reason });
        continue;
      }
      quotes.push({
        instrument: row.instrument,
        strike: row.strike,
        isPut: row.isPut,
        logMoneyness: Math.log(row.strike / row.underlyingPrice),
        impliedVolatility: mark.volatility,
      });
    }
    if (quotes.length === 0) continue;
    const forward = median(group.map((row) => row.underlyingPrice));
    expiries.push({ expiry: formatExpiry(expiryHours), expiryHours, years, forward, quotes });
  }
  if (2 * disagreeing > rows.length) {
    refuse(
      'result[].mark_price',
      'is not Black-76 with mark_iv on underlying_price, divided by underlying_price, in most rows',
      'Give mark_price in coin and mark_iv in percent.',
    );
  }
  if (expiries.length === 0) refuse('result', 'holds no option with a mark that has not expired');
  return { underlying: first.underlying, asOf, index: median(rows.map((row) => row.indexPrice)), expiries, dropped };
}
