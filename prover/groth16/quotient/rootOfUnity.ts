import { bn254 } from '@noble/curves/bn254.js';

const { Fr } = bn254.fields;

/** The least number that is no square in the scalar field: snarkjs and ffjavascript derive their roots from it. */
const NON_RESIDUE = 5n;

/**
 * The root of unity of order 2^power that snarkjs uses, `Fr.w[power]`; each is the square of the next.
 *
 * @param power at most 28: the order of the field minus 1 is an odd multiple of 2^28
 */
export function rootOfUnity(power: number): bigint {
  return Fr.pow(NON_RESIDUE, (Fr.ORDER - 1n) >> BigInt(power));
}
