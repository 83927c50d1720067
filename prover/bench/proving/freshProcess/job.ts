import type { ProofResult } from '../../../groth16/backend.ts';
import type { Throughput } from '../throughput.ts';

/** What a process of its own measures of one contender. Goes to it as JSON in its argument. */
export interface FreshJob {
  readonly contender: string;
  readonly zkeyPath: string;
  readonly witnessPath: string;
  /** Proofs of each throughput measurement after the first call. */
  readonly proofs: number;
  /** Proofs in flight, one measurement each, in this order; none to measure the first call alone. */
  readonly inFlight: readonly number[];
}

/** What it measured. Comes back as JSON on standard output, with public signals as decimal text. */
export interface FreshAnswer {
  /** Loading the code of the back end, opening it and the first proof. Milliseconds. */
  readonly first: { readonly cpu: number; readonly wall: number };
  readonly throughput: readonly Throughput[];
  /** Bytes after all proofs of the first throughput measurement; without one, after the first call. */
  readonly peakMemory: number;
  /** Bytes of precomputed windows, as the back end states them. */
  readonly tableBytes: number;
  /** Every proof that was made, to be verified by the process that asked. */
  readonly results: readonly ProofResult[];
}
