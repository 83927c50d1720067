import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { textId } from '../../circuits/commitment/domain.ts';
import type { Snapshot } from '../../circuits/objects.ts';
import { draftStatement } from '../../prover/signed/draftStatement.ts';
import { draftTick } from '../../prover/signed/draftTick.ts';
import { signStatement } from '../../prover/signed/signStatement.ts';
import { signTick } from '../../prover/signed/signTick.ts';
import { readAccount } from '../../verifier/formats/account.ts';
import { type PublishedCharter, readCharter } from '../../verifier/formats/charter.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import { type AccountsDocument, writeAccounts } from '../../verifier/signed/accountsDocument.ts';
import { OFF_CHAIN, type SigningPlace } from '../../verifier/signed/signingPlace.ts';
import { type StatementDocument, writeStatement } from '../../verifier/signed/statementDocument.ts';
import type { TickSurface, UnsignedTick } from '../../verifier/signed/tick.ts';
import { type TickDocument, writeTick } from '../../verifier/signed/tickDocument.ts';
import { accountDocument, charterDocument, snapshotDocument } from './documents.ts';

type Hex = `0x${string}`;

/** A private key that is nobody's: one byte, repeated. */
export const keyOf = (byte: number): Hex => `0x${byte.toString(16).padStart(2, '0').repeat(32)}`;
export const addressOf = (account: PrivateKeyAccount): Hex => account.address.toLowerCase() as Hex;

/** Oracle signers by rising address. */
export const ORACLES = [0x21, 0x22, 0x23]
  .map((byte) => ({ key: keyOf(byte), account: privateKeyToAccount(keyOf(byte)) }))
  .map((signer) => ({ ...signer, address: addressOf(signer.account) }))
  .sort((one, other) => (one.address < other.address ? -1 : 1));
export const VENUE_KEY = keyOf(0x31);
export const VENUE_SIGNER = privateKeyToAccount(VENUE_KEY);
export const HANDLE_SECRET = keyOf(0x41);
/** A made-up chain with a registry on it. */
export const ON_CHAIN: SigningPlace = { chainId: 31_337n, verifyingContract: `0x${'ab'.repeat(20)}` };

const published = readCharter(charterDocument());
const snapshot = readSnapshot(snapshotDocument(), published);

/** Surfaces that the oracle has a minute before the snapshot: of the venue of the documents, and of another. */
export const surfacesAt = (time: bigint, surfaceCommitment = 123_456_789n): TickSurface[] =>
  [published.document.venue, 'Another Venue'].map((venue, i) => ({
    venueId: textId(venue) as Hex,
    surfaceCommitment: surfaceCommitment + BigInt(i),
    receivedAt: time - 60n,
  }));

export interface SignedTickOptions {
  readonly snapshot?: Snapshot;
  readonly published?: PublishedCharter;
  readonly surfaces?: readonly TickSurface[];
  readonly place?: SigningPlace;
  /** By rising address. */
  readonly signers?: readonly PrivateKeyAccount[];
  /** Changes the tick before it is signed, as an oracle could. */
  readonly distort?: (tick: UnsignedTick) => UnsignedTick;
}

/** A tick over a snapshot, signed by two of three oracles unless said otherwise. */
export async function signedTick(options: SignedTickOptions = {}): Promise<TickDocument> {
  const its = options.snapshot ?? snapshot;
  const draft = draftTick(its, options.published ?? published, {
    place: options.place ?? OFF_CHAIN,
    epoch: 0n,
    surfaces: options.surfaces ?? surfacesAt(its.time),
  });
  const tick = options.distort ? options.distort(draft) : draft;
  const signers = options.signers ?? ORACLES.slice(0, 2).map(({ account }) => account);
  return writeTick({ ...tick, signatures: await Promise.all(signers.map((signer) => signTick(tick, signer))) });
}

export interface SignedStatementOptions {
  /** Document of the account. */
  readonly account?: unknown;
  readonly place?: SigningPlace;
  readonly signer?: PrivateKeyAccount;
}

/** A statement on the account of the documents. */
export async function signedStatement(options: SignedStatementOptions = {}): Promise<StatementDocument> {
  const account = readAccount(options.account ?? accountDocument(), published);
  const draft = draftStatement(account, published, options.place ?? OFF_CHAIN, HANDLE_SECRET);
  return writeStatement(await signStatement(draft, options.signer ?? VENUE_SIGNER));
}

/** The states of three accounts, one of them that of the documents. */
export function accountStates(): AccountsDocument {
  const account = readAccount(accountDocument(), published);
  const { handle } = draftStatement(account, published, OFF_CHAIN, HANDLE_SECRET);
  return writeAccounts({
    venue: published.document.venue,
    accounts: [
      { handle, accountCommitment: accountCommitment(account) },
      { handle: textId('one') as Hex, accountCommitment: 5n },
      { handle: textId('other') as Hex, accountCommitment: 6n },
    ],
  });
}
