import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { outcomeCommitment } from '../../circuits/commitment/outcomeCommitment.ts';
import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import type { Outcome } from '../../circuits/objects.ts';
import { PUBLIC_SIGNALS, type PublicSignals } from '../../circuits/signals.ts';
import { readClose } from '../../prover/event.ts';
import { KernelBackend } from '../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../prover/groth16/platform/nodePlatform.ts';
import { makeDevelopmentKey } from '../../prover/setup/developmentKey.ts';
import { applyOutcome } from '../../verifier/applyOutcome.ts';
import { readAccount } from '../../verifier/formats/account.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import { type Opening, type OpeningDocument, writeOpening } from '../../verifier/opening.ts';
import { type Receipt, unregisteredDomain, writeReceipt } from '../../verifier/receipt.ts';
import { type SetupKind, type VerificationKeyRecords, verificationKeyHash } from '../../verifier/verificationKey.ts';
import { ANYTHING } from './anythingCircuit.ts';
import { accountDocument, charterDocument, SALT, snapshotDocument } from './documents.ts';
import { compileTiny } from './tinyCircuit.ts';

export const INSTANCE = 'liquidation_small';

/** What a fixture is made from; all documents of test/support/documents.ts by default. */
export interface CaseOptions {
  charter?: unknown;
  account?: unknown;
  close?: unknown;
  terminal?: boolean;
  equity?: bigint;
  requirement?: bigint;
  /** Changes the opened objects before the commitments are made, as a prover without clauses could. */
  distort?: (opening: Opening) => Opening;
}

export interface Case {
  receipt: Receipt;
  opening: OpeningDocument;
  objects: Opening;
}

/** Makes receipts with valid proofs under a small key of its own. */
export class ReceiptFactory {
  private constructor(
    readonly trustedKeys: VerificationKeyRecords,
    readonly keyHash: `0x${string}`,
    private readonly zkey: Uint8Array,
    private readonly circuit: Awaited<ReturnType<typeof compileTiny>>,
    private readonly backend: KernelBackend,
  ) {}

  static async create(): Promise<ReceiptFactory> {
    const circuit = await compileTiny(ANYTHING);
    const { zkey, verificationKey: key } = await makeDevelopmentKey(circuit.r1cs);
    const hash = verificationKeyHash(key);
    const keys: VerificationKeyRecords = {
      [hash]: { instance: INSTANCE, statementVersion: 1, kind: 'development', key },
    };
    return new ReceiptFactory(keys, hash, zkey, circuit, new KernelBackend(nodePlatform));
  }

  /** The same keys, called something else. */
  keysOfKind(kind: SetupKind): VerificationKeyRecords {
    const record = this.trustedKeys[this.keyHash];
    if (!record) throw new Error('no key');
    return { [this.keyHash]: { ...record, kind } };
  }

  /** A receipt with a valid proof of these signals. */
  async prove(venue: string, sequence: bigint, signals: Omit<PublicSignals, 'domain'>): Promise<Receipt> {
    const { domain, domainValue } = unregisteredDomain(venue, sequence, INSTANCE);
    const publicSignals = { ...signals, domain: domainValue };
    const witness = await this.circuit.witness({ x: PUBLIC_SIGNALS.map((name) => publicSignals[name]) });
    const { proof } = await this.backend.prove(this.zkey, witness);
    return writeReceipt({
      instance: INSTANCE,
      verificationKeyHash: this.keyHash,
      setup: 'development',
      domain,
      publicSignals,
      proof,
    });
  }

  async make(options: CaseOptions = {}): Promise<Case> {
    const objects = openingOf(options);
    const { published, outcome } = objects;
    if (!outcome) throw new Error('the fixture has a whole outcome');
    const receipt = await this.prove(published.document.venue, 3n, {
      rulebookCommitment: rulebookCommitment(published.charter, objects.scenarioRoot),
      surfaceCommitment: 123_456_789n,
      snapshotCommitment: snapshotCommitment(objects.snapshot),
      accountBefore: accountCommitment(objects.accountBefore),
      accountAfter: accountCommitment(objects.accountAfter),
      outcomeCommitment: outcomeCommitment(outcome),
    });
    return { receipt, opening: writeOpening(objects), objects };
  }

  close(): Promise<void> {
    return this.backend.close();
  }
}

export const closeDocument = () => ({
  positions: [
    { instrument: 'BTC-27MAR26-70000-P', quantity: '1.2', price: '1825.5' },
    { instrument: 'BTC-PERPETUAL', quantity: '0.5', price: '70020' },
  ],
  fee: '210.25',
  draw: '0',
});

/** The objects of a fixture, before anything is committed. */
export function openingOf(options: CaseOptions): Opening {
  const published = readCharter(options.charter ?? charterDocument());
  const snapshot = readSnapshot(snapshotDocument(), published);
  const accountBefore = readAccount(options.account ?? accountDocument(), published, snapshot);
  const close = readClose(options.close ?? closeDocument(), accountBefore, published, 'close');
  const closed = { ...close, terminal: options.terminal ?? false };
  const outcome: Outcome = {
    ...closed,
    salt: BigInt(SALT) + 2n,
    equity: options.equity ?? 12_345_678_901n,
    requirement: options.requirement ?? 20_000_000_000_000_123n,
  };
  const accountAfter = { ...applyOutcome(accountBefore, closed, snapshot.time), salt: BigInt(SALT) + 1n };
  const opening = { published, scenarioRoot: 987_654_321n, snapshot, accountBefore, accountAfter, closed, outcome };
  return options.distort ? options.distort(opening) : opening;
}
