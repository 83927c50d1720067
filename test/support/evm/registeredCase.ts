import type { Hex } from 'viem';
import { accountCommitment } from '../../../circuits/commitment/accountCommitment.ts';
import { outcomeCommitment } from '../../../circuits/commitment/outcomeCommitment.ts';
import { rulebookCommitment } from '../../../circuits/commitment/rulebookCommitment.ts';
import { snapshotCommitment } from '../../../circuits/commitment/snapshotCommitment.ts';
import { PUBLIC_SIGNALS, type PublicSignals } from '../../../circuits/signals.ts';
import { proofFromWords } from '../../../prover/chain/proofFromWords.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { type CharterDocument, charterDocumentText } from '../../../verifier/formats/charter.ts';
import { type Opening, type OpeningDocument, writeOpening } from '../../../verifier/opening.ts';
import { type Receipt, writeReceipt } from '../../../verifier/receipt.ts';
import type { VerificationKeyRecords } from '../../../verifier/verificationKey.ts';
import { charterDocument } from '../documents.ts';
import { INSTANCE, openingOf } from '../receipts.ts';
import type { AnythingProver } from './provenItems.ts';
import { ACTORS, accountsTree, DAY, idOf, RegistryKit, TERMS, ZERO_WORD } from './registryKit.ts';

/** How far the liquidation of a case is taken. */
export type CaseStage = 'announced' | 'recorded' | 'overdue';

export interface RegisteredCaseOptions {
  readonly stage?: CaseStage;
  /** The document that is published; the opening has the honest one. */
  readonly published?: CharterDocument;
  readonly terms?: typeof TERMS;
  /** Feed of the tick and of the registered charter, by name. */
  readonly feed?: string;
  readonly round?: bigint;
  /** Rulebook commitment of the published charter; that of the opening by default. */
  readonly rulebook?: bigint;
}

/** A liquidation that went through the contracts, number 2 of its venue, with its receipt and opening. */
export interface RegisteredCase {
  readonly kit: RegistryKit;
  readonly venueId: Hex;
  readonly receipt: Receipt;
  readonly opening: OpeningDocument;
  readonly objects: Opening;
  readonly trustedKeys: VerificationKeyRecords;
  /** The address of LiquidationRegistry, lower case. */
  readonly registry: Hex;
}

/** The charter of the documents, with the terms that the registry applies. */
export const registeredCharter = (): CharterDocument => ({ ...charterDocument(), registration: TERMS });

/**
 * @param prover proves the signals for real
 * @param verifier its verifier contract
 */
export async function registeredCase(
  prover: AnythingProver,
  verifier: ContractArtifact,
  options: RegisteredCaseOptions = {},
): Promise<RegisteredCase> {
  const objects = openingOf({ charter: registeredCharter() });
  const { published, snapshot, outcome } = objects;
  if (!outcome) throw new Error('the fixture has a whole outcome');
  const { venue } = published.document;
  const {
    stage = 'recorded',
    terms = TERMS,
    feed = published.document.feeds[0] ?? '',
    round = snapshot.round,
  } = options;
  const rulebook = options.rulebook ?? rulebookCommitment(published.charter, objects.scenarioRoot);
  const accountBefore = accountCommitment(objects.accountBefore);
  const accountAfter = accountCommitment(objects.accountAfter);
  const result = outcomeCommitment(outcome);

  const kit = await RegistryKit.create(prover, verifier, { instance: INSTANCE, timestamp: snapshot.time - 3n * DAY });
  await kit.registerFeed(feed);
  const venueId = await kit.registerVenue(venue);
  const document = charterDocumentText(options.published ?? published.document);
  await kit.send(
    'CharterRegistry',
    'proposeCharter',
    [venueId, `0x${Buffer.from(document).toString('hex')}`, rulebook, terms, [idOf(feed)]],
    ACTORS.publisher,
  );
  kit.chain.warp(2n * DAY - 60n);
  const tree = accountsTree([
    [idOf('another account'), 5_555n],
    [idOf('alice'), accountBefore],
  ]);
  await kit.publishAccountRoot(venueId, tree.root as Hex);
  kit.chain.warp(60n);
  const { tick, surface } = await kit.nextTick(
    {
      feedId: idOf(feed),
      round,
      observedAt: snapshot.time,
      snapshotCommitment: snapshotCommitment(snapshot),
      previousTick: ZERO_WORD,
    },
    { venueId, surface: 123_456_789n },
  );
  kit.chain.warp(5n);
  const announcements = [...tree.entries()].map(([i, [handle, state]]) => ({
    handle,
    accountBefore: BigInt(state as string),
    chained: false,
    proof: tree.getProof(i),
  }));
  const signedTick = { tick, signatures: await kit.signTick(tick) };
  await kit.send(
    'LiquidationRegistry',
    'announce',
    [venueId, 1, signedTick, surface, 1n, announcements],
    ACTORS.announcer,
  );
  const liquidation = await kit.proof(venueId, accountBefore, accountAfter, result);
  if (stage === 'recorded') {
    kit.chain.warp(30n);
    await kit.send('LiquidationRegistry', 'record', [venueId, liquidation]);
  } else if (stage === 'overdue') {
    kit.chain.warp(BigInt(terms.recordWithin) + 1n);
    await kit.send('LiquidationRegistry', 'flagOverdue', [venueId, [accountBefore]]);
  }
  const signals = await kit.signalsOf(venueId, accountBefore, accountAfter, result);
  const registry = kit.addresses.LiquidationRegistry.toLowerCase() as Hex;
  const receipt = writeReceipt({
    instance: INSTANCE,
    verificationKeyHash: prover.keyHash,
    setup: 'development',
    domain: { chainId: String(kit.chain.chainId), registry, venue, venueId, sequence: '2' },
    publicSignals: Object.fromEntries(PUBLIC_SIGNALS.map((name, i) => [name, signals[i]])) as unknown as PublicSignals,
    proof: proofFromWords(liquidation.proof),
  });
  return {
    kit,
    venueId,
    receipt,
    opening: writeOpening(objects),
    objects,
    trustedKeys: {
      [prover.keyHash]: { instance: INSTANCE, statementVersion: 1, kind: 'development', key: prover.key },
    },
    registry,
  };
}
