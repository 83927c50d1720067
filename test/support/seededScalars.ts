import { seeded } from '../../audit/vectors/seeded.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';

/** Uniform numbers in [0, r); equal seeds give equal ones. */
export function seededScalars(count: number, seed: number): bigint[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    let value = 0n;
    // 320 bits: what the reduction favours does not show.
    for (let i = 0; i < 10; i++) value = (value << 32n) + random.below(1n << 32n);
    return value % SCALAR_FIELD;
  });
}
