import { CONSTANTS as C } from '../constants.ts';
import type { LegTerms } from '../margin/legTerms.ts';

/** The cap of the penalty of one lot, per mille money: how far from the mark a closing price may be. */
export function penaltyCap(leg: LegTerms): bigint {
  const byNotional = C.PER_MILLE * leg.penaltyNotionalCap;
  const byMark = leg.penaltyMarkRate * leg.mark + leg.penaltyBaseCap;
  return byMark < byNotional ? byMark : byNotional;
}

/** FM-14: whether a closing price is no worse for the account than the mark by more than the caps. */
export function isFairPrice(leg: LegTerms, price: bigint): boolean {
  const advantage = (leg.isLong ? 1n : -1n) * (price - leg.mark);
  return price >= 0n && advantage * C.PER_MILLE + penaltyCap(leg) >= 0n;
}
