import { textId } from '../../circuits/commitment/domain.ts';
import type { SigningConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { type ChainTransaction, sendTransaction } from './sendTransaction.ts';

export interface FeedSettings {
  /** As charters have it. */
  readonly name: string;
  /** Proposes later signers and revokes; default: the account that registers. */
  readonly admin?: `0x${string}`;
  /** In any order. */
  readonly signers: readonly `0x${string}`[];
  /** How many of them have to sign a tick: more than half. */
  readonly quorum: number;
  /** Seconds until a change of signers takes force, at least a day; default: a day. */
  readonly signerDelay?: number;
}

export interface RegisteredFeed extends ChainTransaction {
  /** keccak-256 of the name. */
  readonly feedId: `0x${string}`;
}

/** One day: the shortest delay that the contracts take. */
export const SHORTEST_DELAY = 86_400;

/**
 * Registers a feed with its first signers, who sign from now on (RG-03).
 *
 * @throws ContractRefusal, ChainError
 */
export async function registerFeed(
  connection: SigningConnection,
  { feeds }: DeploymentDocument,
  { name, admin, signers, quorum, signerDelay = SHORTEST_DELAY }: FeedSettings,
): Promise<RegisteredFeed> {
  const sorted = [...signers].map((signer) => signer.toLowerCase()).sort();
  const done = await sendTransaction(connection, {
    contract: 'FeedRegistry',
    address: feeds,
    functionName: 'registerFeed',
    args: [name, admin ?? connection.account.address, sorted, quorum, signerDelay],
  });
  return { ...done, feedId: textId(name) as `0x${string}` };
}
