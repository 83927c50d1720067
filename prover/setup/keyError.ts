import { FairmarkError } from '../../circuits/errors.ts';

/** A circuit or key file that Fairmark refuses to work with. `code` names the reason and starts with `KEY_` or `R1CS_`. */
export class KeyError extends FairmarkError {
  constructor(code: string, message: string, remedy: string) {
    super(code, message, { remedy });
  }
}
