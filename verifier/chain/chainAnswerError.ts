import { InputError } from '../../circuits/errors.ts';

/** An answer of a node that no honest node gives: wrong length, no data, or a value outside its type. */
export class ChainAnswerError extends InputError {
  /** @param view name of the function that was called */
  constructor(view: string, reason: string) {
    super('CHAIN_ANSWER', `the answer to ${view} ${reason}`, {
      field: view,
      remedy: 'Ask another node, and check the address of the registry.',
    });
  }
}
