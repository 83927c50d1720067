import { FairmarkError } from '../../circuits/errors.ts';
import { refusalMessage } from './refusalMessage.ts';

/** `code` of every refusal by a contract: an answer, not a failure. */
export const CONTRACT_REFUSED = 'CONTRACT_REFUSED';

/** A contract that said no, by an error of its own. */
export class ContractRefusal extends FairmarkError {
  constructor(
    /** What was called, such as `LiquidationRegistry.announce`. */
    call: string,
    /** Name of the custom error. */
    readonly errorName: string,
    /** Its arguments as the ABI decodes them. */
    readonly args: readonly unknown[],
  ) {
    const { message, remedy } = refusalMessage(errorName, args);
    super(CONTRACT_REFUSED, `${call} refuses: ${message} (${errorName})`, {
      field: call,
      ...(remedy === undefined ? {} : { remedy }),
    });
  }
}
