/** A case that must be refused, and the test which shows it. */
export interface RefusedCase {
  /** Stands in the title of the test. */
  readonly id: string;
  readonly sentence: string;
  /** Test file, from the root; without one the case is open. */
  readonly test?: string;
  /** Why it is open. */
  readonly open?: string;
}
