import { floorShift } from '../arithmetic/floorShift.ts';
import { CONSTANTS as C } from '../constants.ts';
import type { LegTerms } from '../margin/legTerms.ts';

/**
 * FM-11: what closing one lot does for the target, in units of 2^30 * 10^-9 money, rounded down.
 *
 * @param targetBuffer β, per mille
 */
export function legGain(leg: LegTerms, targetBuffer: bigint): bigint {
  return floorShift((C.PER_MILLE + targetBuffer) * leg.marginPerLot - C.PER_MILLE * leg.fee, Number(C.GAIN_SHIFT));
}
