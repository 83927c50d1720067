import { linearIdentity } from '../../circuits/commitment/accountCommitment.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LinearPosition, OptionPosition, Snapshot } from '../../circuits/objects.ts';
import { type PublishedCharter, type UnderlyingUnits, underlyingNumber } from './charter.ts';
import { type Decimal, formatScaled, MICRO, multiplyExact, parseDecimal, scaledExact } from './decimal.ts';
import { formatInstrumentName, type Instrument, parseInstrumentName } from './instrumentName.ts';
import { readText } from './readObject.ts';
import { refuse } from './refuse.ts';

/** An instrument by its terms in fixed point: a position without its size. */
export type InstrumentTerms = Omit<OptionPosition, 'isLong' | 'quantity'> | Omit<LinearPosition, 'isLong' | 'quantity'>;

/** A position of either kind. */
export type Position = OptionPosition | LinearPosition;

/** Longest instrument name. */
const NAME_LENGTH = 60;

export function isOption<T extends InstrumentTerms>(terms: T): terms is T & { isPut: boolean; strike: bigint } {
  return 'isPut' in terms;
}

/** The units of a position's underlying. */
export function unitsOf(published: PublishedCharter, underlying: number): UnderlyingUnits {
  const units = published.units[underlying];
  if (!units) throw new RangeError(`the charter has no underlying number ${underlying}`);
  return units;
}

function readStrike(text: string, units: UnderlyingUnits, name: string, field: string): bigint {
  const decimal = parseDecimal(text, field);
  let strike: bigint;
  try {
    strike = scaledExact(decimal, units.strikeTick, field);
  } catch {
    return refuse(
      'STRIKE_OFF_TICK',
      field,
      `${name}: the strike is no multiple of the charter's strike tick ${formatScaled(1n, units.strikeTick)}`,
    );
  }
  const tooHigh =
    strike >> C.STRIKE_BITS !== 0n || (strike * units.strikeTickUnits * units.lotFactor) >> C.MONEY_BITS !== 0n;
  if (strike === 0n || tooHigh) return refuse('STRIKE_RANGE', field, `${name}: the strike is too large or zero`);
  return strike;
}

function checkListed(instrument: Instrument, underlying: number, snapshot: Snapshot, name: string, field: string) {
  const row = snapshot.underlyings[underlying];
  if (!row)
    return refuse('INSTRUMENT_UNKNOWN', field, `${name}: the snapshot has no underlying ${instrument.underlying}`);
  if (!('expiryHours' in instrument)) return;
  const hours = BigInt(instrument.expiryHours);
  if (hours * C.SECONDS_PER_HOUR <= snapshot.time) {
    return refuse('INSTRUMENT_EXPIRED', field, `${name} has expired at the time of the snapshot`, {
      remedy: 'Settle it into cash first.',
    });
  }
  if (!row.expiries.some((slot) => slot?.expiryHours === hours)) {
    return refuse('INSTRUMENT_UNKNOWN', field, `${name}: the snapshot has no such expiry`);
  }
}

/**
 * Reads an instrument name into terms. Where a snapshot is given, it must list the instrument.
 *
 * @throws InputError `INSTRUMENT_NAME`, `UNDERLYING_UNKNOWN`, `INSTRUMENT_UNKNOWN`, `INSTRUMENT_EXPIRED`,
 *   `STRIKE_OFF_TICK`, `STRIKE_RANGE`; they give the instrument's name
 */
export function readInstrument(
  value: unknown,
  field: string,
  published: PublishedCharter,
  snapshot?: Snapshot,
): InstrumentTerms {
  const name = readText(value, field, NAME_LENGTH);
  const instrument = parseInstrumentName(name, field);
  const underlying = underlyingNumber(published, instrument.underlying, field);
  if (snapshot) checkListed(instrument, underlying, snapshot, name, field);
  const expiryHours = 'expiryHours' in instrument ? BigInt(instrument.expiryHours) : 0n;
  if (instrument.kind !== 'option') return { underlying, kind: instrument.kind, expiryHours };
  const strike = readStrike(instrument.strike, unitsOf(published, underlying), name, field);
  return { underlying, expiryHours, strike, isPut: instrument.isPut };
}

