/** What went wrong, where, and how to mend it: enough for a command line, a page or a service to act on. */
export interface ErrorDetails {
  /** Path of the offending field in the file or argument, such as `positions[2].quantity`. Never a secret value. */
  field?: string;
  /** Clause of STATEMENT.md that refuses, such as `FM-12`. */
  clause?: string;
  /** One sentence that says what the reader can do. */
  remedy?: string;
}

/**
 * Base of every error that Fairmark throws on purpose.
 *
 * `code` is stable and meant for programs; the message is for people and never holds a model parameter, a salt or a
 * position.
 */
export class FairmarkError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly clause: string | undefined;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.field = details.field;
    this.clause = details.clause;
    this.remedy = details.remedy;
  }
}

/** A file or argument that is not what its format says. */
export class InputError extends FairmarkError {}
