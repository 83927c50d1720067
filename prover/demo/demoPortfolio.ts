import { InputError } from '../../circuits/errors.ts';
import type { PositionDocument } from '../../verifier/formats/account.ts';
import { type PublishedCharter, underlyingNumber } from '../../verifier/formats/charter.ts';
import { parseDecimal, scaledNearest } from '../../verifier/formats/decimal.ts';
import { formatInstrumentName } from '../../verifier/formats/instrumentName.ts';
import { unitsOf, writeQuantity } from '../../verifier/formats/position.ts';
import { roundSize } from '../accounts/roundSize.ts';
import type { BookExpiry } from '../surface/book.ts';
import type { FittedSlice } from '../surface/fittedSurface.ts';
import { HOURS_PER_DAY, HOURS_PER_YEAR } from '../surface/hours.ts';
import { optionDelta } from '../surface/optionDelta.ts';
import { parametersOf } from '../surface/parametersOf.ts';
import type { DemoTick } from './demoTick.ts';

/** Options that the account trades: side, delta sought, and size in multiples of the underlying's unit. */
const TRADES = [
  { isPut: true, delta: 0.2, size: -3 },
  { isPut: true, delta: 0.08, size: 1 },
  { isPut: false, delta: 0.2, size: -1 },
] as const;
const DAYS_AHEAD = 30;
/** What one unit is worth, roughly, in the settlement currency; rounded to 1, 2 or 5 times a power of ten. */
const UNIT_VALUE = 80_000;

/** A listed option with its delta, unsigned. */
interface Listed {
  strike: number;
  delta: number;
}

function listedOptions(expiry: BookExpiry, slice: FittedSlice, isPut: boolean): Listed[] {
  return expiry.quotes
    .filter((quote) => quote.isPut === isPut && Number.isInteger(quote.strike))
    .map(({ strike }) => ({
      strike,
      delta: Math.abs(optionDelta(parametersOf(slice), expiry.forward, strike, isPut)),
    }));
}

/** The expiry nearest to 30 days ahead that has a slice at every tick. */
function chooseExpiry(ticks: readonly DemoTick[]): { expiry: BookExpiry; slice: FittedSlice } {
  const [first, ...later] = ticks;
  const candidates = (first?.book.expiries ?? []).flatMap((expiry) => {
    const sliceAt = (tick: DemoTick) => tick.fitted.slices.find((slice) => slice.expiryHours === expiry.expiryHours);
    const slice = first && sliceAt(first);
    return slice && later.every(sliceAt) ? [{ expiry, slice }] : [];
  });
  const distance = ({ expiry }: { expiry: BookExpiry }) =>
    Math.abs((expiry.years * HOURS_PER_YEAR) / HOURS_PER_DAY - DAYS_AHEAD);
  const [chosen] = candidates.sort((x, y) => distance(x) - distance(y));
  if (chosen) return chosen;
  throw new InputError('BOOK_TOO_SMALL', 'no expiry of the book could be fitted: there is nothing to trade', {
    field: '--book',
    remedy: 'Give a book with at least five marked strikes in one expiry.',
  });
}

/**
 * A small portfolio made of the book's own instruments, the same for equal books: short puts and fewer short calls near
 * 20 delta some 30 days out, a cheaper put for protection, and a future of that expiry (or the perpetual, where none is listed)
 * that makes the whole delta-neutral at the first tick.
 *
 * @throws InputError `BOOK_TOO_SMALL`
 */
export function demoPortfolio(ticks: readonly DemoTick[], published: PublishedCharter): PositionDocument[] {
  const { expiry, slice } = chooseExpiry(ticks);
  const underlying = ticks[0]?.book.underlying ?? '';
  const { expiryHours } = expiry;
  const units = unitsOf(published, underlyingNumber(published, underlying, 'book'));
  const lots = (amount: number) => scaledNearest(parseDecimal(amount.toFixed(8), 'quantity'), units.lotSize);
  const unit = roundSize(UNIT_VALUE / expiry.forward);

  let delta = 0;
  const taken = new Set<number>();
  const options = TRADES.flatMap((trade) => {
    const [option] = listedOptions(expiry, slice, trade.isPut)
      .filter(({ strike }) => !taken.has(strike))
      .sort((x, y) => Math.abs(x.delta - trade.delta) - Math.abs(y.delta - trade.delta));
    if (!option) return [];
    taken.add(option.strike);
    delta += trade.size * unit * (trade.isPut ? -option.delta : option.delta);
    const strike = String(option.strike);
    const instrument = formatInstrumentName({ kind: 'option', underlying, expiryHours, strike, isPut: trade.isPut });
    return [{ instrument, quantity: writeQuantity(lots(trade.size * unit), units) }];
  });
  const hedge = lots(-delta);
  const future = formatInstrumentName({ kind: 'future', underlying, expiryHours });
  return [
    ...options,
    {
      instrument: ticks.every(({ futures }) => futures.has(future))
        ? future
        : formatInstrumentName({ kind: 'perpetual', underlying }),
      quantity: writeQuantity(hedge === 0n ? -1n : hedge, units),
    },
  ];
}
