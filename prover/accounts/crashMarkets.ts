import { type CrashUnderlying, crashPath } from '../surface/crashPath.ts';
import { type ListedMarket, listedMarket, type MarketRules } from './listedMarket.ts';
import { madeUpSalt } from './madeUpSalt.ts';
import { marketTick } from './marketTick.ts';

/** A market before and after a crash. */
export interface CrashMarkets {
  before: ListedMarket;
  after: ListedMarket;
}

export interface CrashMarketsOptions {
  /** Salts of the surfaces follow from it. */
  seed?: number;
  /** Default: BTC and ETH. */
  underlyings?: readonly CrashUnderlying[];
  /** Called before each fit, which takes about a second. */
  onFit?: (underlying: string) => void;
}

/** The made-up crash of `crashPath`, fitted and committed to. */
export function crashMarkets(
  rules: MarketRules,
  { seed = 0, underlyings = ['BTC', 'ETH'], onFit = () => {} }: CrashMarketsOptions = {},
): CrashMarkets {
  const paths = underlyings.map((underlying) => crashPath(underlying));
  const tick = (moment: 'before' | 'after') => ({ salt: madeUpSalt(seed, `surface ${moment}`), onFit });
  const books = (moment: 'before' | 'after') => paths.map((path) => path[moment]);
  const before = marketTick(books('before'), rules.published, tick('before'));
  const after = marketTick(books('after'), rules.published, { ...tick('after'), before });
  return { before: listedMarket(before, rules), after: listedMarket(after, rules) };
}
