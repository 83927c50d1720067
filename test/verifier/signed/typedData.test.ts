import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { type Hex, hashDomain, hashStruct, hashTypedData, recoverTypedDataAddress } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, test } from 'vitest';
import { recoverSigner } from '../../../verifier/signed/recoverSigner.ts';
import {
  SIGNED_TYPES,
  SIGNING_DOMAIN_VERSION,
  SIGNING_DOMAINS,
  type SignedTypeName,
} from '../../../verifier/signed/signedTypes.ts';
import type { SigningPlace } from '../../../verifier/signed/signingPlace.ts';
import { staticWord } from '../../../verifier/signed/staticWord.ts';
import { domainSeparator, type SignedMessage, signingDigest, structHash } from '../../../verifier/signed/typedData.ts';

const NAMES = Object.keys(SIGNED_TYPES) as SignedTypeName[];
const RUNS = 100;
const ORDER = secp256k1.Point.Fn.ORDER;

const hexOf = (digits: number) =>
  fc
    .bigInt({ min: 0n, max: (1n << BigInt(4 * digits)) - 1n })
    .map((n): Hex => `0x${n.toString(16).padStart(digits, '0')}`);
const places: fc.Arbitrary<SigningPlace> = fc.oneof(
  fc.constant({ chainId: 0n, verifyingContract: `0x${'0'.repeat(40)}` as Hex }),
  // viem takes a safe integer or a bigint.
  fc.record({ chainId: fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }), verifyingContract: hexOf(40) }),
);
const keys = fc.bigInt({ min: 1n, max: ORDER - 1n }).map((n): Hex => `0x${n.toString(16).padStart(64, '0')}`);

function messages<Name extends SignedTypeName>(name: Name): fc.Arbitrary<SignedMessage<Name>> {
  const fields = SIGNED_TYPES[name].map(([type, field]) => [
    field,
    type === 'bytes32' ? hexOf(64) : fc.bigInt({ min: 0n, max: (1n << BigInt(type.slice(4))) - 1n }),
  ]);
  return fc.record(Object.fromEntries(fields)) as unknown as fc.Arbitrary<SignedMessage<Name>>;
}

/** What viem takes for a message of one of the types. */
function viemInput(name: SignedTypeName, message: object, place: SigningPlace) {
  return {
    domain: { name: SIGNING_DOMAINS[name], version: SIGNING_DOMAIN_VERSION, ...place },
    types: { [name]: SIGNED_TYPES[name].map(([type, field]) => ({ type, name: field })) },
    primaryType: name,
    message: message as Record<string, unknown>,
  };
}

