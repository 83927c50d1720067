import { readCanonicalNatural } from '../formats/canonicalNatural.ts';
import { writeFieldElement } from '../formats/fieldElement.ts';
import { readAddress, readCommitment, readSignature, readWord } from '../formats/hexWord.ts';
import { parseDocumentText } from '../formats/parseDocumentText.ts';
import {
  type FieldReader,
  fieldPath,
  formatOf,
  raw,
  readRecord,
  readText,
  writeNatural,
} from '../formats/readObject.ts';
import { refuse } from '../formats/refuse.ts';
import { readTime, writeTime } from '../formats/time.ts';
import { recoverSigner } from './recoverSigner.ts';
import { readSigningPlace } from './signingPlace.ts';
import { type Statement, statementDigest, type UnsignedStatement } from './statement.ts';

export const STATEMENT_FORMAT = 'fairmark.statement.v1';

/** Largest statement file, in bytes. An honest one has less than 1 KiB. */
export const STATEMENT_BYTES = 16 * 1024;

/** What a venue signs for an owner after every change of the account, as JSON (RG-13). The owner's. */
export interface StatementDocument {
  readonly format: typeof STATEMENT_FORMAT;
  /** Where the signature counts: canonical decimal, and the address of LiquidationRegistry in lower case; zeros off chain. */
  readonly chainId: string;
  readonly registry: string;
  /** The venue's name. */
  readonly venue: string;
  /** Pseudonym of the account: 0x and 64 hex digits. */
  readonly handle: string;
  readonly accountNumber: number | string;
  readonly stateSequence: number | string;
  /** `2026-03-20T12:00:00Z` */
  readonly stateTime: string;
  readonly accountCommitment: string;
  /** Address in lower case; the verifier compares it with the one that the signature gives. */
  readonly signer: string;
  /** 65 bytes, 0x and 130 hex digits. */
  readonly signature: string;
}

/** Counts have 64 bits in the signed type. */
const readCount: FieldReader<bigint> = (value, field) => readCanonicalNatural(value, field, 64);

/**
 * Reads a statement strictly: one spelling per value, signed by the signer whom it names. Whether that signer is the
 * venue's is for who reads it to say.
 *
 * @throws InputError `STATEMENT_SIGNATURE`, and those of signingPlace.ts, hexWord.ts and readObject.ts
 */
export function readStatement(value: unknown, field = 'statement'): Statement {
  const { format, chainId, registry, signer, signature, ...state } = readRecord(value, field, {
    format: formatOf(STATEMENT_FORMAT),
    chainId: raw,
    registry: raw,
    venue: readText,
    handle: readWord,
    accountNumber: readCount,
    stateSequence: readCount,
    stateTime: readTime,
    accountCommitment: readCommitment,
    signer: readAddress,
    signature: readSignature,
  });
  const statement: UnsignedStatement = {
    place: readSigningPlace({ chainId, registry }, 'registry', field),
    ...state,
  };
  if (recoverSigner(statementDigest(statement), signature) === signer) return { ...statement, signer, signature };
  return refuse('STATEMENT_SIGNATURE', fieldPath(field, 'signature'), `is not by ${signer} over this statement`);
}

/**
 * Reads a statement from the text of a file.
 *
 * @throws InputError as `readStatement` and `parseDocumentText` do
 */
export function parseStatementText(text: string): Statement {
  return readStatement(parseDocumentText(text, 'statement', STATEMENT_BYTES));
}

/** A statement as a document; reading it gives the same object. */
export function writeStatement(statement: Statement): StatementDocument {
  return {
    format: STATEMENT_FORMAT,
    chainId: String(statement.place.chainId),
    registry: statement.place.verifyingContract,
    venue: statement.venue,
    handle: statement.handle,
    accountNumber: writeNatural(statement.accountNumber),
    stateSequence: writeNatural(statement.stateSequence),
    stateTime: writeTime(statement.stateTime),
    accountCommitment: writeFieldElement(statement.accountCommitment),
    signer: statement.signer,
    signature: statement.signature,
  };
}
