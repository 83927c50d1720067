import { bn254 } from '@noble/curves/bn254.js';
import { groth16 } from 'snarkjs';
import { afterAll, describe, expect, test } from 'vitest';
import { SnarkjsBackend } from '../../prover/groth16/snarkjsBackend.ts';
import { makeDevelopmentKey } from '../../prover/setup/developmentKey.ts';
import { BASE_FIELD, g1Point, g2Point, SCALAR_FIELD } from '../../verifier/points.ts';
import {
  type Groth16Proof,
  ProofFormatError,
  parseProof,
  parsePublicSignals,
  verifyProof,
} from '../../verifier/proof.ts';
import { verificationKeyToSnarkjs } from '../../verifier/snarkjsKey.ts';
import { g1Decimals } from '../support/forgery.ts';
import { compileProducts } from '../support/tinyCircuit.ts';

const backend = new SnarkjsBackend();
afterAll(() => backend.close());

const circuit = await compileProducts(2);
const { zkey, verificationKey: key } = await makeDevelopmentKey(circuit.r1cs);
const { proof, publicSignals } = await backend.prove(zkey, await circuit.witness({ x: [4, 5], y: 6 }));

/** Every coordinate of a proof, with the proof that has another text there. */
const places: [string, string, (text: unknown) => unknown][] = [];
for (const name of ['a', 'c'] as const) {
  for (const i of [0, 1] as const) {
    places.push([
      `${name}[${i}]`,
      proof[name][i],
      (text) => ({ ...proof, [name]: proof[name].map((old, j) => (i === j ? text : old)) }),
    ]);
  }
}
for (const i of [0, 1] as const) {
  for (const j of [0, 1] as const) {
    places.push([
      `b[${i}][${j}]`,
      proof.b[i][j],
      (text) => ({ ...proof, b: proof.b.map((row, k) => row.map((old, l) => (i === k && j === l ? text : old))) }),
    ]);
  }
}