/** The name of an instrument, as `readInstrument` reads it. */
export function writeInstrument(terms: InstrumentTerms, published: PublishedCharter): string {
  const units = unitsOf(published, terms.underlying);
  const underlying = units.symbol;
  const expiryHours = Number(terms.expiryHours);
  if (isOption(terms)) {
    const strike = formatScaled(terms.strike, units.strikeTick);
    return formatInstrumentName({ kind: 'option', underlying, expiryHours, strike, isPut: terms.isPut });
  }
  if (terms.kind === 'future') return formatInstrumentName({ kind: 'future', underlying, expiryHours });
  return formatInstrumentName({ kind: terms.kind, underlying });
}

/**
 * Negative, zero or positive as x stands before, at or after y: by underlying, then options by expiry, strike and call
 * before put, then linears in the order of their identities (FM-04): by expiry, underlying and kind (future, perpetual,
 * spot).
 */
export function compareInstruments(x: InstrumentTerms, y: InstrumentTerms): number {
  const key = (terms: InstrumentTerms): bigint[] =>
    isOption(terms)
      ? [0n, BigInt(terms.underlying), terms.expiryHours, terms.strike, BigInt(terms.isPut)]
      : [1n, linearIdentity(terms)];
  const [left, right] = [key(x), key(y)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0n) - (right[i] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

/**
 * Reads a signed size in units of the underlying, which must be whole lots and not zero.
 *
 * @returns lots, signed; below 2^22 in size, so that any part of them can be closed
 * @throws InputError `QUANTITY_OFF_LOT`, `QUANTITY_ZERO`, `QUANTITY_RANGE`, `DECIMAL_INVALID`
 */
export function readQuantity(value: unknown, field: string, units: UnderlyingUnits): bigint {
  const decimal = parseDecimal(value, field);
  if (decimal.units === 0n) return refuse('QUANTITY_ZERO', field, 'is zero', { remedy: 'Leave the position out.' });
  let lots: bigint;
  try {
    lots = scaledExact(decimal, units.lotSize, field);
  } catch {
    return refuse('QUANTITY_OFF_LOT', field, `is no multiple of the lot size ${formatScaled(1n, units.lotSize)}`);
  }
  if ((lots < 0n ? -lots : lots) >> C.LOT_BITS !== 0n) {
    return refuse('QUANTITY_RANGE', field, `is ${formatScaled(1n << C.LOT_BITS, units.lotSize)} or more`);
  }
  return lots;
}

/** A number of lots in units of the underlying. */
export function writeQuantity(lots: bigint, units: UnderlyingUnits): string {
  return formatScaled(lots, units.lotSize);
}

/**
 * Reads a price per unit of the underlying into money (10^-6) per lot, exactly.
 *
 * @throws InputError `PRICE_RANGE`, `DECIMAL_INEXACT`, `DECIMAL_INVALID`
 */
export function readLotPrice(value: unknown, field: string, units: UnderlyingUnits): bigint {
  const price = parseDecimal(value, field);
  if (price.units < 0n) return refuse('PRICE_RANGE', field, 'is negative');
  const money = lotMoneyExact(price, units, field);
  if (money >> C.MONEY_BITS !== 0n) {
    return refuse('PRICE_RANGE', field, 'makes one lot worth 2^40 millionths of the settlement currency or more');
  }
  return money;
}

function lotMoneyExact(price: Decimal, units: UnderlyingUnits, field: string): bigint {
  const perLot = multiplyExact(price, { units: units.lotSize.numerator, scale: 0 });
  const unit = { numerator: MICRO.numerator * units.lotSize.denominator, denominator: MICRO.denominator };
  try {
    return scaledExact(perLot, unit, field);
  } catch {
    return refuse(
      'DECIMAL_INEXACT',
      field,
      'times the lot size is not a whole number of 0.000001 of the settlement currency',
      { remedy: 'Round the price: up for lots that the account sells, down for lots that it buys.' },
    );
  }
}

/** Money per lot as a price per unit of the underlying, if that has a finite expansion. */
export function writeLotPrice(money: bigint, units: UnderlyingUnits): string {
  return formatScaled(money, {
    numerator: units.lotSize.denominator,
    denominator: MICRO.denominator * units.lotSize.numerator,
  });
}
