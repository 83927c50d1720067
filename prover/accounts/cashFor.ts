import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { AccountHealth } from '../plan/accountHealth.ts';

/**
 * Cash that leaves an account below its requirement by a share of it, rounded down to a whole step: never less under
 * water than asked.
 *
 * @param health of the account without cash
 * @param shortfall per mille of the requirement: below 0 healthy, above 1000 insolvent
 * @param step of the amount; both money, 10^-6
 */
export function cashFor({ equity, requirement }: AccountHealth, shortfall: bigint, step: bigint): bigint {
  const exact = (requirement * (C.PER_MILLE - shortfall)) / C.PER_MILLE - equity;
  return (exact >= 0n ? exact / step : -((step - 1n - exact) / step)) * step;
}
