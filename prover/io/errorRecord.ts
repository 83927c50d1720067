import { FairmarkError } from '../../circuits/errors.ts';

/** An error as JSON; what does not apply is left out. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
  readonly clause?: string | undefined;
  readonly remedy?: string | undefined;
}

/** An error for a program: code, what, where, by which clause, how to mend it. */
export function errorRecord(error: unknown): ErrorRecord {
  if (!(error instanceof FairmarkError)) {
    return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, field, clause, remedy } = error;
  return { code, message, field, clause, remedy };
}
