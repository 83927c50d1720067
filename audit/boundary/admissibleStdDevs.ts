import { STD_DEV_FLOOR, STD_DEV_OFFSET, STD_DEV_WIDTH } from '../../circuits/pricing/formats.ts';
import type { TotalStdDev } from '../../circuits/pricing/totalStdDev.ts';
import { type ResidualGates, residualGates } from '../error/residualGates.ts';

let gates: ResidualGates | undefined;

/**
 * Every s with its flag that TotalStdDev.circom admits for a total variance, by rising s: the floor with its flag, and
 * the few integers that the gates leave around the root.
 *
 * @param totalVariance at 2^-52
 * @param honest the s of the model
 */
export function admissibleStdDevs(totalVariance: bigint, honest: bigint): TotalStdDev[] {
  gates ??= residualGates('TotalStdDev');
  const { bound, nextLevel } = gates;
  const residual = (s: bigint) => s * s + 2n * s - totalVariance;
  const found: TotalStdDev[] = [];
  if (residual(STD_DEV_FLOOR) >= 0n) found.push({ totalStdDev: STD_DEV_FLOOR, floorBinds: true });
  const admits = (s: bigint) =>
    (s + STD_DEV_OFFSET) >> BigInt(STD_DEV_WIDTH) === 0n && residual(s) < bound(s + STD_DEV_OFFSET);
  let s: bigint | undefined = admits(honest) ? honest : undefined;
  while (s !== undefined) {
    found.push({ totalStdDev: s, floorBinds: false });
    // From the next level on the gates may admit again what they refuse below it.
    s = [s + 1n, nextLevel(s + STD_DEV_OFFSET) - STD_DEV_OFFSET].find(admits);
  }
  return found;
}
