import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import type { SetupKind } from '../../verifier/verificationKey.ts';
import type { Machine } from './machine.ts';
import type { Spread } from './spread.ts';

/** What `fairmark bench` measures for one instance. Times in milliseconds, sizes in bytes. */
export interface BenchResult {
  readonly instance: string;
  readonly shape: InstanceShape;
  /** Of the key that was measured. */
  readonly kind: SetupKind;
  readonly constraints: number;
  readonly wires: number;
  readonly domain: number;
  readonly bytes: {
    readonly provingKey: number;
    /** Binary encoding, and the JSON of snarkjs. */
    readonly verificationKey: number;
    readonly verificationKeyJson: number;
    readonly witnessGenerator: number;
    /** As files, indented. */
    readonly receipt: number;
    readonly opening: number;
    /** The proof alone: eight words of 32 bytes. */
    readonly proof: number;
  };
  /** Into an empty folder, once. */
  readonly compile: number;
  /** Making the DEVELOPMENT key, in memory, once; null where the lock pins the key of a ceremony. */
  readonly developmentKey: number | null;
  /** Reading and checking the cached artifacts, as every proof does. */
  readonly loadArtifacts: number;
  /** Plan and statement on integers. */
  readonly plan: number;
  readonly witness: Spread;
  /** With the start of the threads. */
  readonly proveFirst: number;
  readonly proveWarm: Spread;
  /** The receipt alone: its format, the key and the pairing; and with the opening. */
  readonly verify: Spread;
  readonly verifyWithOpening: Spread;
  /** `snarkjs groth16 verify` on the same proof, for comparison. */
  readonly snarkjsVerify: Spread;
  /** Median of `snarkjsVerify` over that of `verify`. */
  readonly snarkjsRatio: number;
  readonly memory: {
    /** Largest resident set of this process until the proofs were made and verified; the cache's key too, where it had to be made. */
    readonly proving: number;
    /** The same after the key was made as well, or null; the compiler runs in a process of its own. */
    readonly withKey: number | null;
  };
  readonly machine: Machine;
}