function expectRefused(value: unknown, field?: string) {
  const refusal = (() => {
    try {
      return parseProof(value);
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(ProofFormatError);
  if (field !== undefined) expect(refusal).toMatchObject({ code: 'PROOF_FORMAT', field });
  expect(verifyProof(key, publicSignals, value as Groth16Proof)).toBe(false);
}

test('an honest proof is accepted, also after a trip through JSON', () => {
  const read = parseProof(JSON.parse(JSON.stringify(proof)));
  expect(read).toEqual(proof);
  expect(verifyProof(key, publicSignals, read)).toBe(true);
});

test('a proof is not an identity: negating A and B proves the same', () => {
  const b = g2Point(proof.b).negate().toAffine();
  const negated: Groth16Proof = {
    a: g1Decimals(g1Point(proof.a).negate()),
    b: [
      [String(b.x.c0), String(b.x.c1)],
      [String(b.y.c0), String(b.y.c1)],
    ],
    c: proof.c,
  };
  expect(verifyProof(key, publicSignals, negated)).toBe(true);
  expect(verifyProof(key, publicSignals, { ...negated, b: proof.b })).toBe(false);
});

describe.each(places)('proof.%s', (field, text, replace) => {
  test('plus the field order is refused', () => {
    expectRefused(replace(String(BigInt(text) + BASE_FIELD)), `proof.${field}`);
  });

  test.each([
    ['a leading zero', `0${text}`],
    ['a plus sign', `+${text}`],
    ['hexadecimal', `0x${BigInt(text).toString(16)}`],
    ['white space', ` ${text}`],
    ['a trailing newline', `${text}\n`],
    ['a fraction', `${text}.0`],
    ['an exponent', '1e9'],
    ['other digits', text.replace(/\d/, '٣')],
    ['nothing', ''],
    ['a negative number', `-${text}`],
    ['a billion digits, in spirit', '9'.repeat(100_000)],
  ])('with %s is refused', (_, other) => expectRefused(replace(other), `proof.${field}`));

  test.each([[Number(text)], [BigInt(text)], [null], [[text]], [undefined], [{ toString: () => text }]])(
    'of another type is refused (%#)',
    (other) => expectRefused(replace(other), `proof.${field}`),
  );

  test('with one flipped digit is refused', () => {
    for (let at = 0; at < text.length; at += 7) {
      const digit = (Number(text[at]) % 9) + 1;
      if (String(digit) !== text[at]) expectRefused(replace(`${text.slice(0, at)}${digit}${text.slice(at + 1)}`));
    }
  });
});

test.each([
  ['a with x and y swapped', { ...proof, a: [proof.a[1], proof.a[0]] }, 'proof.a'],
  ['b with x and y swapped', { ...proof, b: [proof.b[1], proof.b[0]] }, 'proof.b'],
  ['b with c0 and c1 swapped', { ...proof, b: proof.b.map(([c0, c1]) => [c1, c0]) }, 'proof.b'],
  ['c with x and y swapped', { ...proof, c: [proof.c[1], proof.c[0]] }, 'proof.c'],
  ['a as the identity', { ...proof, a: ['0', '0'] }, 'proof.a'],
  [
    'b as the identity',
    {
      ...proof,
      b: [
        ['0', '0'],
        ['0', '0'],
      ],
    },
    'proof.b',
  ],
  ['c as the identity', { ...proof, c: ['0', '0'] }, 'proof.c'],
  ['a with a third coordinate', { ...proof, a: [...proof.a, '1'] }, 'proof.a'],
  ['a cut short', { ...proof, a: [proof.a[0]] }, 'proof.a'],
  ['an unknown field', { ...proof, d: '1' }, 'proof'],
  ['a missing field', { a: proof.a, b: proof.b }, 'proof'],
  ['an inherited field', Object.create(proof), 'proof'],
  ['a field named __proto__', JSON.parse(`{"__proto__": 1, "a": 1, "b": 1}`), 'proof'],
  ['an array', [proof.a, proof.b, proof.c], 'proof'],
  ['null', null, 'proof'],
  ['text', JSON.stringify(proof), 'proof'],
])('%s is refused', (_, value, field) => expectRefused(value, field));

test('a and c exchanged is a well-formed proof of nothing', () => {
  const exchanged = { a: proof.c, b: proof.b, c: proof.a };
  expect(parseProof(exchanged)).toEqual(exchanged);
  expect(verifyProof(key, publicSignals, exchanged)).toBe(false);
});

test('b on the twist but outside the subgroup is refused', () => {
  const { Fp2 } = bn254.fields;
  const b = Fp2.sub(Fp2.sqr(bn254.G2.Point.BASE.y), Fp2.pow(bn254.G2.Point.BASE.x, 3n));
  for (let c0 = 1n, found = 0; found < 3; c0++) {
    const x = Fp2.create({ c0, c1: 0n });
    let y: typeof x;
    try {
      y = Fp2.sqrt(Fp2.add(Fp2.pow(x, 3n), b));
    } catch {
      continue;
    }
    found++;
    expectRefused(
      {
        ...proof,
        b: [
          [String(c0), '0'],
          [String(y.c0), String(y.c1)],
        ],
      },
      'proof.b',
    );
  }
});

describe('public signals', () => {
  const texts = publicSignals.map(String);

  test('are read as they were written', () => {
    expect(parsePublicSignals(texts, 2)).toEqual(publicSignals);
    expect(parsePublicSignals([String(SCALAR_FIELD - 1n), '0'], 2)).toEqual([SCALAR_FIELD - 1n, 0n]);
  });

  test.each([
    ['one short', texts.slice(1), 'publicSignals'],
    ['one long', [...texts, '0'], 'publicSignals'],
    ['at the scalar field order', [texts[0], String(SCALAR_FIELD)], 'publicSignals[1]'],
    ['plus the scalar field order', [texts[0], String((publicSignals[1] ?? 0n) + SCALAR_FIELD)], 'publicSignals[1]'],
    ['negative', ['-1', texts[1]], 'publicSignals[0]'],
    ['as numbers', publicSignals.map(Number), 'publicSignals[0]'],
    ['as an object', { ...texts, length: 2 }, 'publicSignals'],
  ])('%s are refused', (_, value, field) => {
    expect(() => parsePublicSignals(value, 2)).toThrow(expect.objectContaining({ code: 'PROOF_FORMAT', field }));
  });

  test.each([
    ['one short', publicSignals.slice(1)],
    ['one long', [...publicSignals, 0n]],
    ['plus the scalar field order', publicSignals.map((signal) => signal + SCALAR_FIELD)],
    ['minus the scalar field order', publicSignals.map((signal) => signal - SCALAR_FIELD)],
    ['exchanged', [...publicSignals].reverse()],
    ['of another type', publicSignals.map(Number) as unknown as bigint[]],
    ['missing', undefined as unknown as bigint[]],
  ])('%s do not verify', (_, signals) => expect(verifyProof(key, signals, proof)).toBe(false));
});

test('a broken key is a refusal, not a crash', () => {
  const { ic, ...rest } = key;
  expect(verifyProof(rest as typeof key, publicSignals, proof)).toBe(false);
  expect(verifyProof({ ...key, ic: ic.slice(1) }, publicSignals, proof)).toBe(false);
  expect(verifyProof({ ...key, ic: [] }, [], proof)).toBe(false);
  expect(verifyProof({ ...key, alpha: ['1', '1'] }, publicSignals, proof)).toBe(false);
  expect(
    verifyProof(
      {
        ...key,
        delta: [
          ['0', '0'],
          ['0', '0'],
        ],
      },
      publicSignals,
      proof,
    ),
  ).toBe(false);
  expect(verifyProof(null as unknown as typeof key, publicSignals, proof)).toBe(false);
});

test('where snarkjs is laxer, this verifier is not: A.y plus the field order', async () => {
  const lax = {
    pi_a: [proof.a[0], String(BigInt(proof.a[1]) + BASE_FIELD), '1'],
    pi_b: [...proof.b, ['1', '0']],
    pi_c: [...proof.c, '1'],
  };
  expect(await groth16.verify(verificationKeyToSnarkjs(key), publicSignals.map(String), lax)).toBe(true);
  expectRefused({ ...proof, a: lax.pi_a.slice(0, 2) }, 'proof.a[1]');
});
