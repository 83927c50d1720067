import {
  type SetupKind,
  type VerificationKey,
  type VerificationKeyRecord,
  type VerificationKeyRecords,
  verificationKeyHash,
} from '../../verificationKey.ts';

type Pair = readonly [string, string];
type KeyRow = readonly [instance: string, statementVersion: number, kind: SetupKind, key: string];

/** Bytes of a word of `encodeVerificationKey`. */
const WORD = 32;

/** Inverse of `encodeVerificationKey`, from base64. */
function decodeKey(base64: string): VerificationKey {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  let at = 0;
  const word = (): string => {
    const digits = Array.from(bytes.subarray(at, at + WORD), (byte) => byte.toString(16).padStart(2, '0'));
    at += WORD;
    return String(BigInt(`0x${digits.join('')}`));
  };
  const pair = (): Pair => [word(), word()];
  const points = Number(word()) + 1;
  return {
    alpha: pair(),
    beta: [pair(), pair()],
    gamma: [pair(), pair()],
    delta: [pair(), pair()],
    ic: Array.from({ length: points }, pair),
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
