import { FairmarkError } from '../../circuits/errors.ts';

/** The back end could not make a proof. The message never holds a witness value. */
export class ProvingError extends FairmarkError {
  constructor(message: string, remedy: string) {
    super('PROVING_FAILED', message, { remedy });
  }
}
