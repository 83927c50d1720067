import { InputError } from '../../circuits/errors.ts';
import { type Receipt, readReceipt } from '../../verifier/receipt.ts';
import type { VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import type { SigningConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { proofWords } from './proofWords.ts';
import { verifierId } from './registerVenue.ts';
import { isRecordedAs, type RegisteredLiquidation, registeredLiquidation } from './registryState.ts';
import { type ChainTransaction, sendTransaction, TRANSACTION_GAS_MAXIMUM } from './sendTransaction.ts';

export interface RecordOptions {
  /** Keys under which a receipt has to be VALID; default: those that are built in. */
  readonly trustedKeys?: VerificationKeyRecords;
  readonly onProgress?: (line: string) => void;
}

/** Liquidations that one transaction recorded. */
export interface RecordedBatch extends Pick<ChainTransaction, 'hash' | 'block' | 'gasUsed'> {
  readonly venue: string;
  readonly instance: string;
  /** Numbers in the order of the batch. */
  readonly sequences: readonly bigint[];
  /** Rounded up. */
  readonly gasPerLiquidation: bigint;
}

export interface RecordedLiquidations {
  readonly batches: readonly RecordedBatch[];
  /** Numbers that were recorded before with the same result. */
  readonly skipped: readonly bigint[];
}

/**
 * Gas limits, twice what test/system/chain.test.ts measures. They are not estimated: pairing code that runs short of gas
 * fails in many ways, and an estimate may take one of them for success.
 */
const RECORD_GAS = 480_000n;
const RECORD_GAS_EACH = 220_000n;
/** Most liquidations in one transaction. */
const BATCH_MAXIMUM = Number((TRANSACTION_GAS_MAXIMUM - RECORD_GAS) / RECORD_GAS_EACH);

interface Item {
  readonly receipt: Receipt;
  readonly registered: RegisteredLiquidation;
}

/**
 * Records the proofs of announced liquidations (RG-09, RG-10), by anybody: one transaction for a venue and a circuit size,
 * more where they are too many for one. Every receipt is verified and compared with its announcement before anything is
 * sent; those that are recorded already are passed over.
 *
 * @param receipts parsed JSON
 * @throws InputError `RECEIPT_INVALID`, `RECEIPT_ELSEWHERE`, `RECEIPT_NOT_ANNOUNCED`, `RECEIPT_FACTS_DIFFER`,
 *   `RECEIPT_REPEATED`, `RECORD_CONTRADICTS`, `RECORD_OVERDUE`
 * @throws ContractRefusal, ChainError
 */
export async function recordLiquidations(
  connection: SigningConnection,
  deployment: DeploymentDocument,
  receipts: readonly unknown[],
  { trustedKeys, onProgress = () => {} }: RecordOptions = {},
): Promise<RecordedLiquidations> {
  const items: Item[] = [];
  const skipped: bigint[] = [];
  const seen = new Set<string>();
  for (const [i, value] of receipts.entries()) {
    const field = `receipts[${i}]`;
    onProgress(`verify: receipt ${i + 1} of ${receipts.length}`);
    const receipt = readReceipt(value);
    checkPlace(receipt, deployment, field);
    const report = verifyReceipt(value, trustedKeys === undefined ? {} : { trustedKeys });
    if (report.verdict !== 'VALID') {
      throw new InputError('RECEIPT_INVALID', `${nameOf(receipt)} is ${report.headline}`, {
        field,
        remedy: 'Fetch the receipt again from where it was published, or prove again.',
      });
    }
    const key = `${receipt.domain.venueId} ${receipt.domain.sequence}`;
    if (seen.has(key)) refuse('RECEIPT_REPEATED', field, `${nameOf(receipt)} is given twice`, 'Name it once.');
    seen.add(key);
    const { venue } = receipt.domain;
    const before = BigInt(receipt.publicSignals.accountBefore);
    const registered = await registeredLiquidation(connection, deployment, venue, before);
    checkAnnouncement(receipt, registered, deployment, field);
    if (registered.status !== 'recorded') items.push({ receipt, registered });
    else if (await isRecordedAs(connection, deployment, venue, resultOf(receipt))) skipped.push(registered.sequence);
    else {
      refuse(
        'RECORD_CONTRADICTS',
        field,
        `number ${registered.sequence} is recorded with another result`,
        'Keep this receipt: two valid ones for one state show that the venue proved two closes.',
      );
    }
  }
  const batches: RecordedBatch[] = [];
  for (const group of batchesOf(items)) {
    onProgress(`record: ${group.length} of ${items.length}`);
    batches.push(await recordBatch(connection, deployment, group));
  }
  return { batches, skipped };
}

const nameOf = ({ domain }: Receipt) => `the receipt of number ${domain.sequence}`;

function refuse(code: string, field: string, message: string, remedy: string): never {
  throw new InputError(code, message, { field, remedy });
}

function checkPlace(receipt: Receipt, { chainId, registry }: DeploymentDocument, field: string): void {
  const { domain } = receipt;
  if (domain.chainId === chainId && domain.registry === registry) return;
  const where = domain.chainId === '0' ? 'no chain' : `chain ${domain.chainId}, registry ${domain.registry}`;
  refuse(
    'RECEIPT_ELSEWHERE',
    field,
    `${nameOf(receipt)} is for ${where}, not for chain ${chainId}, registry ${registry}`,
    'Use the deployment document of its registry, or announce the liquidation here and prove it again.',
  );
}

const resultOf = ({ domain, publicSignals }: Receipt) => ({
  sequence: BigInt(domain.sequence),
  accountAfter: BigInt(publicSignals.accountAfter),
  outcomeCommitment: BigInt(publicSignals.outcomeCommitment),
});

/** Refuses a receipt that does not fit its announcement. */
function checkAnnouncement(
  receipt: Receipt,
  { status, sequence, facts }: RegisteredLiquidation,
  deployment: DeploymentDocument,
  field: string,
): void {
  const { publicSignals, domain, instance } = receipt;
  if (facts === undefined || String(sequence) !== domain.sequence) {
    const said = sequence === 0n ? 'was not announced' : `starts from a state that was announced as number ${sequence}`;
    refuse(
      'RECEIPT_NOT_ANNOUNCED',
      field,
      `${nameOf(receipt)} ${said}`,
      'Announce the liquidation first, and prove the event that fairmark announce writes.',
    );
  }
  if (status === 'recorded') return;
  if (status === 'overdue') {
    refuse('RECORD_OVERDUE', field, `number ${sequence} is overdue`, 'Nothing can be recorded after the deadline.');
  }
  for (const name of ['rulebookCommitment', 'surfaceCommitment', 'snapshotCommitment'] as const) {
    if (String(facts[name]) === publicSignals[name]) continue;
    refuse(
      'RECEIPT_FACTS_DIFFER',
      field,
      `${nameOf(receipt)} has another ${name} than was announced`,
      'Prove the event that fairmark announce wrote.',
    );
  }
  if (facts.verifierId !== verifierId(deployment, instance)) {
    refuse(
      'RECEIPT_FACTS_DIFFER',
      field,
      `${nameOf(receipt)} is in ${instance}, and was announced for verifier ${facts.verifierId}`,
      'Prove the event that fairmark announce wrote.',
    );
  }
}

/** By venue and circuit size, by rising number so that a chained one follows its predecessor. */
function batchesOf(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${item.receipt.domain.venueId} ${item.receipt.instance}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = group.sort((x, y) => (x.registered.sequence < y.registered.sequence ? -1 : 1));
    const count = Math.ceil(sorted.length / BATCH_MAXIMUM);
    return Array.from({ length: count }, (_, i) => sorted.slice(i * BATCH_MAXIMUM, (i + 1) * BATCH_MAXIMUM));
  });
}

async function recordBatch(
  connection: SigningConnection,
  { registry }: DeploymentDocument,
  items: readonly Item[],
): Promise<RecordedBatch> {
  const [{ receipt: first }] = items as [Item, ...Item[]];
  const proofs = items.map(({ receipt: { publicSignals, proof } }) => ({
    accountBefore: BigInt(publicSignals.accountBefore),
    accountAfter: BigInt(publicSignals.accountAfter),
    outcomeCommitment: BigInt(publicSignals.outcomeCommitment),
    proof: proofWords(proof),
  }));
  const one = proofs.length === 1;
  const { hash, block, gasUsed } = await sendTransaction(connection, {
    contract: 'LiquidationRegistry',
    address: registry,
    functionName: one ? 'record' : 'recordBatch',
    args: [first.domain.venueId, one ? proofs[0] : proofs],
    gas: RECORD_GAS + RECORD_GAS_EACH * BigInt(items.length),
  });
  const count = BigInt(items.length);
  return {
    hash,
    block,
    gasUsed,
    venue: first.domain.venue,
    instance: first.instance,
    sequences: items.map(({ registered }) => registered.sequence),
    gasPerLiquidation: (gasUsed + count - 1n) / count,
  };
}
