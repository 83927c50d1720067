import { textId } from '../../circuits/commitment/domain.ts';
import type { SigningConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { type ChainTransaction, sendTransaction } from './sendTransaction.ts';

/**
 * Marks announced liquidations whose deadline has passed as overdue, for ever (RG-12). By anybody.
 *
 * @param accountsBefore commitments of the states that they were announced from
 * @throws ContractRefusal `DeadlineNotPassed`, `NotOpen`, `NotAnnounced`; ChainError
 */
export function flagOverdue(
  connection: SigningConnection,
  { registry }: DeploymentDocument,
  venue: string,
  accountsBefore: readonly bigint[],
): Promise<ChainTransaction> {
  return sendTransaction(connection, {
    contract: 'LiquidationRegistry',
    address: registry,
    functionName: 'flagOverdue',
    args: [textId(venue), accountsBefore],
  });
}
