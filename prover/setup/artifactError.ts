import { FairmarkError } from '../../circuits/errors.ts';

/** A circuit, lock or cache entry that is missing or does not fit the rest. `code` names the reason. */
export class ArtifactError extends FairmarkError {
  constructor(code: string, message: string, remedy: string) {
    super(code, message, { remedy });
  }
}
