import { stringToHex } from 'viem';
import { textId } from '../../circuits/commitment/domain.ts';
import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import type { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { InputError } from '../../circuits/errors.ts';
import { charterDocumentText, type PublishedCharter } from '../../verifier/formats/charter.ts';
import type { SigningConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { type ChainTransaction, eventArgs, sendTransaction } from './sendTransaction.ts';

export interface ProposedCharter extends ChainTransaction {
  readonly venueId: `0x${string}`;
  /** Counts the venue's charters from zero. */
  readonly index: number;
  readonly rulebookCommitment: bigint;
  /** keccak-256 of the canonical document. */
  readonly documentDigest: `0x${string}`;
  /** Seconds since 1970: ticks from then on are judged by it. */
  readonly activeFrom: bigint;
}

/**
 * Publishes a charter in clear with the commitment to its scenarios (RG-02). It takes force after the venue's delay. For
 * the venue's publisher.
 *
 * @throws InputError `REGISTRATION_MISSING` for a charter without `registration`
 * @throws ContractRefusal, ChainError
 */
export async function proposeCharter(
  connection: SigningConnection,
  { charters }: DeploymentDocument,
  { document, charter }: PublishedCharter,
  scenarioTree: ScenarioTree,
): Promise<ProposedCharter> {
  if (document.registration === undefined) {
    throw new InputError('REGISTRATION_MISSING', 'the charter has no terms of registration', {
      field: 'charter.registration',
      remedy: 'Add `registration` with recordWithin, roundsBehind, tickAge, surfaceAge and roundsPerTick.',
    });
  }
  const venueId = textId(document.venue) as `0x${string}`;
  const commitment = rulebookCommitment(charter, scenarioTree.root);
  const done = await sendTransaction(connection, {
    contract: 'CharterRegistry',
    address: charters,
    functionName: 'proposeCharter',
    args: [
      venueId,
      stringToHex(charterDocumentText(document)),
      commitment,
      document.registration,
      document.feeds.map((feed) => textId(feed)),
    ],
  });
  const { index, documentDigest, activeFrom } = eventArgs<{
    index: number;
    documentDigest: `0x${string}`;
    activeFrom: number;
  }>(done, 'CharterProposed');
  return { ...done, venueId, index, rulebookCommitment: commitment, documentDigest, activeFrom: BigInt(activeFrom) };
}
