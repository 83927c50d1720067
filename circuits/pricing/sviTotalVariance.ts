import { integerSqrt } from '../functions/integerSqrt.ts';
import { DomainError } from './domainError.ts';

export interface SviTotalVarianceInput {
  /** z = k - m at 2^-26. */
  logMoneynessShifted: bigint;
  /** At 2^-52. */
  sigmaSquared: bigint;
  /** At 2^-52, signed. */
  a: bigint;
  /** At 2^-26. */
  b: bigint;
  /** At 2^-26, signed. */
  bRho: bigint;
}

/**
 * FM-06.2: raw SVI total variance at 2^-52; the model of SviTotalVariance.circom.
 *
 * @throws DomainError where sqrt(z^2 + sigma^2) reaches 16
 */
export function sviTotalVariance({ logMoneynessShifted: z, sigmaSquared, a, b, bRho }: SviTotalVarianceInput): bigint {
  const root = integerSqrt(z * z + sigmaSquared);
  if (root >= 1n << 30n) {
    throw new DomainError('strike too far from the center of its surface slice', 'bring |k - m| and sigma below 10');
  }
  return a + b * root + bRho * z;
}
