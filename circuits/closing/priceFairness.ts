import { CONSTANTS as C } from '../constants.ts';
import type { LegTerms } from '../margin/legTerms.ts';

/** The caps of the penalty of one lot: how far from the mark a closing price may be, 10^-6 money, the smaller counts. */
export function penaltyCap(leg: LegTerms): bigint {
  const byMark = leg.penaltyMarkRate * leg.mark * C.PER_MILLE + leg.penaltyBaseCap;
  return byMark < leg.penaltyNotionalCap ? byMark : leg.penaltyNotionalCap;
}

/** FM-14: whether a closing price is no worse for the account than the mark by more than the caps. */
export function isFairPrice(leg: LegTerms, price: bigint): boolean {
  const advantage = (leg.isLong ? 1n : -1n) * (price - leg.mark);
  return price >= 0n && advantage * C.PER_MILLION + penaltyCap(leg) >= 0n;
}
