import { bn254 as library } from '@noble/curves/bn254.js';
import { secp256k1 as librarySecp } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import * as libraryBytes from '@noble/hashes/utils.js';
import fc from 'fast-check';
import * as poseidonLite from 'poseidon-lite';
import { describe, expect, test } from 'vitest';
import { compactModules } from '../../../prover/page/compactModules.ts';
import { VERIFICATION_KEYS } from '../../../verifier/generated/verificationKeys.ts';
import { bn254, type Fp2 } from '../../../verifier/page/compact/bn254.ts';
import * as bytes from '../../../verifier/page/compact/bytes.ts';
import { decodeKeyRows } from '../../../verifier/page/compact/keys.ts';
import * as poseidon from '../../../verifier/page/compact/poseidon.ts';
import { secp256k1 } from '../../../verifier/page/compact/secp256k1.ts';
import { keccak_256 as keccak } from '../../../verifier/page/compact/sha3.ts';
import { type VerificationKeyRecords, verificationKeyHash } from '../../../verifier/verificationKey.ts';

// What stands in for libraries in the page says what they say.

const R = library.fields.Fr.ORDER;
const scalar = fc.bigInt({ min: 1n, max: R - 1n });
// The library multiplies by no zero, and two scalars may add up to the order.
const point1 = (n: bigint) => library.G1.Point.BASE.multiplyUnsafe(n).toAffine();
const point2 = (n: bigint): { x: Fp2; y: Fp2 } => {
  const { x, y } = library.G2.Point.BASE.multiplyUnsafe(n).toAffine();
  return { x: { c0: x.c0, c1: x.c1 }, y: { c0: y.c0, c1: y.c1 } };
};
const g1 = (n: bigint) => bn254.G1.Point.fromAffine(point1(n));
const g1Identity = bn254.G1.Point.fromAffine({ x: 0n, y: 0n });
const g2 = (n: bigint) => bn254.G2.Point.fromAffine(point2(n));

