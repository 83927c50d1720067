import type { CircuitInputs } from '../../circuits/witnessInputs.ts';

/** Inputs that may take other values under the same public signals, and why that is harmless. */
export interface UnboundEdit {
  /** For a reader. */
  readonly name: string;
  /** Paths of the elements. */
  readonly input: RegExp;
  readonly because: string;
  /** For which inputs; all unless given. */
  readonly applies?: (inputs: CircuitInputs, place: number) => boolean;
}

const at = (inputs: CircuitInputs, name: string, place: number) => (inputs[name] as readonly bigint[])[place];

/** All of them: what else is accepted under the same public signals is a finding. */
export const UNBOUND_EDITS: readonly UnboundEdit[] = [
  {
    name: 'surplus',
    input: /^surplus$/,
    because: 'M is any number from max(S, 0) to below every closed gain (FM-12); nothing else reads it',
  },
  {
    name: 'optionRoute',
    input: /^optionRoute\[/,
    because:
      'a switch that no used slot is routed by; whatever it is, a slot holds the terms of one expiry, which its word in the commitment names (FM-04)',
  },
  {
    name: 'expiryPosition of an inactive expiry',
    input: /^expiryPosition\[/,
    applies: (inputs, place) => at(inputs, 'expiryActive', place) === 0n,
    because: 'an inactive expiry selects nothing: its words are zero wherever it points',
  },
  {
    name: 'linearSource of an empty slot',
    input: /^linearSource\[/,
    applies: (inputs, place) => at(inputs, 'linearClosed', place) === 0n && at(inputs, 'linearRemaining', place) === 0n,
    because: 'an empty slot has no lots, and its word is zero whatever it points at',
  },
  {
    name: 'marginalLeg of a terminal close',
    input: /^marginalLeg$/,
    applies: (inputs) => inputs.terminal === 1n,
    because: 'FM-13 is void there, and the leg must still be a closed one',
  },
];

/** The entry that explains why an element may take another value there, or undefined. */
export function unboundEdit(inputs: CircuitInputs, path: string): UnboundEdit | undefined {
  const place = Number(/\[(\d+)\]/.exec(path)?.[1] ?? 0);
  return UNBOUND_EDITS.find(({ input, applies }) => input.test(path) && (applies?.(inputs, place) ?? true));
}
