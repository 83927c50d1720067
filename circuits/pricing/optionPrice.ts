import { floorShift } from '../arithmetic/floorShift.ts';
import { laggedNormalCdf } from '../functions/laggedNormalCdf.ts';
import { normalCdf } from '../functions/normalCdf.ts';
import { coarseD1 } from './coarseD1.ts';
import { DomainError } from './domainError.ts';
import { CDF_BIAS, CDF_BITS, LOG_MONEYNESS_LIMIT, STD_DEV_FLOOR, STD_DEV_OFFSET, STD_DEV_WIDTH } from './formats.ts';

export interface OptionPriceInput {
  /** k = ln(K/F) at 2^-26. */
  logMoneyness: bigint;
  /** s at 2^-26, in [2^-12, 8). */
  totalStdDev: bigint;
  /** DF, money per lot. */
  discountedForward: bigint;
  /** DK, money per lot. */
  discountedStrike: bigint;
  isPut: boolean;
  /** The prover's choice; the honest d1 if absent. */
  d1?: bigint;
}

/**
 * FM-06.4, FM-06.5: Black-76 price in integer money per lot, rounded down; the model of OptionPrice.circom.
 *
 * @throws DomainError for |k| >= 8, s < 2^-12 or s >= 8
 */
export function optionPrice(input: OptionPriceInput): bigint {
  const { logMoneyness, totalStdDev, discountedForward, discountedStrike, isPut } = input;
  if (logMoneyness <= -LOG_MONEYNESS_LIMIT || logMoneyness >= LOG_MONEYNESS_LIMIT) {
    throw new DomainError('log-moneyness of 8 or more', 'a strike must be within a factor of 2900 of the forward');
  }
  if (totalStdDev < STD_DEV_FLOOR || totalStdDev + STD_DEV_OFFSET >= 1n << BigInt(STD_DEV_WIDTH)) {
    throw new DomainError('total standard deviation outside [2^-12, 8)', 'apply the floor, and correct the surface');
  }
  const d1 = input.d1 ?? coarseD1(logMoneyness, totalStdDev);
  const parity = isPut ? 1n << BigInt(CDF_BITS) : 0n;
  const forwardTerm = discountedForward * (normalCdf(d1) + CDF_BIAS - parity);
  const strikeTerm = discountedStrike * (laggedNormalCdf(d1, totalStdDev) - CDF_BIAS - parity);
  return floorShift(forwardTerm - strikeTerm, CDF_BITS);
}
