import type { Machine } from '../machine.ts';
import type { Spread } from '../spread.ts';
import type { Floor } from './floor.ts';
import type { Ratio } from './ratio.ts';
import type { Target } from './targets.ts';
import type { Throughput } from './throughput.ts';

/** CPU time over all threads of a process, and wall time, in milliseconds. */
export interface Times {
  readonly cpu: Spread;
  readonly wall: Spread;
}

/** What was measured of one prover. */
export interface ContenderResult {
  readonly name: string;
  /** Rounds in one process with all contenders. */
  readonly warm: Times;
  /** Against the reference in the same rounds; null for the reference. */
  readonly ratio: { readonly cpu: Ratio; readonly wall: Ratio } | null;
  /** Loading the code, opening and the first proof, each in a process of its own. */
  readonly first: Times;
  /** Largest resident set of a process of its own that made the proofs of `throughput[0]`, in bytes. */
  readonly peakMemory: number;
  /** Of it, precomputed windows, as the back end states them, in bytes. */
  readonly tableBytes: number;
  /** One proof after the other; then with more in flight, where asked for. */
  readonly throughput: readonly Throughput[];
  /** Medians of CPU time by stage of a warm proof, in milliseconds; null where the back end does not tell. */
  readonly stages: Readonly<Record<string, number>> | null;
}

/** What `fairmark bench --prover` measures for one instance. */
export interface ProverBenchResult {
  readonly instance: string;
  readonly constraints: number;
  readonly domain: number;
  readonly provingKeyBytes: number;
  /** Warm rounds that count, and rounds before them that do not. */
  readonly rounds: number;
  readonly warmUps: number;
  /** The reference first. */
  readonly contenders: readonly ContenderResult[];
  readonly targets: readonly Target[];
  readonly floor: Floor;
  readonly machine: Machine;
}
