import { FairmarkError } from './errors.ts';

/** The statement does not hold for these inputs; `clause` names the first clause that fails. */
export class ClauseViolation extends FairmarkError {
  constructor(clause: string, message: string, remedy?: string) {
    super('clause-violated', `${clause}: ${message}`, remedy ? { clause, remedy } : { clause });
  }
}

/** Throws a ClauseViolation unless the condition holds. The message must not hold secret values. */
export function requireClause(holds: boolean, clause: string, message: string, remedy?: string): asserts holds {
  if (!holds) throw new ClauseViolation(clause, message, remedy);
}
