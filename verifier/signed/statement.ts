import { textId } from '../../circuits/commitment/domain.ts';
import type { SigningPlace } from './signingPlace.ts';
import { type SignedMessage, signingDigest } from './typedData.ts';

/** What a venue says of an account after every change, before it signs (RG-13). */
export interface UnsignedStatement {
  /** The chain and its LiquidationRegistry. */
  readonly place: SigningPlace;
  /** The venue's name. */
  readonly venue: string;
  /** Pseudonym of the account, 0x and 64 hex digits. */
  readonly handle: `0x${string}`;
  readonly accountNumber: bigint;
  /** Counts the account's states. */
  readonly stateSequence: bigint;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly stateTime: bigint;
  readonly accountCommitment: bigint;
}

/** A statement with its signature, which was recovered. */
export interface Statement extends UnsignedStatement {
  /** Address in lower case. */
  readonly signer: `0x${string}`;
  /** 65 bytes. */
  readonly signature: `0x${string}`;
}

/** What is signed of a statement. */
export function statementMessage(statement: UnsignedStatement): SignedMessage<'AccountStatement'> {
  return { ...statement, venueId: textId(statement.venue) as `0x${string}` };
}

/** What the venue's statement signer signs: the EIP-712 digest at the statement's place. */
export function statementDigest(statement: UnsignedStatement): `0x${string}` {
  return signingDigest('AccountStatement', statementMessage(statement), statement.place);
}
