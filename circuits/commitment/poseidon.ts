import * as lite from 'poseidon-lite';

const BY_ARITY = [
  lite.poseidon1,
  lite.poseidon2,
  lite.poseidon3,
  lite.poseidon4,
  lite.poseidon5,
  lite.poseidon6,
  lite.poseidon7,
  lite.poseidon8,
  lite.poseidon9,
  lite.poseidon10,
  lite.poseidon11,
  lite.poseidon12,
  lite.poseidon13,
  lite.poseidon14,
  lite.poseidon15,
  lite.poseidon16,
] as const;

/**
 * Poseidon over BN254 with circomlib's parameters.
 *
 * @param inputs 1 to 16 field elements
 */
export function poseidon(inputs: readonly bigint[]): bigint {
  const hash = BY_ARITY[inputs.length - 1];
  if (!hash) throw new RangeError(`Poseidon takes 1 to 16 inputs, not ${inputs.length}`);
  return hash([...inputs]);
}
