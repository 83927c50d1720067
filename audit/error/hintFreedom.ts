import { STD_DEV_FLOOR, STD_DEV_OFFSET } from '../../circuits/pricing/formats.ts';
import { type GateLevels, gateSteps } from './gateLevels.ts';

/** Doubles of a few operations are off by far less. */
const SLACK = 1 + 2 ** -40;

/**
 * How far s may be above max(sqrt(w), floor), units of 2^-26: between two levels (s + 1)^2 - w is at most the bound of the
 * residual. Below it is less than one unit, where the floor is claimed as well.
 */
export function stdDevFreedom(gates: GateLevels): number {
  let above = 0;
  for (const { low, residual } of gateSteps(gates)) {
    const s = Math.max(low - Number(STD_DEV_OFFSET), Number(STD_DEV_FLOOR)) + 1;
    above = Math.max(above, residual / (s + Math.sqrt(s * s - residual)) - 1);
  }
  return above * SLACK;
}

/**
 * How far the root q of a slice may be above sqrt(z^2 + sigma^2), units of 2^-26, where that root is at least `least` units;
 * below it is less than one unit. Between two levels (q + 1)^2 - root^2 is at most the bound of the residual.
 */
export function rootFreedom(gates: GateLevels, least: number): number {
  let above = 1;
  for (const { low, high, residual } of gateSteps(gates)) {
    // q + 1 > root, so q is at least `least` as well, if it is an integer.
    if (high <= least) continue;
    const q = Math.max(low, least) + 1;
    const root = Math.sqrt(Math.max(q * q - residual, 0));
    // From root zero on, q + 1 is at most the square root of the residual; further up the distance falls.
    above = Math.max(above, (root > 0 ? residual / (q + root) : Math.min(Math.sqrt(residual), high)) - 1);
  }
  return above * SLACK;
}
