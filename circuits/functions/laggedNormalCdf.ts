import { LAGGED_NORMAL_CDF, NORMAL_DENSITY } from '../generated/pricingTables.ts';
import { CDF_BITS, D1_BITS, STD_DEV_LOW_BITS, STD_DEV_OFFSET } from '../pricing/formats.ts';
import { evaluatePolynomial } from './evaluatePolynomial.ts';

const QUARTER_BITS = BigInt(D1_BITS - 2);
const EIGHTH = 1n << (QUARTER_BITS - 1n);
const LOW_BITS = BigInt(STD_DEV_LOW_BITS);

/**
 * FM-06.4: N(d1 - s) at 2^-80 for d1 at 2^-13 and s at 2^-26; the model of LaggedNormalCdf.circom.
 */
export function laggedNormalCdf(d1: bigint, totalStdDev: bigint): bigint {
  // As in the circuit, the quarters of d1 are symmetric around zero.
  const magnitude = d1 < 0n ? -d1 : d1;
  const unsignedSegment = (magnitude + EIGHTH) >> QUARTER_BITS;
  const segment = d1 < 0n ? -unsignedSegment : unsignedSegment;
  const remainder = d1 - (segment << QUARTER_BITS);

  const rounded = (totalStdDev + STD_DEV_OFFSET) >> LOW_BITS;
  const low = totalStdDev - (rounded << LOW_BITS);
  const stdDevSegment = rounded >> QUARTER_BITS;
  const stdDevRemainder = rounded - (stdDevSegment << QUARTER_BITS) - EIGHTH;

  const odd = 2n * (segment - stdDevSegment) - 1n;
  const positive = odd > 0n;
  const index = Number(((positive ? odd : -odd) - 1n) / 2n);
  const one = 1n << BigInt(CDF_BITS);
  const row = LAGGED_NORMAL_CDF[index];
  if (row === undefined) return positive ? one : 0n;
  const distance = positive ? remainder - stdDevRemainder : stdDevRemainder - remainder;
  const value = evaluatePolynomial(row, distance);
  const density = evaluatePolynomial(NORMAL_DENSITY[index]!, distance);
  return (positive ? value : one - value) - low * density;
}
