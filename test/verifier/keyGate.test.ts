import { bn254 } from '@noble/curves/bn254.js';
import { describe, expect, test } from 'vitest';
import { makeDevelopmentKey } from '../../prover/setup/developmentKey.ts';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import { type G2Coordinates, g2Point } from '../../verifier/points.ts';
import { verificationKeyFromSnarkjs, verificationKeyToSnarkjs } from '../../verifier/snarkjsKey.ts';
import {
  encodeVerificationKey,
  parseVerificationKey,
  type VerificationKey,
  VerificationKeyFormatError,
  verificationKeyHash,
} from '../../verifier/verificationKey.ts';
import { g1Decimals } from '../support/forgery.ts';
import { compileProducts } from '../support/tinyCircuit.ts';

const { verificationKey: key } = await makeDevelopmentKey((await compileProducts(2)).r1cs);

function g2Decimals(point: InstanceType<typeof bn254.G2.Point>): G2Coordinates {
  const { x, y } = point.toAffine();
  return [
    [String(x.c0), String(x.c1)],
    [String(y.c0), String(y.c1)],
  ];
}

describe('the key gate', () => {
  test('passes a sound key', () => expect(checkVerificationKey(key, 2)).toEqual([]));

  const [ic0, ic1, ic2] = key.ic as [VerificationKey['alpha'], VerificationKey['alpha'], VerificationKey['alpha']];
  const zero = ['0', '0'] as const;
  const rows: [string, VerificationKey, string[]][] = [
    ['K1: gamma equal to delta', { ...key, delta: key.gamma }, ['KEY_GAMMA_EQUALS_DELTA']],
    [
      'K2: delta as the generator, under another gamma',
      { ...key, gamma: key.beta, delta: key.gamma },
      ['KEY_GAMMA_NOT_GENERATOR'],
    ],
    ['K1: gamma moved to delta', { ...key, gamma: key.delta }, ['KEY_GAMMA_EQUALS_DELTA', 'KEY_GAMMA_NOT_GENERATOR']],
    ['delta = −gamma', { ...key, delta: g2Decimals(g2Point(key.gamma).negate()) }, ['KEY_DELTA_RELATED']],
    ['delta = 2·gamma', { ...key, delta: g2Decimals(g2Point(key.gamma).double()) }, ['KEY_DELTA_RELATED']],
    [
      'gamma = 2·delta',
      { ...key, gamma: g2Decimals(g2Point(key.delta).double()) },
      ['KEY_DELTA_RELATED', 'KEY_GAMMA_NOT_GENERATOR'],
    ],
    ['K3: a gamma that is not the generator', { ...key, gamma: key.beta }, ['KEY_GAMMA_NOT_GENERATOR']],
    ['K7: alpha as the generator', { ...key, alpha: ['1', '2'] }, ['KEY_PHASE1_SKIPPED']],
    ['beta as the generator', { ...key, beta: key.gamma }, ['KEY_PHASE1_SKIPPED']],
    ['K4: alpha as the identity', { ...key, alpha: zero }, ['KEY_IDENTITY_POINT']],
    ['K4: beta as the identity', { ...key, beta: [zero, zero] }, ['KEY_IDENTITY_POINT']],
    ['delta as the identity', { ...key, delta: [zero, zero] }, ['KEY_IDENTITY_POINT']],
    ['K5: an IC point as the identity', { ...key, ic: [ic0, zero, ic2] }, ['KEY_IDENTITY_POINT']],
    ['K7: two equal IC points', { ...key, ic: [ic0, ic1, ic1] }, ['KEY_IC_DUPLICATE']],
    ['K6: too few IC points', { ...key, ic: [ic0, ic1] }, ['KEY_IC_LENGTH']],
    ['K6: too many IC points', { ...key, ic: [...key.ic, g1Decimals(bn254.G1.Point.BASE)] }, ['KEY_IC_LENGTH']],
    ['alpha off the curve', { ...key, alpha: [key.alpha[0], '5'] }, ['KEY_INVALID_POINT']],
    ['delta off the curve', { ...key, delta: [key.delta[1], key.delta[0]] }, ['KEY_INVALID_POINT']],
    ['an IC point off the curve', { ...key, ic: [ic0, ic1, ['1', '1']] }, ['KEY_INVALID_POINT']],
    ['a coordinate of another spelling', { ...key, alpha: [`0${key.alpha[0]}`, key.alpha[1]] }, ['KEY_MALFORMED']],
    ['no delta', { ...key, delta: undefined } as unknown as VerificationKey, ['KEY_MALFORMED']],
  ];
  test.each(rows)('refuses %s', (_, bad, codes) => {
    expect(checkVerificationKey(bad, 2).map(({ code }) => code)).toEqual(codes);
  });
});

describe('the verification key format', () => {
  test('survives JSON and the format of snarkjs', () => {
    expect(parseVerificationKey(JSON.parse(JSON.stringify(key)))).toEqual(key);
    expect(verificationKeyFromSnarkjs(verificationKeyToSnarkjs(key))).toEqual(key);
  });

  test.each([
    ['another protocol', { protocol: 'plonk' }],
    ['another curve', { curve: 'bls12381' }],
    ['a wrong count', { nPublic: 3 }],
    ['no IC', { IC: undefined }],
    ['an identity', { vk_alpha_1: ['0', '1', '0'] }],
    ['a projective point', { vk_delta_2: [...verificationKeyToSnarkjs(key).vk_delta_2.slice(0, 2), ['2', '0']] }],
  ])('refuses a snarkjs key with %s', (_, change) => {
    const json = { ...verificationKeyToSnarkjs(key), ...change };
    expect(() => verificationKeyFromSnarkjs(json)).toThrow(VerificationKeyFormatError);
  });

  test.each([
    [null],
    ['key'],
    [[]],
    [{}],
    [{ ...key, extra: 1 }],
    [{ ...key, ic: [] }],
    [{ ...key, ic: new Array(1e6) }],
  ])('refuses what is not a key (%#)', (value) =>
    expect(() => parseVerificationKey(value)).toThrow(VerificationKeyFormatError),
  );

  test('encodes the count and each coordinate as one word, in the documented order', () => {
    const bytes = encodeVerificationKey(key);
    const words = Array.from({ length: bytes.length / 32 }, (_, i) =>
      BigInt(`0x${Buffer.from(bytes.subarray(32 * i, 32 * i + 32)).toString('hex')}`),
    );
    const { alpha, beta, gamma, delta, ic } = key;
    const order = [...alpha, ...beta.flat(), ...gamma.flat(), ...delta.flat(), ...ic.flat()];
    expect(words).toEqual([2n, ...order.map(BigInt)]);
  });

  test('has a stable hash that every word changes', () => {
    // keccak-256 of the 672 bytes above; a change of the set-up's seed or of the encoding shows here.
    expect(verificationKeyHash(key)).toMatchInlineSnapshot(
      `"0x7580ad0472fdbe351a3ccbdd792876a2252b64a2a57e7fafa1263ba24ad46dd7"`,
    );
    expect(verificationKeyHash({ ...key, beta: key.gamma })).not.toBe(verificationKeyHash(key));
    expect(verificationKeyHash({ ...key, ic: [...key.ic].reverse() })).not.toBe(verificationKeyHash(key));
  });
});
