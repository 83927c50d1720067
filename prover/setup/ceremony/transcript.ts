import { CONSTANTS } from '../../../circuits/constants.ts';
import type { CeremonyCircuit } from './ceremonyCircuit.ts';
import { CeremonyError } from './ceremonyError.ts';
import type { PowersOfTau } from './powersOfTau.ts';
import type { VerifiedKey } from './verifyKey.ts';

export const TRANSCRIPT_FORMAT = 'fairmark.ceremony.v1';

/** What is published of a ceremony (`schemas/ceremony.schema.json`). Everything in it follows from the files. */
export interface CeremonyTranscript {
  readonly format: typeof TRANSCRIPT_FORMAT;
  readonly statementVersion: number;
  /** Null for a rehearsal with a constraint system from a file. */
  readonly instance: string | null;
  /** sha256 of the `.r1cs` file. */
  readonly r1csHash: string;
  readonly constraints: number;
  readonly powersOfTau: {
    /** blake2b-512. */
    readonly hash: string;
    readonly power: number;
    /** `published`: the hash is that of the file named. `given`: it was vouched for by whoever held the ceremony. */
    readonly origin: 'published' | 'given';
    readonly file: string | null;
  };
  /** blake2b-512 by which snarkjs knows circuit and powers of tau. */
  readonly circuitHash: string;
  readonly contributions: readonly TranscriptContribution[];
  /** sha256 of the `.zkey` file. */
  readonly provingKeyHash: string;
  /** keccak-256 of the encoded verification key. */
  readonly verificationKeyHash: string;
}

export interface TranscriptContribution {
  /** Of a person, in the person's own words; of a beacon, its public source. */
  readonly name: string;
  /** blake2b-512 of the contribution's public key. */
  readonly hash: string;
  readonly beacon: { readonly value: string; readonly iterationsExp: number } | null;
}

/** What a ceremony starts from, as its transcript tells it. */
function originOf({ instance, system }: CeremonyCircuit, { hash, power, published }: PowersOfTau) {
  return {
    statementVersion: Number(CONSTANTS.STATEMENT_VERSION),
    instance,
    r1csHash: system.hash,
    constraints: system.constraints,
    powersOfTau: {
      hash,
      power,
      origin: published === undefined ? 'given' : 'published',
      file: published ?? null,
    },
  } as const;
}

/** The transcript of a verified key. */
export function makeTranscript(
  circuit: CeremonyCircuit,
  powersOfTau: PowersOfTau,
  key: VerifiedKey,
): CeremonyTranscript {
  return {
    format: TRANSCRIPT_FORMAT,
    ...originOf(circuit, powersOfTau),
    circuitHash: key.circuitHash,
    contributions: key.contributions.map(({ name, hash, beacon }) => ({ name, hash, beacon: beacon ?? null })),
    provingKeyHash: key.provingKeyHash,
    verificationKeyHash: key.verificationKeyHash,
  };
}

/**
 * Compares what a written transcript says of circuit and powers of tau with the files: before the key is verified, which
 * takes long.
 *
 * @param written parsed JSON
 * @throws CeremonyError (`CEREMONY_TRANSCRIPT_MISMATCH`) that names the first field that differs
 */
export function checkTranscriptOrigin(written: unknown, circuit: CeremonyCircuit, powersOfTau: PowersOfTau): void {
  const origin = originOf(circuit, powersOfTau);
  const fields = typeof written === 'object' && written !== null ? (written as Record<string, unknown>) : {};
  refuseDifference(Object.fromEntries(Object.keys(origin).map((key) => [key, fields[key]])), origin);
}

/**
 * Compares a written transcript with the one that follows from the files, field by field.
 *
 * @param written parsed JSON
 * @throws CeremonyError (`CEREMONY_TRANSCRIPT_MISMATCH`) that names the first field that differs
 */
export function checkTranscript(written: unknown, computed: CeremonyTranscript): void {
  refuseDifference(written, computed);
}

function refuseDifference(written: unknown, computed: unknown): void {
  const field = firstDifference(written, computed, '');
  if (field === undefined) return;
  throw new CeremonyError(
    'CEREMONY_TRANSCRIPT_MISMATCH',
    `the transcript is not that of these files: ${field === '' ? 'it is no object' : `${field} differs`}`,
    field === '' ? 'transcript' : field,
    'Use the circuit, the powers of tau and the key that the transcript names.',
  );
}

/**
 * Refuses to replace a transcript by one that does not go on from it: of another circuit, of other powers of tau, or
 * without a contribution that it has.
 *
 * @throws CeremonyError (`CEREMONY_TRANSCRIPT_CONFLICT`) that names the first field that differs
 */
export function checkContinues(written: unknown, computed: CeremonyTranscript): void {
  const old = written as { contributions?: unknown } | null;
  const length = Array.isArray(old?.contributions) ? old.contributions.length : 0;
  const field = firstDifference(
    { ...(typeof old === 'object' ? old : {}), provingKeyHash: '', verificationKeyHash: '' },
    {
      ...computed,
      contributions: computed.contributions.slice(0, length),
      provingKeyHash: '',
      verificationKeyHash: '',
    },
    '',
  );
  if (field === undefined) return;
  throw new CeremonyError(
    'CEREMONY_TRANSCRIPT_CONFLICT',
    `the transcript there is of another ceremony: ${field} differs`,
    field,
    'Name another file.',
  );
}

/** Path of the first field in which two JSON values differ; undefined if they are the same. */
function firstDifference(found: unknown, expected: unknown, path: string): string | undefined {
  if (typeof expected !== 'object' || expected === null) return found === expected ? undefined : path;
  if (typeof found !== 'object' || found === null || Array.isArray(found) !== Array.isArray(expected)) return path;
  const at = (key: string) => {
    if (Array.isArray(expected)) return `${path}[${key}]`;
    return path === '' ? key : `${path}.${key}`;
  };
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  for (const key of keys) {
    if (!Object.hasOwn(expected, key) || !Object.hasOwn(found, key)) return at(key);
    const inner = firstDifference(
      (found as Record<string, unknown>)[key],
      (expected as Record<string, unknown>)[key],
      at(key),
    );
    if (inner !== undefined) return inner;
  }
  return undefined;
}
