import { textId } from '../../circuits/commitment/domain.ts';
import { surfacesTree, type Tick, tickMessage } from '../../verifier/signed/tick.ts';
import type { SigningConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { verifierId } from './registerVenue.ts';
import { type ChainTransaction, eventArgs, sendTransaction } from './sendTransaction.ts';
import { venueSurface } from './venueSurface.ts';

/** One liquidation that is about to be announced. */
export interface LiquidationToAnnounce {
  /** Pseudonym of the account, 0x and 64 hex digits. */
  readonly handle: `0x${string}`;
  readonly accountBefore: bigint;
  /** Whether the state is what the account's last announced liquidation leaves, and in no account root. */
  readonly chained: boolean;
  /** Merkle proof of the state in the account root; empty where chained. */
  readonly proof: readonly `0x${string}`[];
}

/** Liquidations that were closed at one tick. */
export interface AnnouncementBatch {
  readonly venue: string;
  /** Circuit size that all of them will be proven in. */
  readonly instance: string;
  /** With the signatures of a quorum, and the venue's surface inside. */
  readonly tick: Tick;
  /** The latest account root from before the tick; zero where all are chained. */
  readonly accountRootIndex: bigint;
  /** Numbered in this order. */
  readonly liquidations: readonly LiquidationToAnnounce[];
}

export interface AnnouncedBatch extends ChainTransaction {
  /** Number of the first; the others follow one by one. */
  readonly first: bigint;
  /** Seconds since 1970: the last at which proofs can be recorded. */
  readonly deadline: bigint;
}

/**
 * Announces liquidations in one transaction (RG-08): it fixes tick, surface, rulebook and verifier, and numbers them. For
 * the venue's announcer, at or after the close.
 *
 * @throws InputError `SURFACE_NOT_IN_TICK`
 * @throws ContractRefusal, ChainError
 */
export async function announceLiquidations(
  connection: SigningConnection,
  deployment: DeploymentDocument,
  batch: AnnouncementBatch,
): Promise<AnnouncedBatch> {
  const { venue, instance, tick, accountRootIndex, liquidations } = batch;
  const venueId = textId(venue);
  const { surface, place } = venueSurface(tick, venue);
  const { surfaceCommitment, receivedAt } = surface;
  const done = await sendTransaction(connection, {
    contract: 'LiquidationRegistry',
    address: deployment.registry,
    functionName: 'announce',
    args: [
      venueId,
      verifierId(deployment, instance),
      { tick: tickMessage(tick), signatures: tick.signatures.map(({ signature }) => signature) },
      { surfaceCommitment, receivedAt, proof: surfacesTree(tick.surfaces)?.proofOf(place) },
      accountRootIndex,
      liquidations,
    ],
  });
  const { first, facts } = eventArgs<{ first: bigint; facts: { deadline: number } }>(done, 'BatchAnnounced');
  return { ...done, first, deadline: BigInt(facts.deadline) };
}
