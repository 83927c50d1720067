/** Inputs that may take other values under the same public signals, and why that is harmless. */
export interface UnboundEdit {
  /** For a reader. */
  readonly name: string;
  /** Paths of the elements. */
  readonly input: RegExp;
  readonly because: string;
}

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
    input: /^expiryPosition\[[12]\]$/,
    because: 'an inactive expiry selects nothing: its words are zero wherever it points',
  },
  {
    name: 'linearSource of an empty slot',
    input: /^linearSource\[/,
    because: 'an empty slot has no lots, and its word is zero whatever it points at',
  },
  {
    name: 'marginalLeg of a terminal close',
    input: /^marginalLeg$/,
    because: 'FM-13 is void there, and the leg must still be a closed one',
  },
];
