import { bn254 } from '@noble/curves/bn254.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { G1Coordinates, G2Coordinates } from '../../points.ts';
import { type SetupKind, type VerificationKeyRecords, verificationKeyHash } from '../../verificationKey.ts';
import { power } from './field.ts';

/** A pinned key as the build of the page writes it: `compactKey` of prover/page/compactModules.ts. */
type KeyRow = readonly [instance: string, statementVersion: number, kind: SetupKind, key: string];

const { Fp } = bn254.fields;
/** y² = x³ + 3. */
const B = 3n;

/** The point of G1 with this x and an odd or even y: a square root modulo p, which is 3 modulo 4. */
function g1Of(word: bigint): G1Coordinates {
  const x = BigInt.asUintN(255, word);
  const y = power(Fp, (x ** 3n + B) % Fp.ORDER, (Fp.ORDER + 1n) / 4n);
  return [String(x), String((y & 1n) === word >> 255n ? y : Fp.ORDER - y)];
}

/** The pinned keys, each by its hash, which is computed again. */
export function decodeKeyRows(rows: readonly KeyRow[]): VerificationKeyRecords {
  const { x, y } = bn254.G2.Point.BASE.toAffine();
  const g2Of = ([c0, c1, d0, d1]: readonly bigint[]): G2Coordinates => [
    [String(c0), String(c1)],
    [String(d0), String(d1)],
  ];
  return Object.fromEntries(
    rows.map(([instance, statementVersion, kind, base64]) => {
      const digits = bytesToHex(Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)));
      const words = (digits.match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`));
      const [alpha = ['0', '0'], ...ic] = words.slice(8).map(g1Of);
      const key = {
        ...{ alpha, ic, gamma: g2Of([x.c0, x.c1, y.c0, y.c1]) },
        ...{ beta: g2Of(words), delta: g2Of(words.slice(4)) },
      };
      return [verificationKeyHash(key), { instance, statementVersion, kind, key }];
    }),
  );
}
