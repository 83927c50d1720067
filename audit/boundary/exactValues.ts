import { CONSTANTS as C } from '../../circuits/constants.ts';
import { expiryKey } from '../../circuits/margin/evaluateAccount.ts';
import type { ExpiryTerms } from '../../circuits/margin/expiryTerms.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { UnderlyingTerms } from '../../circuits/margin/underlyingTerms.ts';
import type { ClauseValues } from './clauseMargins.ts';
import type { DrawnClose } from './drawClose.ts';
import { FINE } from './fineMoney.ts';

const ONE = 1n << C.MULTIPLIER_FRACTION_BITS;
/** The oracle's prices are shares of D (F + K) / 2 at 2^-31. */
const SHARE_BITS = 31n;

interface ExactLeg {
  mark: bigint;
  /** λ. */
  margin: bigint;
}

/**
 * The amount clauses' values from the oracle's prices, in real numbers (FM-09, FM-11, FM-12, FM-14 without their
 * roundings), at the scale of FINE.
 *
 * @param shares two for each option in order: its price now and under stress, as the oracle writes them
 */
export function exactValues({ drawn, margin }: DrawnClose, shares: readonly bigint[]): ClauseValues {
  const { charter, account, snapshot } = drawn;
  const factor = C.PER_MILLE + charter.targetBuffer;
  const charge = (rate: bigint, notional: bigint) => rate * notional * FINE.micro;

  const options = account.options.map((position, place): ExactLeg | null => {
    if (!position) return null;
    const { underlying, expiryHours, strike, isLong } = position;
    const { rules, scenario, notional } = margin.terms.get(underlying) as UnderlyingTerms;
    const { slot } = margin.expiries.get(expiryKey(underlying, expiryHours)) as ExpiryTerms;
    const { forward, discountGap } = snapshot.underlyings[underlying]!.expiries[slot]!;
    const strikeMoney = strike * 10n ** rules.strikeTickExponent * rules.lotFactor;
    const forwardMoney = forward * rules.lotFactor;
    const price = (share: bigint, sum: bigint) =>
      (share * sum * (ONE - discountGap) * FINE.money) >> (SHARE_BITS + 41n);
    const now = price(shares[2 * place] as bigint, (forwardMoney + strikeMoney) * ONE);
    const stressed = price(
      shares[2 * place + 1] as bigint,
      forwardMoney * scenario.forwardMultiplier + strikeMoney * ONE,
    );
    const sign = isLong ? 1n : -1n;
    const charged = isLong
      ? ((C.PER_MILLE - charter.longCredit) * now) / C.PER_MILLE
      : charge(rules.shortOptionRate, notional);
    return { mark: now, margin: charged - (scenario.weight * sign * (stressed - now)) / C.PER_MILLE };
  });
  const linears = account.linears.map((position, place): ExactLeg | null => {
    if (!position) return null;
    const { rules, scenario, notional } = margin.terms.get(position.underlying) as UnderlyingTerms;
    // The mark of a linear leg has no rounding in the model.
    const mark = (margin.linears[place] as LegTerms).mark * FINE.money;
    const loss =
      (scenario.weight * (position.isLong ? 1n : -1n) * mark * (scenario.forwardMultiplier - ONE)) /
      (C.PER_MILLE * ONE);
    return { mark, margin: charge(rules.linearRate, notional) - loss };
  });

  const exact = [...options, ...linears];
  const legs = [...margin.options, ...margin.linears];
  let equity = account.cash * FINE.money;
  let requirement = 0n;
  const gains: bigint[] = [];
  const marks: bigint[] = [];
  const caps: bigint[] = [];
  exact.forEach((leg, place) => {
    const { quantity, isLong, notional, fee, underlying, penaltyMarkRate } = legs[place] as LegTerms;
    const { mark, margin: perLot } = leg as ExactLeg;
    const { rules } = margin.terms.get(underlying) as UnderlyingTerms;
    equity += (isLong ? quantity : -quantity) * mark;
    requirement += quantity * perLot;
    gains.push((factor * perLot) / C.PER_MILLE - fee * FINE.micro);
    marks.push(mark);
    const byNotional = charge(rules.penaltyNotionalRate, notional);
    const byMark = (penaltyMarkRate * mark) / C.PER_MILLE + charge(rules.penaltyBaseRate, notional);
    caps.push(byMark < byNotional ? byMark : byNotional);
  });
  return { gains, marks, caps, shortfall: (factor * requirement) / C.PER_MILLE - equity };
}
