import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { ChainError } from './chainError.ts';
import type { ChainConnection } from './connectChain.ts';
import { translateError } from './translateError.ts';

/** One function of one contract with its arguments. */
export interface ContractCall {
  /** Name of the contract, as it was compiled. */
  readonly contract: string;
  readonly address: Hex;
  readonly functionName: string;
  readonly args?: readonly unknown[];
}

/**
 * Asks a contract at the latest block.
 *
 * @returns what the ABI decodes; the caller says of which type that is
 * @throws ContractRefusal
 * @throws ChainError `CONTRACT_MISSING`, `NODE_UNREACHABLE`, `NODE_FAILED`, `TRANSACTION_REVERTED`
 */
export async function callContract<T>(connection: ChainConnection, call: ContractCall): Promise<T> {
  const { contract, address, functionName, args = [] } = call;
  const where = `${contract}.${functionName}`;
  const abi = connection.abi(contract);
  let data: Hex | undefined;
  try {
    ({ data } = await connection.client.call({ to: address, data: encodeFunctionData({ abi, functionName, args }) }));
  } catch (error) {
    throw translateError(error, where, abi);
  }
  try {
    return decodeFunctionResult({ abi, functionName, data: data ?? '0x' }) as T;
  } catch {
    throw new ChainError('CONTRACT_MISSING', `there is no ${contract} at ${address} on chain ${connection.chainId}`, {
      field: where,
      remedy: 'Use the deployment document of this chain.',
    });
  }
}
