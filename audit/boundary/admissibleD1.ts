import { D1_DIVISOR_EXTRA_BITS, STD_DEV_LOW_BITS, STD_DEV_OFFSET } from '../../circuits/pricing/formats.ts';
import { type ResidualGates, residualGates } from '../error/residualGates.ts';

const EIGHTH = 1n << 10n;
/** |d1| is below this, 8 - 1/8. */
const MAGNITUDE_LIMIT = (1n << 16n) - EIGHTH;
/** From here, 7 - 1/8, the gates are open. */
const SATURATED = (7n << 13n) - EIGHTH;
const RESIDUAL_LIMIT = 1n << 35n;
/** A saturated d1 demands s + 2^-14 < 2. */
const SATURATED_OFFSET_LIMIT = 1n << 27n;

let gates: ResidualGates | undefined;

/**
 * The ends of the intervals of d1 that CoarseD1.circom admits for k and s, of either sign, the open range beyond
 * |d1| = 7 - 1/8 included. A price is concave in d1, so its least is at an end; its greatest is at the honest d1, up to
 * the error of the polynomials.
 *
 * @param logMoneyness k at 2^-26
 * @param totalStdDev s at 2^-26
 */
export function admissibleD1(logMoneyness: bigint, totalStdDev: bigint): bigint[] {
  gates ??= residualGates('CoarseD1');
  const offset = totalStdDev + STD_DEV_OFFSET;
  const rounded = offset >> BigInt(STD_DEV_LOW_BITS);
  const cut = BigInt(STD_DEV_LOW_BITS - D1_DIVISOR_EXTRA_BITS);
  const divisor = (offset >> cut) - (STD_DEV_OFFSET >> cut);
  const numerator = rounded * divisor - 64n * logMoneyness;
  const gate = gates.bound(offset);

  const ends: bigint[] = [];
  for (const sign of [1n, -1n]) {
    // e = sign r + 2 S falls by 2 S for each unit of the magnitude.
    const atZero = sign * numerator + 2n * divisor;
    const residual = (magnitude: bigint) => atZero - 2n * divisor * magnitude;
    const admits = (magnitude: bigint) => {
      const e = residual(magnitude);
      if (magnitude < 0n || magnitude >= MAGNITUDE_LIMIT || e < 0n || e >= RESIDUAL_LIMIT) return false;
      return magnitude >= SATURATED ? offset < SATURATED_OFFSET_LIMIT : e < gate;
    };
    const most = atZero < 0n ? -1n : atZero / (2n * divisor);
    const leastGated = atZero < gate ? 0n : (atZero - gate) / (2n * divisor) + 1n;
    for (const magnitude of [leastGated, SATURATED - 1n, SATURATED, most, MAGNITUDE_LIMIT - 1n]) {
      if (admits(magnitude)) ends.push(sign * magnitude);
    }
  }
  return ends;
}
