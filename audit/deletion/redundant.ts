/** A constraint that follows from others: kept for the reader, or because simplification leaves it. */
export interface RedundantConstraint {
  /** For a reader. */
  readonly name: string;
  /** Circuit and signals of the constraint, separated by spaces. */
  readonly where: RegExp;
  /** The proof, in a sentence. */
  readonly because: string;
}

/** All of them: any other deletion that nothing notices is a finding. */
export const REDUNDANT: readonly RedundantConstraint[] = [];
