import { InputError } from '../../circuits/errors.ts';
import { EXPIRY_HOUR, MILLISECONDS_PER_HOUR } from './hours.ts';

/** What an instrument's name says. Hours count from 1970-01-01T00:00Z; strikes are exact decimal strings. */
export type Instrument =
  | { kind: 'option'; underlying: string; expiryHours: number; strike: string; isPut: boolean }
  | { kind: 'future'; underlying: string; expiryHours: number }
  | { kind: 'perpetual'; underlying: string }
  | { kind: 'spot'; underlying: string };

const MONTHS: readonly string[] = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const UNDERLYING = /^[A-Z][A-Z0-9]{0,9}(?:_[A-Z][A-Z0-9]{0,9})?$/;
const EXPIRY = /^([1-9]\d?)([A-Z]{3})(\d\d)$/;
/** `d` stands for the decimal point. Zeros that say nothing are refused, so that one strike has one name. */
const NAMED_STRIKE = /^(?:0d\d*[1-9]|[1-9]\d*(?:d\d*[1-9])?)$/;
const DECIMAL_STRIKE = /^(?:0\.\d*[1-9]|[1-9]\d*(?:\.\d*[1-9])?)$/;

function refuse(name: string, why: string, field: string): never {
  throw new InputError('INSTRUMENT_NAME', `${JSON.stringify(name.slice(0, 60))} is no instrument name: ${why}`, {
    field,
    remedy: 'Write it as BTC-27MAR26-70000-P, BTC-27MAR26, BTC-PERPETUAL or BTC.',
  });
}

/** Hours since 1970-01-01Z of an expiry written as `27MAR26`, or `undefined` if there is no such date. */
function expiryHoursOf(label: string): number | undefined {
  const match = EXPIRY.exec(label);
  if (!match) return undefined;
  const day = Number(match[1]);
  const month = MONTHS.indexOf(match[2]!);
  const year = 2000 + Number(match[3]);
  const time = Date.UTC(year, month, day, EXPIRY_HOUR);
  // Date.UTC carries 31 April into May; month -1 (an unknown name) would carry into the year before.
  if (month < 0 || new Date(time).getUTCDate() !== day) return undefined;
  return time / MILLISECONDS_PER_HOUR;
}

/**
 * An expiry as Deribit writes it: `27MAR26`, no leading zero in the day.
 *
 * @param expiryHours - hours since 1970-01-01Z; must be 08:00 UTC of a day in 2000 to 2099
 * @throws InputError `INSTRUMENT_NAME` for any other hour
 */
export function formatExpiry(expiryHours: number): string {
  const date = new Date(expiryHours * MILLISECONDS_PER_HOUR);
  const year = date.getUTCFullYear();
  if (!Number.isInteger(expiryHours) || date.getUTCHours() !== EXPIRY_HOUR || !(year >= 2000 && year < 2100)) {
    throw new InputError('INSTRUMENT_NAME', `expiry hour ${expiryHours} is not 08:00 UTC of a day in 2000 to 2099`, {
      field: 'expiryHours',
    });
  }
  return `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${String(year % 100).padStart(2, '0')}`;
}

/**
 * Reads a Deribit instrument name: `BTC-27MAR26-70000-P` and `XRP_USDC-27MAR26-0d5-C` (options), `BTC-27MAR26`
 * (future), `BTC-PERPETUAL`, `BTC` (spot collateral).
 *
 * Exactly one name is accepted for each instrument, so `formatInstrumentName` gives the same text back.
 *
 * @param field - where the name stands, such as `positions[2].instrument`, for the error
 * @throws InputError `INSTRUMENT_NAME`
 */
export function parseInstrumentName(name: string, field = 'instrument'): Instrument {
  const [underlying = '', expiry, strike, side, ...rest] = name.split('-');
  if (!UNDERLYING.test(underlying)) refuse(name, 'it does not begin with an underlying such as BTC', field);
  if (expiry === undefined) return { kind: 'spot', underlying };
  if (expiry === 'PERPETUAL' && strike === undefined) return { kind: 'perpetual', underlying };
  const expiryHours = expiryHoursOf(expiry);
  if (expiryHours === undefined)
    refuse(name, `${JSON.stringify(expiry.slice(0, 20))} is no date such as 27MAR26`, field);
  if (strike === undefined) return { kind: 'future', underlying, expiryHours };
  if (!NAMED_STRIKE.test(strike)) refuse(name, 'its strike is not a positive decimal such as 70000 or 0d5', field);
  if ((side !== 'C' && side !== 'P') || rest.length > 0) refuse(name, 'it does not end in -C or -P', field);
  return { kind: 'option', underlying, expiryHours, strike: strike.replace('d', '.'), isPut: side === 'P' };
}

/**
 * The name of an instrument; the inverse of `parseInstrumentName`.
 *
 * @throws InputError `INSTRUMENT_NAME` for an underlying, expiry or strike that has no name
 */
export function formatInstrumentName(instrument: Instrument): string {
  const { kind, underlying } = instrument;
  if (!UNDERLYING.test(underlying))
    refuse(underlying, 'it does not begin with an underlying such as BTC', 'underlying');
  if (kind === 'spot') return underlying;
  if (kind === 'perpetual') return `${underlying}-PERPETUAL`;
  const expiry = formatExpiry(instrument.expiryHours);
  if (kind === 'future') return `${underlying}-${expiry}`;
  if (!DECIMAL_STRIKE.test(instrument.strike)) refuse(instrument.strike, 'the strike has no name', 'strike');
  return `${underlying}-${expiry}-${instrument.strike.replace('.', 'd')}-${instrument.isPut ? 'P' : 'C'}`;
}
