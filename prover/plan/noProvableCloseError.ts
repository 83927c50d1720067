import { FairmarkError } from '../../circuits/errors.ts';

/** The account is below its requirement, but so little that no close is both needed and helpful beyond the errors. */
export class NoProvableCloseError extends FairmarkError {
  constructor() {
    super('no-provable-close', 'the account is below its requirement, but no close can be proven at this snapshot', {
      clause: 'FM-17',
      remedy: 'Wait for the next snapshot: no leg helps against the fees, and the shortfall is within the errors.',
    });
  }
}
