import { BASE_FIELD } from '../../points.ts';
import {
  type SetupKind,
  type VerificationKey,
  type VerificationKeyRecord,
  type VerificationKeyRecords,
  verificationKeyHash,
} from '../../verificationKey.ts';
import { power, primeField } from './field.ts';

type Pair = readonly [string, string];
type KeyRow = readonly [instance: string, statementVersion: number, kind: SetupKind, key: string];

/** Bytes of a word. */
const WORD = 32;
/** Where a word has the lowest bit of y beside x, which is shorter. */
const Y_BIT = 255n;

/** A point of G1 from its x and the lowest bit of its y: y² = x³ + 3, and a root is the (p + 1) / 4th power. */
function pointOf(word: bigint): Pair {
  const x = BigInt.asUintN(Number(Y_BIT), word);
  const root = power(primeField(BASE_FIELD), x ** 3n + 3n, (BASE_FIELD + 1n) / 4n);
  return [String(x), String((root & 1n) === word >> Y_BIT ? root : BASE_FIELD - root)];
}

/** One word of a point of G1, as `decodeKeyRecords` reads it. */
export function pointWord([x, y]: Pair): bigint {
  return BigInt(x) | ((BigInt(y) & 1n) << Y_BIT);
}

/** A key from base64: the words of `encodeVerificationKey`, but one for a point of G1. */
function decodeKey(base64: string): VerificationKey {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  let at = 0;
  const word = (): bigint => {
    const digits = Array.from(bytes.subarray(at, at + WORD), (byte) => byte.toString(16).padStart(2, '0'));
    at += WORD;
    return BigInt(`0x${digits.join('')}`);
  };
  const pair = (): Pair => [String(word()), String(word())];
  const point = () => pointOf(word());
  const points = Number(word()) + 1;
  return {
    alpha: point(),
    beta: [pair(), pair()],
    gamma: [pair(), pair()],
    delta: [pair(), pair()],
    ic: Array.from({ length: points }, point),
  };
}

/** The pinned keys from the rows that the build of the page writes; each by its hash, which is computed again. */
export function decodeKeyRecords(rows: readonly KeyRow[]): VerificationKeyRecords {
  return Object.fromEntries(
    rows.map(([instance, statementVersion, kind, base64]): [`0x${string}`, VerificationKeyRecord] => {
      const key = decodeKey(base64);
      return [verificationKeyHash(key), { instance, statementVersion, kind, key }];
    }),
  );
}
