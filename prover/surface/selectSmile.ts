import { black76 } from '../companion/black76.ts';
import type { BookExpiry, OptionQuote } from './book.ts';

/** What of an expiry's quotes the fit uses. */
export interface SmileSelection {
  /** One quote per strike, by rising strike. */
  used: OptionQuote[];
  /** Strikes left out because their options are marked below the smallest tradable price. */
  belowTick: number;
}

/** Deribit's smallest price of an option, in coin; as a share of the forward it serves other books too. */
const TICK = 1e-4;
/** So many strikes are used even if some are below the tick: fewer would leave the five parameters to chance. */
const LEAST_USED = 8;

/**
 * Chooses the quotes to fit: per strike the out-of-the-money option (the other one if it stands alone), if it is marked
 * at 0.0001 of the forward or more, and always the eight dearest.
 *
 * Below the smallest tradable price a mark is an extrapolation by the venue that nobody can trade against. Its vol says
 * nothing about prices but would bend the whole slice: hours before expiry most of the listed strikes are of this kind.
 */
export function selectSmile({ quotes, years }: BookExpiry): SmileSelection {
  const byStrike = new Map<number, OptionQuote>();
  for (const quote of quotes) {
    const isOutOfTheMoney = quote.isPut === quote.logMoneyness < 0;
    if (isOutOfTheMoney || !byStrike.has(quote.strike)) byStrike.set(quote.strike, quote);
  }
  const priced = [...byStrike.values()].map((quote) => {
    const { logMoneyness, impliedVolatility } = quote;
    const totalStdDev = impliedVolatility * Math.sqrt(years);
    const isPut = logMoneyness < 0;
    return { quote, price: black76({ forward: 1, strike: Math.exp(logMoneyness), totalStdDev, isPut }) };
  });
  priced.sort((x, y) => y.price - x.price);
  const used = priced.filter(({ price }, i) => price >= TICK || i < LEAST_USED).map(({ quote }) => quote);
  used.sort((x, y) => x.strike - y.strike);
  return { used, belowTick: priced.length - used.length };
}
