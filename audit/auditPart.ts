/** What a part of the audit measured: JSON, the same in every run over the same sources. Times and paths do not belong here. */
export interface Figures {
  /** Holes, one plain sentence each. An audit with a finding fails. */
  readonly findings: readonly string[];
}

/** Where a part says how far it is. */
export type Progress = (line: string) => void;

/**
 * One means by which soundness is measured. Its figures lie in `audit/figures/<id>.json`; SOUNDNESS.md is written from
 * them, and tests compute the fast ones again.
 */
export interface AuditPart<F extends Figures = Figures> {
  /** Lower case; names the figures file and `--part`. */
  readonly id: string;
  /** Heading of its section in SOUNDNESS.md. */
  readonly title: string;
  /** Measures everything, however long it takes. */
  run(progress: Progress): Promise<F>;
  /** Its section of SOUNDNESS.md, without the heading: what is shown, by what means, with the figures. */
  describe(figures: F): string;
}
