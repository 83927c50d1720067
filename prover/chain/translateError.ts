import {
  type Abi,
  BaseError,
  decodeErrorResult,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
  isHex,
  TimeoutError,
} from 'viem';
import { FairmarkError } from '../../circuits/errors.ts';
import { ChainError } from './chainError.ts';
import { ContractRefusal } from './contractRefusal.ts';

/** How nodes say that a transaction does not fit. */
const OUT_OF_GAS =
  /out ?of ?gas|gas required exceeds|intrinsic gas too high|(block|transaction) gas limit|gas limit too high/i;

/** The bytes that a revert came with, wherever the node put them. */
function revertData(error: BaseError): Hex | undefined {
  let found: Hex | undefined;
  error.walk((cause) => {
    const data: unknown = Reflect.get(Object(cause), 'data');
    const bytes = typeof data === 'object' && data !== null ? Reflect.get(data, 'data') : data;
    if (isHex(bytes) && bytes.length >= 10) found = bytes;
    return false;
  });
  return found;
}

/**
 * Turns what a node answered into an error that says what, where and how to mend it. The node's own message is left out
 * where it may hold the address of the node, which may hold a key.
 *
 * @param call what was asked, such as `LiquidationRegistry.announce`
 * @param abi with the errors of every contract that may have refused
 */
export function translateError(error: unknown, call: string, abi: Abi): FairmarkError {
  if (error instanceof FairmarkError) return error;
  if (!(error instanceof BaseError)) {
    return new ChainError('NODE_FAILED', `${call} failed`, { field: call, remedy: 'Check the node and try again.' });
  }
  const data = revertData(error);
  if (data !== undefined) {
    try {
      const { errorName, args } = decodeErrorResult({ abi, data });
      return new ContractRefusal(call, errorName, (args ?? []) as readonly unknown[]);
    } catch {
      return new ChainError('TRANSACTION_REVERTED', `${call} reverts with ${data.slice(0, 10)}, an unknown error`, {
        field: call,
        remedy: 'Check that the deployment is of this version of Fairmark.',
      });
    }
  }
  const unreachable = error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError);
  if (unreachable) {
    return new ChainError('NODE_UNREACHABLE', `the node does not answer ${call}`, {
      field: '--rpc',
      remedy: 'Check that the node runs, and the address after --rpc.',
    });
  }
  if (error.walk((cause) => cause instanceof InsufficientFundsError) || /insufficient funds/i.test(error.message)) {
    return new ChainError('FUNDS_MISSING', `the account cannot pay for ${call}`, {
      field: '--key-file',
      remedy: 'Send it some of the currency of the chain.',
    });
  }
  if (OUT_OF_GAS.test(error.message)) {
    return new ChainError('GAS_EXCEEDED', `${call} needs more gas than the chain gives to one transaction`, {
      field: call,
      remedy: 'Give it less at once: fewer events or receipts.',
    });
  }
  if (/revert/i.test(error.message)) {
    return new ChainError('TRANSACTION_REVERTED', `${call} reverts without a reason`, {
      field: call,
      remedy: 'Check that the deployment document is of this chain and of this version of Fairmark.',
    });
  }
  // The first line only: the others repeat the request with its address.
  return new ChainError('NODE_FAILED', `${call} failed: ${error.shortMessage.split('\n')[0]}`, {
    field: call,
    remedy: 'Check the node and try again.',
  });
}
