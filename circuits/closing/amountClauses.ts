import { CONSTANTS as C } from '../constants.ts';
import type { LegTerms } from '../margin/legTerms.ts';
import { ERROR_SCALE, type MarginSums } from '../margin/trigger.ts';
import { gainThreshold } from './gainThreshold.ts';
import { legComparison } from './legComparison.ts';

/** One leg as the amount clauses see it. */
export interface AmountLeg {
  leg: LegTerms;
  /** g, units of 2^30 * 10^-9 money per lot. */
  gain: bigint;
  /** x, lots closed. */
  closed: bigint;
}

/** Σ N g and Σ N n over the legs whose gain is above the marginal leg's; with gain 0, over those that help at all. */
export function improvable(
  legs: readonly AmountLeg[],
  marginalGain: bigint,
  marginalNotional: bigint,
): { gain: bigint; notional: bigint } {
  let gain = 0n;
  let notional = 0n;
  for (const { leg, gain: own } of legs) {
    const threshold = gainThreshold(marginalGain, marginalNotional, leg.notional);
    const part = legComparison(own, threshold, leg.quantity, leg.notional);
    gain += part.improvableGain;
    notional += part.improvableNotional;
  }
  return { gain, notional };
}

/** S = Σ x g - H, the surplus over the target (FM-12). */
export function surplusOverTarget(legs: readonly AmountLeg[], shortfall: bigint): bigint {
  return legs.reduce((sum, { gain, closed }) => sum + gain * closed, 0n) - shortfall;
}

/**
 * FM-13: whether no reduction that meets the target has a closed notional smaller by a lot of the marginal leg or more.
 * Part of the model of AmountClauses.circom.
 */
export function isLeastNotional(legs: readonly AmountLeg[], marginal: AmountLeg, shortfall: bigint): boolean {
  const closedNotional = legs.reduce((sum, { leg, closed }) => sum + closed * leg.notional, 0n);
  const better = improvable(legs, marginal.gain, marginal.leg.notional);
  return (
    marginal.leg.notional * (shortfall - better.gain) +
      marginal.gain * (better.notional + marginal.leg.notional - closedNotional) >
    0n
  );
}

/**
 * FM-17: whether closing every helping lot leaves the account short of the target beyond every error. Part of the
 * model of AmountClauses.circom.
 */
export function isBeyondHelp(legs: readonly AmountLeg[], sums: MarginSums, shortfall: bigint): boolean {
  const missing = shortfall - improvable(legs, 0n, 1n).gain;
  const quantity = legs.reduce((sum, { leg }) => sum + leg.quantity, 0n);
  const errors = 6n * C.PER_MILLE * sums.equityError + 3n * sums.shockedError + 6n * sums.rounding * ERROR_SCALE;
  return (missing - quantity) * (ERROR_SCALE / (C.PER_MILLE * C.PER_MILLION)) * (1n << C.GAIN_SHIFT) > errors;
}
