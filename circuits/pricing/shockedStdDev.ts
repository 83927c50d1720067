import { DomainError } from './domainError.ts';
import { STD_DEV_FLOOR, STD_DEV_OFFSET, STD_DEV_WIDTH, VOL_MULTIPLIER_BITS } from './formats.ts';
import type { TotalStdDev } from './totalStdDev.ts';

/**
 * FM-06.5: max(floor(c s), 2^-12) at 2^-26; the model of ShockedStdDev.circom.
 *
 * @param volMultiplier c at 2^-10, 12 bits
 * @throws DomainError where the shocked value reaches 8
 */
export function shockedStdDev(totalStdDev: bigint, volMultiplier: bigint): TotalStdDev {
  const product = totalStdDev * volMultiplier;
  const floorBinds = product < STD_DEV_FLOOR << BigInt(VOL_MULTIPLIER_BITS);
  const shocked = floorBinds ? STD_DEV_FLOOR : product >> BigInt(VOL_MULTIPLIER_BITS);
  if (shocked + STD_DEV_OFFSET >= 1n << BigInt(STD_DEV_WIDTH)) {
    throw new DomainError(
      'shocked total standard deviation of 8 or more',
      'use a scenario with a smaller vol multiplier',
    );
  }
  return { totalStdDev: shocked, floorBinds };
}
