import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { InputError } from '../circuits/errors.ts';
import { type G1Coordinates, type G2Coordinates, parseG1, parseG2, parseObject } from './points.ts';

/**
 * A Groth16 verification key over BN254: the constants of
 * e(A, B) = e(alpha, beta) · e(IC[0] + Σ signal[i]·IC[i+1], gamma) · e(C, delta).
 */
export interface VerificationKey {
  readonly alpha: G1Coordinates;
  readonly beta: G2Coordinates;
  readonly gamma: G2Coordinates;
  readonly delta: G2Coordinates;
  /** One point for the constant one and one per public signal, in signal order. */
  readonly ic: readonly G1Coordinates[];
}

/** How a key came to be. `development` means that anyone can forge: its secret is public. */
export type SetupKind = 'development' | 'ceremony';

/** A verification key as the package ships it. */
export interface VerificationKeyRecord {
  readonly instance: string;
  readonly statementVersion: number;
  readonly kind: SetupKind;
  readonly key: VerificationKey;
}

/** Verification keys by their `verificationKeyHash`. */
export type VerificationKeyRecords = Readonly<Record<`0x${string}`, VerificationKeyRecord>>;

/** A verification key that is not spelled as its format says. */
export class VerificationKeyFormatError extends InputError {
  constructor(field: string, reason: string) {
    super('VERIFICATION_KEY_FORMAT', `${field} ${reason}`, {
      field,
      remedy: 'Use a verification key that this version of Fairmark wrote.',
    });
  }
}

/** No statement has this many public signals; the bound keeps a hostile file from costing time. */
const MAX_IC = 65;
const KEYS = ['alpha', 'beta', 'gamma', 'delta', 'ic'] as const;

const refuse = (field: string, reason: string) => new VerificationKeyFormatError(field, reason);

/**
 * Reads a verification key from parsed JSON: exact fields, canonical decimals below the base field order.
 *
 * Whether its points make a sound key is the work of `checkVerificationKey`.
 *
 * @throws VerificationKeyFormatError
 */
export function parseVerificationKey(value: unknown): VerificationKey {
  const key = parseObject(value, KEYS, 'key', refuse);
  const ic = key.ic;
  if (!Array.isArray(ic) || ic.length < 1 || ic.length > MAX_IC) throw refuse('key.ic', `is not 1 to ${MAX_IC} points`);
  return {
    alpha: parseG1(key.alpha, 'key.alpha', refuse),
    beta: parseG2(key.beta, 'key.beta', refuse),
    gamma: parseG2(key.gamma, 'key.gamma', refuse),
    delta: parseG2(key.delta, 'key.delta', refuse),
    ic: ic.map((point, index) => parseG1(point, `key.ic[${index}]`, refuse)),
  };
}

/**
 * The key as bytes: 32-byte big-endian words in the order
 * number of public signals, alpha x y, beta x.c0 x.c1 y.c0 y.c1, gamma (as beta), delta (as beta), then x y of each IC.
 *
 * @throws VerificationKeyFormatError for a key that `parseVerificationKey` refuses
 */
export function encodeVerificationKey(key: VerificationKey): Uint8Array {
  const { alpha, beta, gamma, delta, ic } = parseVerificationKey({ ...key });
  const words = [String(ic.length - 1), ...alpha, ...beta.flat(), ...gamma.flat(), ...delta.flat(), ...ic.flat()];
  const bytes = new Uint8Array(words.length * 32);
  words.forEach((word, index) => {
    let rest = BigInt(word);
    for (let at = index * 32 + 31; rest > 0n; at--) {
      bytes[at] = Number(rest & 0xffn);
      rest >>= 8n;
    }
  });
  return bytes;
}

/** Identity of a key: keccak-256 of `encodeVerificationKey`, as 0x and 64 lower-case hex digits. */
export function verificationKeyHash(key: VerificationKey): `0x${string}` {
  return `0x${bytesToHex(keccak_256(encodeVerificationKey(key)))}`;
}
