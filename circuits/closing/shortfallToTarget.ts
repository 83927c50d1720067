import { floorShift } from '../arithmetic/floorShift.ts';
import { CONSTANTS as C } from '../constants.ts';
import type { MarginSums } from '../margin/trigger.ts';

/** H = (1 + β) R_σ - equity, in units of 2^30 * 10^-9 money, rounded down (FM-12). @param targetBuffer β, per mille */
export function shortfallToTarget(sums: MarginSums, targetBuffer: bigint): bigint {
  return floorShift(
    (C.PER_MILLE + targetBuffer) * sums.requirement - C.PER_MILLE * C.PER_MILLION * sums.equity,
    Number(C.GAIN_SHIFT),
  );
}
