import type { LeafInputs } from '../vectors/leaf.ts';

/** Inputs, and assignments that a dishonest prover moves (forgeable.ts). */
export interface Challenge {
  inputs: LeafInputs;
  /** Numbers of the moved assignments. */
  at: readonly number[];
  /** What is added to each, or what it becomes. */
  by: readonly bigint[];
  /** Whether they take the values instead. */
  set?: boolean;
  /** The input that was changed, where one was. */
  about?: string;
}

/** What a constraint system says to a challenge: nothing, or the outputs of the witness that it takes. */
export type Verdict = { accepts: false } | { accepts: true; outputs: string };

/** No assignment has this number. */
const NOWHERE = -1n;

/** Inputs of the forgeable template. */
export function challengeInputs({ inputs, at, by, set = false }: Challenge, most: number): LeafInputs {
  const padded = <T>(values: readonly T[], filler: T) => Array.from({ length: most }, (_, i) => values[i] ?? filler);
  return {
    ...inputs,
    auditAt: padded(at.map(BigInt), NOWHERE),
    auditBy: padded(by, 0n),
    auditSet: padded([], BigInt(set)),
  };
}