describe('BN254', () => {
  test('has the orders and generators of the library', () => {
    expect(bn254.fields.Fp.ORDER).toBe(library.fields.Fp.ORDER);
    expect(bn254.fields.Fr.ORDER).toBe(R);
    expect(bn254.G1.Point.BASE.toAffine()).toEqual(library.G1.Point.BASE.toAffine());
    expect(bn254.G2.Point.BASE.toAffine()).toEqual(point2(1n));
  });

  test('adds, doubles, negates and multiplies as the library', () => {
    fc.assert(
      fc.property(scalar, scalar, (a, b) => {
        expect(g1(a).add(g1(b)).toAffine()).toEqual(point1((a + b) % R));
        expect(g2(a).add(g2(b)).toAffine()).toEqual(point2((a + b) % R));
        expect(
          g1(a)
            .double()
            .equals(g1((2n * a) % R)),
        ).toBe(true);
        expect(
          g2(a)
            .double()
            .equals(g2((2n * a) % R)),
        ).toBe(true);
        expect(
          g1(a)
            .negate()
            .equals(g1(R - a)),
        ).toBe(true);
        expect(g1(a).multiplyUnsafe(b).toAffine()).toEqual(point1((a * b) % R));
        for (const point of [g1(a), g2(a)]) expect(() => point.assertValidity()).not.toThrow();
      }),
      {
        numRuns: 12,
        examples: [
          [1n, R - 1n],
          [R - 1n, R - 1n],
          [2n, (R + 1n) / 2n],
        ],
      },
    );
  });

  test('meets the identity where the library does', () => {
    const a = g1(7n);
    const sum = a.add(g1(R - 7n));
    expect(sum.is0()).toBe(true);
    expect(sum.add(a).equals(a)).toBe(true);
    expect(a.add(sum).equals(a)).toBe(true);
    expect(sum.double().is0()).toBe(true);
    expect(a.multiplyUnsafe(R).is0()).toBe(true);
    expect(a.multiplyUnsafe(0n).is0()).toBe(true);
    expect(g2(7n).multiplyUnsafe(R).is0()).toBe(true);
  });

  test.each([
    ['G1', g1(5n)],
    ['G2', g2(5n)],
  ] as const)('multiplies a point of %s by small scalars and by those about the order', (_, point) => {
    const its = point as { multiplyUnsafe(scalar: bigint): typeof g1Identity } & typeof g1Identity;
    const identity = its.multiplyUnsafe(0n);
    expect(identity.is0()).toBe(true);
    let sum = identity;
    for (let scalar = 0n; scalar < 20n; scalar++) {
      for (const around of [0n, R, 2n * R]) {
        expect(its.multiplyUnsafe(scalar + around).toAffine()).toEqual(sum.toAffine());
      }
      if (scalar > 0n) expect(its.multiplyUnsafe(R - scalar).toAffine()).toEqual(sum.negate().toAffine());
      sum = sum.add(its);
    }
    expect(identity.multiplyUnsafe(7n).is0()).toBe(true);
  });

  test('refuses points off the curve and outside the group', () => {
    expect(() => bn254.G1.Point.fromAffine({ x: 1n, y: 3n }).assertValidity()).toThrow('not on the curve');
    const { x, y } = point2(5n);
    expect(() => bn254.G2.Point.fromAffine({ x, y: { ...y, c0: y.c0 + 1n } }).assertValidity()).toThrow();
    // A point of the twist outside the group: found by the library, which refuses it too.
    const { Fp2: F } = library.fields;
    const b = F.sub(F.sqr(library.G2.Point.BASE.y), F.pow(library.G2.Point.BASE.x, 3n));
    const found = Array.from({ length: 40 }, (_, i) => F.create({ c0: BigInt(i), c1: 1n })).flatMap((candidate) => {
      try {
        return [{ x: candidate, y: F.sqrt(F.add(F.pow(candidate, 3n), b)) }];
      } catch {
        return [];
      }
    });
    expect(found.length).toBeGreaterThan(5);
    for (const affine of found) {
      expect(() => library.G2.Point.fromAffine(affine).assertValidity()).toThrow();
      expect(() => bn254.G2.Point.fromAffine(affine).assertValidity()).toThrow('not in the group');
    }
  });

  test('says of products of pairings what the library says', () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, fc.constantFrom(0n, 1n), (a, b, c, off) => {
        // e(aG, bH) e(-ab/c G, cH) is one, and with another exponent is not.
        const last = (R - ((a * b * library.fields.Fr.inv(c)) % R) + off) % R || 1n;
        const exponents: [bigint, bigint][] = [
          [a, b],
          [last, c],
        ];
        const ours = bn254.pairingBatch(exponents.map(([x, y]) => ({ g1: g1(x), g2: g2(y) })));
        const theirs = library.pairingBatch(
          exponents.map(([x, y]) => ({ g1: library.G1.Point.BASE.multiply(x), g2: library.G2.Point.BASE.multiply(y) })),
        );
        expect(ours).toBe(library.fields.Fp12.eql(theirs, library.fields.Fp12.ONE));
        expect(ours).toBe((a * b + last * c) % R === 0n);
      }),
      { numRuns: 16 },
    );
  });
});

type Hash = (inputs: readonly bigint[]) => bigint;
const POSEIDON = new Map(Object.entries(poseidon));
const POSEIDON_LITE = new Map(Object.entries(poseidonLite));

describe('Poseidon', () => {
  test.each(Array.from({ length: 16 }, (_, i) => i + 1))('of %i inputs is that of the library', (count) => {
    const name = `poseidon${count}`;
    const [ours, theirs] = [POSEIDON, POSEIDON_LITE].map((functions) => functions.get(name)) as [Hash, Hash];
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: R - 1n }), { minLength: count, maxLength: count }), (inputs) => {
        expect(ours(inputs)).toBe(theirs(inputs));
      }),
      { numRuns: 4 },
    );
  });

  test('has no function of no inputs or of 17', () => {
    expect(() => poseidon.poseidon1([])).toThrow(RangeError);
    expect(() => poseidon.poseidon16(new Array(17).fill(0n))).toThrow(RangeError);
  });
});

