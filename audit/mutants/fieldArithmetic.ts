import { SCALAR_FIELD } from '../../verifier/points.ts';

/** The representative in [0, p). */
export function mod(value: bigint): bigint {
  return ((value % SCALAR_FIELD) + SCALAR_FIELD) % SCALAR_FIELD;
}

/** 1 / value in the scalar field; 0 for 0. */
export function inverse(value: bigint): bigint {
  let [result, base, exponent] = [1n, mod(value), SCALAR_FIELD - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % SCALAR_FIELD;
    base = (base * base) % SCALAR_FIELD;
  }
  return result;
}
