import { SCALAR_FIELD } from '../../verifier/points.ts';

/** The representative of a field element in [0, p). */
export function reduced(value: bigint): bigint {
  return ((value % SCALAR_FIELD) + SCALAR_FIELD) % SCALAR_FIELD;
}