describe('secp256k1', () => {
  const message = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const secret = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((key) => librarySecp.utils.isValidSecretKey(key));

  test('recovers the key that the library recovers, and the other for the other bit', () => {
    fc.assert(
      fc.property(message, secret, (text, key) => {
        const digest = keccak_256(text);
        const signed = librarySecp.sign(digest, key, { prehash: false, format: 'recovered' });
        const theirs = librarySecp.Signature.fromBytes(signed, 'recovered');
        const recovery = theirs.recovery as number;
        for (const bit of [recovery, 1 - recovery]) {
          const ours = secp256k1.Signature.fromBytes(signed.subarray(1), 'compact');
          expect(ours.hasHighS()).toBe(theirs.hasHighS());
          expect(ours.addRecoveryBit(bit).recoverPublicKey(digest).toBytes(false)).toEqual(
            theirs.addRecoveryBit(bit).recoverPublicKey(digest).toBytes(false),
          );
        }
        expect(
          secp256k1.Signature.fromBytes(signed.subarray(1), 'compact')
            .addRecoveryBit(recovery)
            .recoverPublicKey(digest)
            .toBytes(false),
        ).toEqual(librarySecp.getPublicKey(key, false));
      }),
      { numRuns: 12 },
    );
  });

  const scalars = (r: bigint, s: bigint) =>
    Uint8Array.from(
      `${r.toString(16).padStart(64, '0')}${s.toString(16).padStart(64, '0')}`
        .match(/../g)
        ?.map((byte) => Number(`0x${byte}`)) ?? [],
    );
  const N = librarySecp.Point.Fn.ORDER;
  test.each([
    ['r of zero', 0n, 1n],
    ['s of zero', 1n, 0n],
    ['r of the order', N, 1n],
    ['s of the order', 1n, N],
  ])('refuses %s as the library does', (_, r, s) => {
    expect(() => librarySecp.Signature.fromBytes(scalars(r, s), 'compact')).toThrow();
    expect(() => secp256k1.Signature.fromBytes(scalars(r, s), 'compact')).toThrow('not a signature');
  });

  test('refuses an r that is the x of no point, and knows a high s', () => {
    // 5 is the x of no point: 132 is no square.
    const signature = secp256k1.Signature.fromBytes(scalars(5n, 1n), 'compact').addRecoveryBit(0);
    expect(() => signature.recoverPublicKey(new Uint8Array(32))).toThrow('no point');
    expect(secp256k1.Signature.fromBytes(scalars(1n, N / 2n), 'compact').hasHighS()).toBe(false);
    expect(secp256k1.Signature.fromBytes(scalars(1n, N / 2n + 1n), 'compact').hasHighS()).toBe(true);
  });
});

describe('keccak-256', () => {
  test.each([0, 1, 31, 32, 55, 134, 135, 136, 137, 271, 272, 273, 4_000])(
    'of %i bytes is that of the library',
    (length) => {
      const message = Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 256);
      expect(keccak(message)).toEqual(keccak_256(message));
    },
  );

  test('of anything is that of the library', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (message) => {
        expect(keccak(message)).toEqual(keccak_256(message));
      }),
    );
  });
});

describe('bytes', () => {
  test('are written, read and joined as by the library', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary' }), (some, text) => {
        const hex = libraryBytes.bytesToHex(some);
        expect(bytes.bytesToHex(some)).toBe(hex);
        expect(bytes.hexToBytes(hex)).toEqual(some);
        expect(bytes.hexToBytes(hex.toUpperCase())).toEqual(some);
        expect(bytes.utf8ToBytes(text)).toEqual(libraryBytes.utf8ToBytes(text));
        expect(bytes.concatBytes(some, some, bytes.utf8ToBytes(text))).toEqual(
          libraryBytes.concatBytes(some, some, libraryBytes.utf8ToBytes(text)),
        );
      }),
    );
  });

  test.each(['0', '0g', '0x00', ' 00'])('%j is no hex', (text) => {
    expect(() => libraryBytes.hexToBytes(text)).toThrow();
    expect(() => bytes.hexToBytes(text)).toThrow();
  });
});

describe('the pinned keys in the short spelling of the page', () => {
  const decoded = (keys: VerificationKeyRecords): VerificationKeyRecords => {
    const { load } = compactModules('/page', keys);
    const module = (load as (id: string) => string)('verifier/generated/verificationKeys.ts');
    return decodeKeyRows(JSON.parse(/decodeKeyRows\((.*)\);/.exec(module)?.[1] ?? ''));
  };

  test('are the pinned keys', () => {
    expect(Object.keys(VERIFICATION_KEYS).length).toBeGreaterThan(0);
    expect(decoded(VERIFICATION_KEYS)).toEqual(VERIFICATION_KEYS);
  });

  test('are those of any other key, and none that the key gate refuses', () => {
    for (const record of Object.values(VERIFICATION_KEYS)) {
      const { alpha, beta, ic } = record.key;
      const key = { ...record.key, ic: [...ic.slice(1), alpha], delta: beta };
      const records = { [verificationKeyHash(key)]: { ...record, key } };
      expect(decoded(records)).toEqual(records);
      expect(() => decoded({ '0x0': { ...record, key: { ...key, gamma: beta } } })).toThrow(/gamma/);
    }
  });
});
