import { D1_BITS, D1_DIVISOR_EXTRA_BITS, STD_DEV_LOW_BITS, STD_DEV_OFFSET } from './formats.ts';

/** The largest |d1|: 8 - 1/8, less a unit. */
const LARGEST = (1n << 16n) - 1n - (1n << BigInt(D1_BITS - 3));

/**
 * FM-06.4: d1 = -k/s + s/2 at 2^-13, rounded away from zero and cut at 8 - 1/8; the model of CoarseD1.circom.
 *
 * @param logMoneyness k at 2^-26
 * @param totalStdDev s at 2^-26
 */
export function coarseD1(logMoneyness: bigint, totalStdDev: bigint): bigint {
  const offset = totalStdDev + STD_DEV_OFFSET;
  const rounded = offset >> BigInt(STD_DEV_LOW_BITS);
  const divisorShift = BigInt(STD_DEV_LOW_BITS - D1_DIVISOR_EXTRA_BITS);
  const divisor = (offset >> divisorShift) - (STD_DEV_OFFSET >> divisorShift);
  const numerator = rounded * divisor - 64n * logMoneyness;
  const size = numerator < 0n ? -numerator : numerator;
  const quotient = (size + 2n * divisor - 1n) / (2n * divisor);
  const magnitude = quotient > LARGEST ? LARGEST : quotient;
  return numerator < 0n ? -magnitude : magnitude;
}
