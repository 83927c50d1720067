import type { LegTerms } from '../margin/legTerms.ts';

/** One leg with what is closed of it. */
export interface ClosingLeg {
  leg: LegTerms;
  /** x, lots closed. */
  closed: bigint;
  /** Money per lot. */
  price: bigint;
}

/** What closing a leg adds to the sums of the settlement. */
export interface LegFlows {
  /** x fee, 10^-6 money. */
  closedFee: bigint;
  /** x (mark - price) in the direction of the loss, money. */
  penalty: bigint;
  /** Cash from closing, signed money. */
  proceeds: bigint;
}

/** FM-15, FM-16: the money of one closed leg; with legGain and isFairPrice the model of LegClose.circom. */
export function legClose({ leg, closed, price }: ClosingLeg): LegFlows {
  const sign = leg.isLong ? 1n : -1n;
  return {
    closedFee: closed * leg.fee,
    penalty: closed * sign * (leg.mark - price),
    proceeds: closed * sign * price,
  };
}
