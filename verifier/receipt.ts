import { type DomainPreimage, domainValue, textId } from '../circuits/commitment/domain.ts';
import { CONSTANTS } from '../circuits/constants.ts';
import { InputError } from '../circuits/errors.ts';
import { PUBLIC_SIGNALS, type PublicSignalName, type PublicSignals } from '../circuits/signals.ts';
import { readAddress, readWord } from './formats/hexWord.ts';
import { type DocumentFault, parseDocumentText } from './formats/parseDocumentText.ts';
import { type FieldReader, formatOf, readChoice, readRecord, readText, recordOf } from './formats/readObject.ts';
import { parseDecimal, parseG1, parseG2, SCALAR_FIELD } from './points.ts';
import type { Groth16Proof } from './proof.ts';
import type { SetupKind } from './verificationKey.ts';

export const RECEIPT_FORMAT = 'fairmark.receipt.v1';

/** Largest receipt file, in bytes. An honest one has about 3 KiB. */
export const RECEIPT_BYTES = 64 * 1024;

/** What a liquidation's proof is published as: everything a stranger needs to verify it, and nothing secret. */
export interface Receipt {
  readonly format: typeof RECEIPT_FORMAT;
  readonly statementVersion: number;
  /** Name of the circuit size, such as `liquidation_small`. */
  readonly instance: string;
  /** Names the verification key; the key itself is pinned by the verifier and never read from a receipt. */
  readonly verificationKeyHash: `0x${string}`;
  /** How the key came to be, as the prover says; the verifier compares it with what it knows. */
  readonly setup: SetupKind;
  readonly domain: ReceiptDomain;
  /** Canonical decimals below the scalar field order. */
  readonly publicSignals: Readonly<Record<PublicSignalName, string>>;
  readonly proof: Groth16Proof;
}

/** What the signal `domain` is the hash of, with the statement version and the instance. */
export interface ReceiptDomain {
  /** Canonical decimal; `"0"` off chain. */
  readonly chainId: string;
  /** 0x and 40 lower-case hex digits; all zeros off chain. */
  readonly registry: string;
  /** The venue's name as its charter has it. */
  readonly venue: string;
  /** keccak-256 of the name, 0x and 64 lower-case hex digits. */
  readonly venueId: string;
  /** Counts the venue's liquidations; canonical decimal below 2^64. */
  readonly sequence: string;
}

export type ReceiptErrorCode = 'RECEIPT_FORMAT' | 'RECEIPT_TOO_LARGE' | 'RECEIPT_NOT_JSON';

/** A file or value that is not a receipt. */
export class ReceiptError extends InputError {
  constructor(code: ReceiptErrorCode, message: string, field?: string) {
    super(code, message, {
      ...(field === undefined ? {} : { field }),
      remedy: 'Fetch the receipt again from where it was published.',
    });
  }
}

const refuse = (field: string, reason: string) => new ReceiptError('RECEIPT_FORMAT', `${field} ${reason}`, field);

/**
 * Reads a receipt from the text of a file.
 *
 * @throws ReceiptError
 */
export function parseReceiptText(text: string): Receipt {
  const fail = (why: DocumentFault, message: string) => new ReceiptError(`RECEIPT_${why}`, message);
  return readReceipt(parseDocumentText(text, 'receipt', RECEIPT_BYTES, fail));
}

/**
 * Reads a receipt from parsed JSON: exactly the listed fields, one spelling per value. Whether its points lie on their
 * curves, its domain is right and its proof holds is the work of `verifyReceipt`.
 *
 * @returns a fresh object
 * @throws ReceiptError with the path of the offending field
 */
export function readReceipt(value: unknown): Receipt {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof ReceiptError) throw error;
    if (error instanceof InputError) throw new ReceiptError('RECEIPT_FORMAT', error.message, error.field);
    throw new ReceiptError('RECEIPT_FORMAT', 'the receipt cannot be read');
  }
}

