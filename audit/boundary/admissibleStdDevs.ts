import { STD_DEV_FLOOR, STD_DEV_OFFSET, STD_DEV_WIDTH } from '../../circuits/pricing/formats.ts';
import type { TotalStdDev } from '../../circuits/pricing/totalStdDev.ts';
import { type ResidualBound, residualGates } from './residualGates.ts';

let bound: ResidualBound | undefined;

/**
 * Every s with its flag that TotalStdDev.circom admits for a total variance, by rising s: the floor with its flag, and
 * the few integers that the gates leave around the root.
 *
 * @param totalVariance at 2^-52
 * @param honest the s of the model
 */
export function admissibleStdDevs(totalVariance: bigint, honest: bigint): TotalStdDev[] {
  bound ??= residualGates('pricing/TotalStdDev.circom');
  const residual = (s: bigint) => s * s + 2n * s - totalVariance;
  const found: TotalStdDev[] = [];
  if (residual(STD_DEV_FLOOR) >= 0n) found.push({ totalStdDev: STD_DEV_FLOOR, floorBinds: true });
  for (let s = honest; (s + STD_DEV_OFFSET) >> BigInt(STD_DEV_WIDTH) === 0n; s++) {
    if (residual(s) >= bound(s + STD_DEV_OFFSET)) break;
    found.push({ totalStdDev: s, floorBinds: false });
  }
  return found;
}
