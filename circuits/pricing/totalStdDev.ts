import { integerSqrt } from '../functions/integerSqrt.ts';
import { DomainError } from './domainError.ts';
import { STD_DEV_FLOOR, STD_DEV_OFFSET, STD_DEV_WIDTH } from './formats.ts';

export interface TotalStdDev {
  /** s = max(sqrt(w), 2^-12) at 2^-26. */
  totalStdDev: bigint;
  /** Whether s is the floor. */
  floorBinds: boolean;
}

/**
 * FM-06.3: the total standard deviation of a total variance at 2^-52; the model of TotalStdDev.circom.
 *
 * @param deficitBits the template's parameter: how far below zero the variance may be
 * @throws DomainError where s reaches 8, or where the variance is below the deficit
 */
export function totalStdDev(totalVariance: bigint, deficitBits = 30): TotalStdDev {
  const floorBinds = totalVariance < STD_DEV_FLOOR * STD_DEV_FLOOR;
  const root = floorBinds ? STD_DEV_FLOOR : integerSqrt(totalVariance);
  if (root + STD_DEV_OFFSET >= 1n << BigInt(STD_DEV_WIDTH)) {
    throw new DomainError(
      'total standard deviation of 8 or more',
      'correct the surface: no listed option has this much variance',
    );
  }
  if (root * root + 2n * root - totalVariance >= 1n << BigInt(deficitBits)) {
    throw new DomainError('total variance far below zero', 'correct the surface: a slice must not be negative');
  }
  return { totalStdDev: root, floorBinds };
}
