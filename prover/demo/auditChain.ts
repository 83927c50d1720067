import { textId } from '../../circuits/commitment/domain.ts';
import { callContract } from '../chain/callContract.ts';
import type { ChainConnection } from '../chain/connectChain.ts';
import type { DeploymentDocument } from '../chain/deploymentDocument.ts';

/** What an outsider finds who asks nobody but the chain. */
export interface ChainAudit {
  /** Whether everything that was announced is recorded. */
  readonly isClean: boolean;
  readonly announced: bigint;
  readonly recorded: bigint;
  readonly overdue: bigint;
}

/** Compares what a venue announced with what was proven. */
export async function auditChain(
  connection: ChainConnection,
  { registry }: DeploymentDocument,
  venue: string,
): Promise<ChainAudit> {
  const [announced, recorded, overdue] = await callContract<readonly [bigint, bigint, bigint]>(connection, {
    contract: 'LiquidationRegistry',
    address: registry,
    functionName: 'countsOf',
    args: [textId(venue)],
  });
  return { isClean: announced === recorded && overdue === 0n, announced, recorded, overdue };
}
