import { createRandom } from '../../prover/surface/random.ts';

/** Seeded integers for vectors. */
export interface SeededIntegers {
  /** Uniform in [0, bound), up to 52 bits of it. */
  below(bound: bigint): bigint;
  /** Any of the values. */
  pick<T>(values: readonly T[]): T;
}

/** @param seed any integer; equal seeds give equal sequences */
export function seeded(seed: number): SeededIntegers {
  const random = createRandom(seed);
  const below = (bound: bigint) => (BigInt(Math.floor(random.uniform() * 2 ** 52)) * bound) >> 52n;
  return { below, pick: (values) => values[Number(below(BigInt(values.length)))] as (typeof values)[number] };
}
