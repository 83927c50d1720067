import { SCALAR_FIELD } from '../../verifier/points.ts';
import { centred } from './constraintSystem.ts';
import { reduced } from './reduced.ts';

/** The inverse of a field element, centred; zero for zero. */
export function fieldInverse(value: bigint): bigint {
  let [r0, r1] = [SCALAR_FIELD, reduced(value)];
  let [s0, s1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  return r0 === 1n ? centred(s0) : 0n;
}
