import type { ListedExpiry } from './listedMarket.ts';
import type { StrategyInput } from './strategy.ts';

/** One of the listed expiries from `least` to `most` days ahead, or `undefined` where there is none. */
export function chooseExpiry(
  { underlying, draws }: StrategyInput,
  least: number,
  most: number,
): ListedExpiry | undefined {
  return draws.pick(underlying.expiries.filter(({ days }) => days >= least && days <= most));
}