function read(value: unknown): Receipt {
  const pointG1: FieldReader<Groth16Proof['a']> = (point, field) => parseG1(point, field, refuse);
  const signals = signalRecord(() => decimalBelow(SCALAR_FIELD));
  return readRecord(value, '', {
    format: formatOf(RECEIPT_FORMAT),
    statementVersion: readVersion,
    instance: readInstance,
    verificationKeyHash: readWord,
    setup: (word, field) => readChoice<SetupKind>(word, field, ['development', 'ceremony']),
    domain: recordOf({
      chainId: decimalBelow(1n << 256n),
      registry: readAddress,
      venue: readText,
      venueId: readWord,
      sequence: decimalBelow(1n << 64n),
    }),
    publicSignals: recordOf(signals),
    proof: recordOf({ a: pointG1, b: (point, field) => parseG2(point, field, refuse), c: pointG1 }),
  });
}

function readVersion(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value < 2 ** 32) return value;
  throw refuse(field, 'is not a version number');
}

function readInstance(value: unknown, field: string): string {
  if (typeof value === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(value)) return value;
  throw refuse(field, 'is not the name of an instance');
}

/** Reads a canonical decimal below a limit, and keeps it as text. */
function decimalBelow(limit: bigint): FieldReader<string> {
  return (value, field) => String(parseDecimal(value, limit, field, refuse));
}

function signalRecord<T>(signal: (name: PublicSignalName) => T): Record<PublicSignalName, T> {
  return Object.fromEntries(PUBLIC_SIGNALS.map((name) => [name, signal(name)])) as Record<PublicSignalName, T>;
}

/** What `domain` has to be the hash of for this receipt. */
export function domainPreimage(receipt: Pick<Receipt, 'statementVersion' | 'instance' | 'domain'>): DomainPreimage {
  return {
    statementVersion: receipt.statementVersion,
    instanceId: textId(receipt.instance),
    chainId: BigInt(receipt.domain.chainId),
    registry: receipt.domain.registry,
    venueId: receipt.domain.venueId,
    sequence: BigInt(receipt.domain.sequence),
  };
}

/** Whether the receipt says that it stands outside any chain: nobody but the venue counts its sequence. */
export function isUnregistered({ domain }: Receipt): boolean {
  return domain.chainId === '0' && /^0x0{40}$/.test(domain.registry);
}

/** Where liquidations are announced and recorded. */
export interface Registration {
  /** Above zero. */
  readonly chainId: bigint;
  /** Address of LiquidationRegistry: 0x and 40 lower-case hex digits, not all zeros. */
  readonly registry: string;
}

/** A receipt's domain, and the signal that is its hash. */
export interface DomainWithValue {
  readonly domain: ReceiptDomain;
  readonly domainValue: bigint;
}

/** The domain of an off-chain receipt: chain and registry zero, the venue counts the sequence itself. */
export function unregisteredDomain(venue: string, sequence: bigint, instance: string): DomainWithValue {
  return registeredDomain(venue, sequence, instance, { chainId: 0n, registry: `0x${'0'.repeat(40)}` });
}

/** The domain of a liquidation that was announced on chain: the registry gave the sequence. */
export function registeredDomain(
  venue: string,
  sequence: bigint,
  instance: string,
  { chainId, registry }: Registration,
): DomainWithValue {
  const domain: ReceiptDomain = {
    chainId: String(chainId),
    registry,
    venue,
    venueId: textId(venue),
    sequence: String(sequence),
  };
  const statementVersion = Number(CONSTANTS.STATEMENT_VERSION);
  return { domain, domainValue: domainValue(domainPreimage({ statementVersion, instance, domain })) };
}

/** What a receipt is made of. */
export interface ReceiptParts {
  readonly instance: string;
  readonly verificationKeyHash: `0x${string}`;
  readonly setup: SetupKind;
  readonly domain: ReceiptDomain;
  readonly publicSignals: PublicSignals;
  readonly proof: Groth16Proof;
}

/**
 * The receipt of a proof, for the prover. Verify it before it is published.
 *
 * @throws ReceiptError for parts that no receipt can hold
 */
export function writeReceipt(parts: ReceiptParts): Receipt {
  return readReceipt({
    format: RECEIPT_FORMAT,
    statementVersion: Number(CONSTANTS.STATEMENT_VERSION),
    ...parts,
    publicSignals: signalRecord((name) => String(parts.publicSignals[name])),
  });
}
