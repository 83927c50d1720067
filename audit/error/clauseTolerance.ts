import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Close } from '../../circuits/liquidation.ts';
import type { AccountMargin } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { Charter } from '../../circuits/objects.ts';
import { EPSILON_INVERSE } from '../../circuits/pricing/formats.ts';

/** How far the values of one lot may be from exact ones, money units. */
export interface LegTolerance {
  /** Of its mark. */
  readonly price: number;
  /** Of the requirement λ that it carries. */
  readonly requirement: number;
  /** FM-11: of its gain. */
  readonly gain: number;
  /** FM-14: by how much a closing price may be outside the band around the exact mark. */
  readonly closingPrice: number;
}

export interface ClauseTolerance {
  readonly options: readonly (LegTolerance | null)[];
  readonly linears: readonly (LegTolerance | null)[];
  /** FM-12: of the surplus S; for a closed leg its own (1 + β) requirement comes on top. */
  readonly surplus: number;
  /**
   * FM-13: T, the same for any reduction y of the account. With the marginal leg's notional n and gain g (money), no y that
   * meets the exact target has an exact notional below Σ x n - n (1 + T / g).
   */
  readonly anySurplus: number;
}

/** One unit of a gain in money. */
export const GAIN_UNIT = 2 ** Number(C.GAIN_SHIFT) / 1e9;
/** Rounding of a price, money: forward or strike and the price itself; under stress the forward twice (RoundingBound). */
export const PRICE_ROUNDING = 2.001;
export const STRESSED_ROUNDING = 4;

/**
 * The tolerance with which FM-11 to FM-14 hold for exact values, for one account, scenario and close: what the clauses
 * say of witnessed prices they say of exact ones up to these numbers (STATEMENT.md section 5).
 *
 * With p within `price` of exact and p' within (ε/2) B' + 4,
 *
 *     |λ - exact|  <= (ω + (1 - h) [long]) price + ω stressed            requirement
 *     |g - exact|  <= (1 + β) requirement + 1.07                         FM-11: g > 0 means exact g > -(1 + β) requirement
 *     exact S - S  <= Σ (N - x)(1 + β) requirement + Σ N price + 1.07 Σ x            FM-12
 *
 * because S = -(Σ (N - x)(1 + β) λ - E + Σ x fee): what is closed has no requirement left that could be wrong. In FM-14 the
 * band around the mark moves with it: its edge for a short option has slope 1 + r_M in the mark, for a long one at most 1.
 */
export function clauseTolerance(
  margin: AccountMargin,
  charter: Pick<Charter, 'targetBuffer' | 'longCredit'>,
  close: Pick<Close, 'options' | 'linears'>,
): ClauseTolerance {
  const factor = 1 + Number(charter.targetBuffer) / 1000;
  const ofLeg = (leg: LegTerms, isOption: boolean): LegTolerance => {
    const weight = Number(margin.terms.get(leg.underlying)?.scenario.weight) / 1000;
    const lots = Number(leg.quantity);
    const half = 1 / (2 * Number(EPSILON_INVERSE));
    const price = isOption ? (half * Number(leg.equityError)) / lots + PRICE_ROUNDING : 0;
    const stressed = isOption ? (half * Number(leg.shockedError)) / 1000 / lots + weight * STRESSED_ROUNDING : weight;
    const uncredited = isOption && leg.isLong ? 1 - Number(charter.longCredit) / 1000 : 0;
    const requirement = (weight + uncredited) * price + stressed;
    return {
      price,
      requirement,
      gain: factor * requirement + GAIN_UNIT,
      closingPrice: price * (leg.isLong ? 1 : 1 + Number(leg.penaltyMarkRate) / 1000),
    };
  };
  const ofLegs = (legs: AccountMargin['options'], isOption: boolean) => legs.map((leg) => leg && ofLeg(leg, isOption));
  const options = ofLegs(margin.options, true);
  const linears = ofLegs(margin.linears, false);

  let surplus = 0;
  let anySurplus = 0;
  const sum = (legs: AccountMargin['options'], tolerances: typeof options, closed: Close['options']) =>
    legs.forEach((leg, i) => {
      const tolerance = tolerances[i];
      if (!leg || !tolerance) return;
      const lots = Number(leg.quantity);
      const x = Number(closed[i]?.quantityClosed ?? 0n);
      const open = factor * tolerance.requirement;
      surplus += lots * tolerance.price + (lots - x) * open + x * GAIN_UNIT;
      anySurplus += lots * (tolerance.price + Math.max(open, GAIN_UNIT));
    });
  sum(margin.options, options, close.options);
  sum(margin.linears, linears, close.linears);
  return { options, linears, surplus, anySurplus };
}
