import { bn254 } from '@noble/curves/bn254.js';

const { Fr } = bn254.fields;

/** The least number that is no square in the scalar field: snarkjs and ffjavascript derive their roots from it. */
const NON_RESIDUE = 5n;

/**
 * The roots of unity that snarkjs uses, `Fr.w`: number i has order 2^i, and each is the square of the next.
 *
 * @param last number of the last one, at most 28: the order of the field minus 1 is an odd multiple of 2^28
 */
export function rootsOfUnity(last: number): bigint[] {
  const roots = [Fr.pow(NON_RESIDUE, (Fr.ORDER - 1n) >> BigInt(last))];
  for (let i = 0; i < last; i++) roots.push(Fr.sqr(roots[i]!));
  return roots.reverse();
}
