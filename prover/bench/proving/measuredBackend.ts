import type { Groth16Backend } from '../../groth16/backend.ts';

/** A back end with what it may tell about itself. */
export interface MeasuredBackend extends Groth16Backend {
  /** Bytes that it keeps for precomputed windows once it has proven; left out where it has none. */
  readonly tableBytes?: number;
  /** Milliseconds of CPU time of the last proof by stage, over all threads. */
  stages?(): Readonly<Record<string, number>>;
}
