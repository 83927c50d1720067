import { FairmarkError } from '../errors.ts';

/** FM-06: a value for which the pricing circuits have no witness, such as |k| >= 8 or s >= 8. */
export class DomainError extends FairmarkError {
  constructor(message: string, remedy: string) {
    super('PRICE_DOMAIN', message, { clause: 'FM-06', remedy });
  }
}
