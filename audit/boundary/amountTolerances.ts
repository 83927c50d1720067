import { CONSTANTS as C } from '../../circuits/constants.ts';
import { EPSILON_INVERSE } from '../../circuits/pricing/formats.ts';
import { FINE } from './fineMoney.ts';

/** What the tolerances of one leg follow from. */
export interface ToleranceLeg {
  isOption: boolean;
  /** N and x. */
  held: bigint;
  closed: bigint;
  /** n, money per lot. */
  notional: bigint;
  /** B now, and ω B' in per mille, money per lot; 0 for a linear leg. */
  spread: bigint;
  weightedShockedSpread: bigint;
  /** ω, per mille. */
  weight: bigint;
  /** Whether a lot of it gains more per notional than the marginal leg, by the model or exactly. */
  beatsMarginal: boolean;
}

/** Tolerances at the scale of FINE; FM-13 times a notional. */
export interface AmountTolerances {
  helps: bigint[];
  needed: bigint;
  leastNotional: bigint;
  fair: bigint[];
}

/** 17 money units of rounding in a gain, and 8 in a mark (STATEMENT.md section 5). */
const GAIN_ROUNDING = 17n;

/**
 * STATEMENT.md section 5: how far the amount clauses may be off for exact prices.
 *
 *     τ = (1 + β)(ε/2)(ω B + ω B' + (1 - h) B) + 1.07 + 17          a gain per lot (FM-11)
 *     Σ x τ + errors of H                                           FM-12, the errors of H being Σ N τ + errors_E + 1.07
 *     n_m (errors of H + Σ N τ) + τ_m |Σ N n + n_m - Σ x n|         FM-13, sums with N over the legs that beat the marginal
 *     (ε/2) B + 8                                                   FM-14
 *
 * @param targetBuffer β, per mille
 * @param longCredit h, per mille
 * @param marginal place of the marginal leg
 */
export function amountTolerances(
  legs: readonly ToleranceLeg[],
  { targetBuffer, longCredit, marginal }: { targetBuffer: bigint; longCredit: bigint; marginal: number },
): AmountTolerances {
  const perError = 2n * EPSILON_INVERSE;
  const helps = legs.map(({ spread, weightedShockedSpread, weight }) => {
    const weighted = weight * spread + weightedShockedSpread + (C.PER_MILLE - longCredit) * spread;
    const prices = ((C.PER_MILLE + targetBuffer) * weighted * FINE.money) / (C.PER_MILLION * perError);
    return prices + FINE.gain + GAIN_ROUNDING * FINE.money;
  });
  const fair = legs.map(
    ({ spread, isOption }) => (spread * FINE.money) / perError + (isOption ? C.OPTION_ROUNDING * FINE.money : 0n),
  );
  const sum = (part: (leg: ToleranceLeg, place: number) => bigint) =>
    legs.reduce((total, leg, place) => total + part(leg, place), 0n);
  const tolerance = (place: number) => helps[place] as bigint;
  const equityErrors = sum(
    ({ held, isOption }, place) => held * ((fair[place] as bigint) + (isOption ? 0n : C.LINEAR_ROUNDING * FINE.money)),
  );
  const shortfall = sum(({ held }, place) => held * tolerance(place)) + equityErrors + FINE.gain;
  const better = (part: (leg: ToleranceLeg, place: number) => bigint) =>
    sum((leg, place) => (leg.beatsMarginal ? part(leg, place) : 0n));
  const marginalNotional = legs[marginal]?.notional ?? 0n;
  const spare =
    better(({ held, notional }) => held * notional) +
    marginalNotional -
    sum(({ closed, notional }) => closed * notional);
  return {
    helps,
    needed: sum(({ closed }, place) => closed * tolerance(place)) + shortfall,
    leastNotional:
      marginalNotional * (shortfall + better(({ held }, place) => held * tolerance(place))) +
      tolerance(marginal) * (spare < 0n ? -spare : spare),
    fair,
  };
}
