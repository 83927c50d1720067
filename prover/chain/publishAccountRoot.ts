import { textId } from '../../circuits/commitment/domain.ts';
import type { SigningConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { type ChainTransaction, eventArgs, sendTransaction } from './sendTransaction.ts';

export interface PublishedAccountRoot extends ChainTransaction {
  /** Counts the venue's account roots from one. */
  readonly index: bigint;
  /** Seconds since 1970: ticks after it can be announced with. */
  readonly publishedAt: bigint;
}

/**
 * Publishes the root of a venue's account states (RG-07). For the venue's publisher.
 *
 * @throws ContractRefusal, ChainError
 */
export async function publishAccountRoot(
  connection: SigningConnection,
  { registry }: DeploymentDocument,
  venue: string,
  root: `0x${string}`,
): Promise<PublishedAccountRoot> {
  const done = await sendTransaction(connection, {
    contract: 'LiquidationRegistry',
    address: registry,
    functionName: 'publishAccountRoot',
    args: [textId(venue), root],
  });
  const { index, publishedAt } = eventArgs<{ index: bigint; publishedAt: number }>(done, 'AccountRootPublished');
  return { ...done, index, publishedAt: BigInt(publishedAt) };
}