describe.each(NAMES)('RG-04 RG-13: %s', (name) => {
  test('hashes as viem does', () => {
    fc.assert(
      fc.property(messages(name), places, (message, place) => {
        const input = viemInput(name, message, place);
        expect(structHash(name, message)).toBe(hashStruct({ data: input.message, ...input }));
        expect(domainSeparator(name, place)).toBe(
          hashDomain({
            domain: input.domain,
            types: {
              EIP712Domain: [
                { name: 'name', type: 'string' },
                { name: 'version', type: 'string' },
                { name: 'chainId', type: 'uint256' },
                { name: 'verifyingContract', type: 'address' },
              ],
            },
          }),
        );
        expect(signingDigest(name, message, place)).toBe(hashTypedData(input));
      }),
      { numRuns: RUNS },
    );
  });

  test('gives the signer as viem does', async () => {
    await fc.assert(
      fc.asyncProperty(messages(name), places, keys, async (message, place, key) => {
        const account = privateKeyToAccount(key);
        const input = viemInput(name, message, place);
        const signature = await account.signTypedData(input);
        const signer = recoverSigner(signingDigest(name, message, place), signature);
        expect(signer).toBe(account.address.toLowerCase());
        expect(signer).toBe((await recoverTypedDataAddress({ ...input, signature })).toLowerCase());
      }),
      { numRuns: RUNS },
    );
  });

  test('V6: a signature over another message or place gives another signer', async () => {
    await fc.assert(
      fc.asyncProperty(messages(name), places, keys, async (message, place, key) => {
        const account = privateKeyToAccount(key);
        const signature = await account.signTypedData(viemInput(name, message, place));
        const signer = account.address.toLowerCase();
        for (const [type, field] of SIGNED_TYPES[name]) {
          const value = (message as Record<string, unknown>)[field];
          const other =
            type === 'bytes32'
              ? `0x${(BigInt(value as Hex) ^ 1n).toString(16).padStart(64, '0')}`
              : (value as bigint) ^ 1n;
          expect(recoverSigner(signingDigest(name, { ...message, [field]: other }, place), signature)).not.toBe(signer);
        }
        const moved = [
          { ...place, chainId: place.chainId ^ 1n },
          { ...place, verifyingContract: `0x${'e'.repeat(40)}` as Hex },
        ];
        for (const other of moved) {
          expect(recoverSigner(signingDigest(name, message, other), signature)).not.toBe(signer);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test('a tick and a statement never have the same digest: their types and domains differ', () => {
  const place = { chainId: 1n, verifyingContract: `0x${'a'.repeat(40)}` as Hex };
  expect(domainSeparator('Tick', place)).not.toBe(domainSeparator('AccountStatement', place));
});

describe('a value that does not fit its type is refused', () => {
  test.each([
    ['uint32', 1n << 32n],
    ['uint32', -1n],
    ['uint256', 1n << 256n],
    ['uint64', '0x01'],
    ['bytes32', 1n],
    ['bytes32', `0x${'0'.repeat(63)}`],
    ['bytes32', `0x${'g'.repeat(64)}`],
    ['address', `0x${'0'.repeat(64)}`],
  ] as const)('%s', (type, value) => {
    expect(() => staticWord(type, value)).toThrow(new RangeError(`the value is no ${type}`));
  });

  test.each(['string', 'bytes', 'uint', 'uint7', 'uint264', 'uint256[]', 'int8', '__proto__'])(
    'the type %s is none that is encoded',
    (type) => {
      expect(() => staticWord(type, 1n)).toThrow(/is no static type/);
    },
  );
});

describe('V6: only signatures that OpenZeppelin takes', () => {
  const digest: Hex = `0x${'5a'.repeat(32)}`;
  const word = (value: bigint) => value.toString(16).padStart(64, '0');

  async function signed(key: Hex) {
    const account = privateKeyToAccount(key);
    const signature = await account.sign({ hash: digest });
    const r = BigInt(signature.slice(0, 66));
    const s = BigInt(`0x${signature.slice(66, 130)}`);
    return { address: account.address.toLowerCase(), signature, r, s, v: signature.slice(130) };
  }

  test('the twin with a high s is refused', async () => {
    await fc.assert(
      fc.asyncProperty(keys, async (key) => {
        const { signature, address, r, s, v } = await signed(key);
        expect(recoverSigner(digest, signature)).toBe(address);
        const twin = `0x${word(r)}${word(ORDER - s)}${v === '1b' ? '1c' : '1b'}`;
        expect(recoverSigner(digest, twin)).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });

  test('s at half of the order is low, one more is high', () => {
    const half = ORDER >> 1n;
    const r = secp256k1.Point.BASE.x;
    expect(recoverSigner(digest, `0x${word(r)}${word(half)}1b`)).toMatch(/^0x[0-9a-f]{40}$/);
    expect(recoverSigner(digest, `0x${word(r)}${word(half + 1n)}1b`)).toBeUndefined();
  });

  test('other lengths, other v and other scalars are refused', async () => {
    const { signature, r, s, v } = await signed(`0x${'11'.repeat(32)}`);
    const body = signature.slice(0, 130);
    const wrong = [
      ...['00', '01', '1a', '1d', 'ff'].map((other) => body + other),
      // The compact form of EIP-2098.
      body,
      `${signature}00`,
      '0x',
      '',
      signature.slice(2),
      `0x${word(0n)}${word(s)}${v}`,
      `0x${word(r)}${word(0n)}${v}`,
      `0x${word(ORDER)}${word(s)}${v}`,
      `0x${word(r)}${word(ORDER)}${v}`,
      `0x${'f'.repeat(128)}${v}`,
      // The x of no point: x³ + 7 is no square.
      `0x${word(5n)}${word(s)}${v}`,
    ];
    for (const other of wrong) expect(recoverSigner(digest, other), other).toBeUndefined();
  });
});
