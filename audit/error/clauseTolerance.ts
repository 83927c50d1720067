import type { Close } from '../../circuits/liquidation.ts';
import type { AccountMargin } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { Charter } from '../../circuits/objects.ts';
import { GAIN_UNIT, type LegTolerance, legTolerance } from './legTolerance.ts';

export interface ClauseTolerance {
  /** At the place of each position; null for an empty slot. */
  readonly options: readonly (LegTolerance | null)[];
  readonly linears: readonly (LegTolerance | null)[];
  /** Of equity and of the requirement R, money. */
  readonly equity: number;
  readonly requirement: number;
  /** FM-12: by how much the exact surplus S may be above the witnessed one, money. */
  readonly surplus: number;
  /**
   * FM-13: T, the same for any reduction y of the account. With the marginal leg's notional n and gain g (money), no y that
   * meets the exact target has a notional below Σ x n - n (1 + T / g).
   */
  readonly anySurplus: number;
}

/**
 * The tolerance with which FM-11 to FM-14 hold for exact values, for one account, scenario and close: what the clauses
 * say of witnessed prices they say of exact ones up to these numbers (STATEMENT.md section 5).
 *
 * With p within `price` of exact and p' within (ε/2) B' + 4,
 *
 *     |λ - exact|  <= (ω + (1 - h) [long]) price + ω ((ε/2) B' + 4)                  requirement
 *     |g - exact|  <= (1 + β) requirement + 1.07, and g > 0 gives an exact gain above -(1 + β) requirement      FM-11
 *     exact S - S  <= Σ (N - x)(1 + β) requirement + Σ N price + 1.07 Σ x            surplus
 *
 * because S = -(Σ (N - x)(1 + β) λ - E + Σ x fee): what is closed has no requirement left that could be wrong. FM-12 says of
 * exact values that S < g + surplus + (1 + β) requirement for every closed leg. In FM-14 the band moves with the mark: its
 * edge for a short option has slope 1 + r_M in it, for a long one at most 1.
 *
 * @param margin as evaluateAccount gives it under the scenario of the close
 */
export function clauseTolerance(
  margin: AccountMargin,
  charter: Pick<Charter, 'targetBuffer' | 'longCredit'>,
  close: Pick<Close, 'options' | 'linears'>,
): ClauseTolerance {
  const targetBuffer = Number(charter.targetBuffer) / 1000;
  const longCredit = Number(charter.longCredit) / 1000;
  const weightOf = (leg: LegTerms) => Number(margin.terms.get(leg.underlying)?.scenario.weight) / 1000;
  const ofOption = (leg: LegTerms): LegTolerance => {
    const weight = weightOf(leg);
    const lots = Number(leg.quantity);
    return legTolerance({
      spread: Number(leg.equityError) / lots,
      shockedSpread: weight === 0 ? 0 : Number(leg.shockedError) / 1000 / weight / lots,
      isLong: leg.isLong,
      weight,
      longCredit,
      targetBuffer,
      penaltyMarkRate: Number(leg.penaltyMarkRate) / 1000,
    });
  };
  // The mark of a linear leg is exact, its stressed mark rounded down by less than one.
  const ofLinear = (leg: LegTerms): LegTolerance => {
    const weight = weightOf(leg);
    return { price: 0, requirement: weight, gain: (1 + targetBuffer) * weight + GAIN_UNIT, closingPrice: 0 };
  };
  const options = margin.options.map((leg) => leg && ofOption(leg));
  const linears = margin.linears.map((leg) => leg && ofLinear(leg));

  const sums = { equity: 0, requirement: 0, surplus: 0, anySurplus: 0 };
  const sum = (legs: AccountMargin['options'], tolerances: typeof options, closed: Close['options']) =>
    legs.forEach((leg, i) => {
      const tolerance = tolerances[i];
      if (!leg || !tolerance) return;
      const lots = Number(leg.quantity);
      const x = Number(closed[i]?.quantityClosed ?? 0n);
      const open = (1 + targetBuffer) * tolerance.requirement;
      sums.equity += lots * tolerance.price;
      sums.requirement += lots * tolerance.requirement;
      sums.surplus += lots * tolerance.price + (lots - x) * open + x * GAIN_UNIT;
      sums.anySurplus += lots * (tolerance.price + Math.max(open, GAIN_UNIT));
    });
  sum(margin.options, options, close.options);
  sum(margin.linears, linears, close.linears);
  return { options, linears, ...sums };
}
