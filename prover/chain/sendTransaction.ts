import {
  type Abi,
  decodeEventLog,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  type TransactionReceipt,
  WaitForTransactionReceiptTimeoutError,
} from 'viem';
import { contractNamed } from '../setup/contracts/readContracts.ts';
import type { ContractCall } from './callContract.ts';
import { ChainError } from './chainError.ts';
import type { SigningConnection } from './connectChain.ts';
import { translateError } from './translateError.ts';

/** An event that a transaction left, decoded. */
export interface ChainEvent {
  readonly address: Hex;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A transaction that was mined and did not revert. */
export interface ChainTransaction {
  readonly hash: Hex;
  readonly block: bigint;
  /** All gas that was paid for: of the transaction, its data and its execution. */
  readonly gasUsed: bigint;
  readonly events: readonly ChainEvent[];
}

/** Estimates are exact for the state they were made in; another transaction may come first. */
const ESTIMATE_NUMERATOR = 5n;
const ESTIMATE_DENOMINATOR = 4n;
/** Most gas that a transaction may ask for (EIP-7825). */
export const TRANSACTION_GAS_MAXIMUM = 1n << 24n;
const WAIT_MILLISECONDS = 180_000;

/**
 * Sends a transaction and waits until it is mined. It is called first without being sent, so that a refusal costs nothing
 * and comes with its reason.
 *
 * @param gas limit to use in place of an estimate
 * @throws ContractRefusal
 * @throws ChainError `TRANSACTION_REVERTED`, `TRANSACTION_PENDING`, `FUNDS_MISSING`, `CONTRACT_MISSING`, `NODE_…`
 */
export async function sendTransaction(
  connection: SigningConnection,
  call: ContractCall & { readonly gas?: bigint },
): Promise<ChainTransaction> {
  const { contract, address, functionName, args = [], gas } = call;
  const abi = connection.abi(contract);
  const where = `${contract}.${functionName}`;
  const data = encodeFunctionData({ abi, functionName, args });
  // A transaction to an address without code succeeds and does nothing.
  const code = await connection.client.getCode({ address }).catch((error: unknown) => {
    throw translateError(error, where, abi);
  });
  if (code === undefined || code === '0x') {
    throw new ChainError('CONTRACT_MISSING', `there is no ${contract} at ${address} on chain ${connection.chainId}`, {
      field: where,
      remedy: 'Use the deployment document of this chain.',
    });
  }
  const receipt = await submit(connection, { to: address, data, abi, where, ...(gas === undefined ? {} : { gas }) });
  return transactionOf(receipt, abi);
}

/** A contract that was deployed. */
export interface DeployedContract extends ChainTransaction {
  readonly address: Hex;
  /** Size of the code on chain, in bytes; at most 24,576 (EIP-170). */
  readonly bytes: number;
}

/**
 * Deploys a compiled contract.
 *
 * @throws as `sendTransaction`, and ArtifactError `CONTRACTS_MISSING`
 */
export async function deployContract(
  connection: SigningConnection,
  contract: string,
  args: readonly unknown[] = [],
): Promise<DeployedContract> {
  const abi = connection.abi(contract);
  const { bytecode } = contractNamed(connection.compiled, contract);
  const where = `${contract} (deployment)`;
  const receipt = await submit(connection, { data: encodeDeployData({ abi, bytecode, args }), abi, where });
  const address = receipt.contractAddress;
  if (!address) {
    throw new ChainError('NODE_FAILED', `the node names no address of ${contract}`, {
      field: where,
      remedy: 'Check the node and try again.',
    });
  }
  const code = await connection.client.getCode({ address });
  return {
    ...transactionOf(receipt, abi),
    address: address.toLowerCase() as Hex,
    bytes: ((code?.length ?? 2) - 2) / 2,
  };
}

interface Submission {
  readonly to?: Hex;
  readonly data: Hex;
  readonly abi: Abi;
  readonly where: string;
  readonly gas?: bigint;
}

async function submit(connection: SigningConnection, submission: Submission): Promise<TransactionReceipt> {
  const { client, wallet, account } = connection;
  const { to, data, abi, where } = submission;
  const request = { account, data, ...(to === undefined ? {} : { to }) };
  let hash: Hex;
  try {
    if (submission.gas !== undefined) await client.call({ ...request, gas: submission.gas });
    const gas = submission.gas ?? (await estimate(client.estimateGas(request)));
    hash = await wallet.sendTransaction({ ...request, gas });
  } catch (error) {
    throw translateError(error, where, abi);
  }
  let receipt: TransactionReceipt;
  try {
    receipt = await client.waitForTransactionReceipt({ hash, timeout: WAIT_MILLISECONDS });
  } catch (error) {
    if (!(error instanceof WaitForTransactionReceiptTimeoutError)) throw translateError(error, where, abi);
    throw new ChainError('TRANSACTION_PENDING', `${where}: transaction ${hash} is not mined yet`, {
      field: where,
      remedy: 'Look it up later; run the command again only if it was dropped.',
    });
  }
  if (receipt.status === 'success') return receipt;
  // Again without sending, for the reason.
  await client.call({ ...request, blockNumber: receipt.blockNumber }).catch((error: unknown) => {
    throw translateError(error, where, abi);
  });
  throw new ChainError('TRANSACTION_REVERTED', `${where}: transaction ${hash} reverted`, {
    field: where,
    remedy: 'Another transaction may have come first: run the command again.',
  });
}

/** An estimate with room; no more than a transaction may ask for, unless the estimate itself is: then the node decides. */
async function estimate(estimated: Promise<bigint>): Promise<bigint> {
  const exact = await estimated;
  const gas = (exact * ESTIMATE_NUMERATOR) / ESTIMATE_DENOMINATOR;
  return exact <= TRANSACTION_GAS_MAXIMUM && gas > TRANSACTION_GAS_MAXIMUM ? TRANSACTION_GAS_MAXIMUM : gas;
}

function transactionOf(receipt: TransactionReceipt, abi: Abi): ChainTransaction {
  const events = receipt.logs.map(({ address, topics, data }): ChainEvent => {
    const { eventName, args } = decodeEventLog({ abi, topics, data });
    return { address, name: String(eventName), args: (args ?? {}) as unknown as Record<string, unknown> };
  });
  return { hash: receipt.transactionHash, block: receipt.blockNumber, gasUsed: receipt.gasUsed, events };
}

/**
 * The arguments of the one event of a name.
 *
 * @throws ChainError `CONTRACT_MISSING` where the transaction left none: it was not this contract
 */
export function eventArgs<T>({ events, hash }: ChainTransaction, name: string): T {
  const found = events.find((event) => event.name === name);
  if (found) return found.args as T;
  throw new ChainError('CONTRACT_MISSING', `transaction ${hash} left no ${name}`, {
    remedy: 'Check that the deployment document is of this chain and of this version of Fairmark.',
  });
}
