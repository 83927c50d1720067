import { requireClause } from '../../circuits/clauseViolation.ts';
import { isFairPrice } from '../../circuits/closing/priceFairness.ts';
import { feeLimit, settle } from '../../circuits/closing/settlement.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { ClosingPrices } from './closingPrices.ts';
import type { PlanLeg } from './planLegs.ts';

/** Prices, fee and draw of lots that are closed. */
export interface SettledClose {
  /** Price of every leg, money per lot; 0 where nothing is closed. */
  prices: bigint[];
  fee: bigint;
  draw: bigint;
  cashAfter: bigint;
}

/** How much worse than the mark a price is for the account, money per lot. */
function penaltyOf(leg: LegTerms, price: bigint): bigint {
  return leg.isLong ? leg.mark - price : price - leg.mark;
}

/** What a close is settled against; money. */
export interface SettlementAccount {
  equity: bigint;
  cash: bigint;
  /** What the positions that stay open require; 0 unless given. */
  required?: bigint;
}

/**
 * Settles closed lots by FM-14 to FM-17. Penalties of a solvent account stay within its equity: where prices ask for
 * more, later legs close nearer to the mark. The fee is the largest that FM-15 allows, and nothing is charged that the
 * account cannot pay; where all is closed and cash is below zero, the insurance fund pays what is missing.
 *
 * The fee leaves alone what the open positions require, where that much is left: for the sake of a fee no account is
 * liquidated again.
 *
 * @throws ClauseViolation where the prices are outside the band of FM-14
 */
export function settleClose(
  legs: readonly PlanLeg[],
  { equity, cash, required = 0n }: SettlementAccount,
  pricesOf: ClosingPrices,
): SettledClose {
  let allowance = equity;
  const prices = legs.map(({ leg, closed, kind, place }) => {
    if (closed === 0n) return 0n;
    let price = pricesOf(leg);
    const affordable = allowance / closed;
    if (equity >= 0n && penaltyOf(leg, price) > affordable) {
      price = leg.isLong ? leg.mark - affordable : leg.mark + affordable;
    }
    requireClause(
      isFairPrice(leg, price),
      'FM-14',
      `${kind} leg ${place}: the closing price is worse than the mark by more than the penalty cap`,
    );
    const penalty = penaltyOf(leg, price) * closed;
    if (penalty > 0n) allowance -= penalty;
    return price;
  });

  const sum = (part: (leg: PlanLeg, price: bigint) => bigint) =>
    legs.reduce((total, leg, i) => total + part(leg, prices[i] as bigint), 0n);
  const penalty = sum(({ leg, closed }, price) => closed * penaltyOf(leg, price));
  const proceeds = sum(({ leg, closed }, price) => (leg.isLong ? closed : -closed) * price);
  const remaining = sum(({ leg, closed }) => leg.quantity - closed);
  const settled = legs.map(({ leg, closed }, i) => ({ leg, closed, price: prices[i] as bigint }));

  const left = equity - penalty;
  const affordable = left >= required ? left - required : left;
  const limit = feeLimit(settled);
  const fee = affordable <= 0n ? 0n : affordable < limit ? affordable : limit;
  const draw = remaining === 0n && cash + proceeds < 0n ? -(cash + proceeds) : 0n;
  const { cashAfter } = settle({ legs: settled, equity, cash, fee, draw, remaining });
  return { prices, fee, draw, cashAfter };
}
