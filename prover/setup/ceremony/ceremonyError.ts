import { FairmarkError } from '../../../circuits/errors.ts';

/**
 * A step of a ceremony that is refused. `code` names the reason and starts with `CEREMONY_` or `PTAU_`; `field` names the
 * argument, or the field of the transcript.
 */
export class CeremonyError extends FairmarkError {
  constructor(code: string, message: string, field: string, remedy: string) {
    super(code, message, { field, remedy });
  }
}
