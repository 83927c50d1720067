import { NORMAL_CDF } from '../generated/pricingTables.ts';
import { CDF_BITS, D1_BITS } from '../pricing/formats.ts';
import { evaluatePolynomial } from './evaluatePolynomial.ts';

/**
 * FM-06.4: N(d1) at 2^-80 for d1 at 2^-13, |d1| < 8 - 1/8; the model of NormalCdf.circom.
 */
export function normalCdf(d1: bigint): bigint {
  const offset = (d1 < 0n ? -d1 : d1) + (1n << BigInt(D1_BITS - 3));
  const segmentBits = BigInt(D1_BITS - 1);
  const segment = offset >> segmentBits;
  const distance = offset - (segment << segmentBits) - (1n << (segmentBits - 1n));
  const value = evaluatePolynomial(NORMAL_CDF[Number(segment)]!, distance);
  return d1 < 0n ? (1n << BigInt(CDF_BITS)) - value : value;
}
