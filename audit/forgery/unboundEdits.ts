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
];
