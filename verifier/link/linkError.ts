import { InputError } from '../../circuits/errors.ts';

export type LinkErrorCode = 'LINK_FORMAT' | 'LINK_TOO_LARGE';

/** A fragment that is no link of Fairmark. */
export class LinkError extends InputError {
  constructor(code: LinkErrorCode, message: string) {
    super(code, message, { remedy: 'Ask for the link again, or for the files.' });
  }
}
