import { floorShift } from '../arithmetic/floorShift.ts';
import { LOG_SCALE_BITS, STD_DEV_BITS } from './formats.ts';

const SHIFT = LOG_SCALE_BITS - STD_DEV_BITS;

/** FM-06.2: ln K - ln F, rounded half up from 2^-37 to 2^-26; the model of LogMoneyness.circom. */
export function logMoneyness(lnStrike: bigint, lnForward: bigint): bigint {
  return floorShift(lnStrike - lnForward + (1n << BigInt(SHIFT - 1)), SHIFT);
}
