import { encodeFunctionData } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import { DeployedVerifier } from '../../support/evm/deployedVerifier.ts';
import { g1Of, g1Words, g2Of, g2Words, outsideSubgroup } from '../../support/evm/pointWords.ts';
import { AnythingProver, type Item, wordsOf } from '../../support/evm/provenItems.ts';

const EC_ADD = 6n;
const EC_MUL = 7n;
const EC_PAIRING = 8n;
const PROOF_WORDS = 8;
const ITEM_WORDS = PROOF_WORDS + PUBLIC_SIGNALS.length;
/** Names of an item's words, in their order. */
const WORDS = ['A.x', 'A.y', 'B.x.c1', 'B.x.c0', 'B.y.c1', 'B.y.c0', 'C.x', 'C.y', ...PUBLIC_SIGNALS];

let prover: AnythingProver;
let verifier: DeployedVerifier;
let items: readonly Item[];
beforeAll(async () => {
  prover = await AnythingProver.create();
  verifier = await DeployedVerifier.deploy(await prover.verifier());
  items = await prover.items(32);
});
afterAll(() => prover?.close());

/** The words of the first items, with one word of the item at `position` changed. */
function changed(count: number, position: number, word: number, change: (value: bigint) => bigint): bigint[] {
  return wordsOf(items.slice(0, count)).map((value, i) => (i === position * ITEM_WORDS + word ? change(value) : value));
}

/** Which precompile is the first to read a word of a proof: a single C is only added, others are multiplied first. */
function reader(position: number, word: number): bigint {
  if (word >= 2 && word < 6) return EC_PAIRING;
  if (position > 0) return EC_MUL;
  return word < 2 ? EC_PAIRING : EC_ADD;
}

test.each([1, 2, 8, 32])('RG-11: %i valid proofs are answered with true', async (count) => {
  expect(await verifier.verify(wordsOf(items.slice(0, count)))).toBe(true);
});

test('RG-10: one proof may stand in a batch twice', async () => {
  const [item] = items as [Item];
  expect(await verifier.verify(wordsOf([item, item, item]))).toBe(true);
});

describe.each([
  ['alone', 1, 0],
  ['first of two', 2, 0],
  ['last of three', 3, 2],
])('a proof %s', (_, count, position) => {
  test.each(WORDS.map((name, word) => [name, word] as const))('RG-11: with another %s is refused', async (_, word) => {
    const refusal = await verifier.refusal(changed(count, position, word, (value) => value + 1n));
    expect(refusal).toEqual(
      word < PROOF_WORDS ? ['PrecompileFailed', reader(position, word)] : ['ProofInvalid', BigInt(count)],
    );
  });

  test.each(WORDS.slice(0, PROOF_WORDS).map((name, word) => [name, word] as const))(
    'RG-11: with the modulus added to %s is refused',
    async (_, word) => {
      const refusal = await verifier.refusal(changed(count, position, word, (value) => value + BASE_FIELD));
      expect(refusal).toEqual(['PrecompileFailed', reader(position, word)]);
    },
  );

  test.each(PUBLIC_SIGNALS.map((name, j) => [name, j] as const))(
    'RG-11: with the order added to %s is refused before it is folded',
    async (_, j) => {
      const words = changed(count, position, PROOF_WORDS + j, (value) => value + SCALAR_FIELD);
      const alias = (items[position] as Item).signals[j] as bigint;
      expect(await verifier.refusal(words)).toEqual([
        'SignalNotCanonical',
        BigInt(position),
        BigInt(j),
        alias + SCALAR_FIELD,
      ]);
    },
  );

  const forms: [string, (proof: ProofWords) => Partial<ProofWords>][] = [
    ['−A', ({ a }) => ({ a: g1Words(g1Of(a).negate()) })],
    ['2 A', ({ a }) => ({ a: g1Words(g1Of(a).double()) })],
    ['−B', ({ b }) => ({ b: g2Words(g2Of(b).negate()) })],
    ['2 B', ({ b }) => ({ b: g2Words(g2Of(b).double()) })],
    ['−C', ({ c }) => ({ c: g1Words(g1Of(c).negate()) })],
    ['A for C', ({ a }) => ({ c: a })],
    ['the identity for A', () => ({ a: [0n, 0n] })],
    ['the identity for B', () => ({ b: [0n, 0n, 0n, 0n] })],
    ['the identity for C', () => ({ c: [0n, 0n] })],
    ['the identity for everything', () => ({ a: [0n, 0n], b: [0n, 0n, 0n, 0n], c: [0n, 0n] })],
  ];
  test.each(forms)('RG-11: with %s computes, and does not hold', async (_, form) => {
    const altered = items
      .slice(0, count)
      .map((item, i) => (i === position ? { ...item, proof: { ...item.proof, ...form(item.proof) } } : item));
    expect(await verifier.refusal(wordsOf(altered))).toEqual(['ProofInvalid', BigInt(count)]);
  });

  test('RG-11: with a B outside the subgroup is refused by the pairing', async () => {
    const altered = items
      .slice(0, count)
      .map((item, i) => (i === position ? { ...item, proof: { ...item.proof, b: outsideSubgroup() } } : item));
    expect(await verifier.refusal(wordsOf(altered))).toEqual(['PrecompileFailed', EC_PAIRING]);
  });
});

test.each([0, 1, ITEM_WORDS - 1, ITEM_WORDS + 1, 2 * ITEM_WORDS - 1, 31 * ITEM_WORDS + 8])(
  'RG-10: %i words are no whole number of items',
  async (count) => {
    const words = wordsOf(items).slice(0, count);
    expect(await verifier.refusal(words)).toEqual(['ItemsMalformed', BigInt(count)]);
  },
);

test('RG-11: the largest signal is accepted, the order is not', async () => {
  const signals = PUBLIC_SIGNALS.map(() => SCALAR_FIELD - 1n);
  const proof = await prover.prove(signals);
  expect(await verifier.verify(wordsOf([{ proof, signals }]))).toBe(true);
  const zeros = PUBLIC_SIGNALS.map(() => 0n);
  const ofZeros = { proof: await prover.prove(zeros), signals: zeros };
  expect(await verifier.verify(wordsOf([ofZeros]))).toBe(true);
  const aliased = { ...ofZeros, signals: zeros.map((zero, j) => (j === 3 ? SCALAR_FIELD : zero)) };
  expect(await verifier.refusal(wordsOf([aliased]))).toEqual(['SignalNotCanonical', 0n, 3n, SCALAR_FIELD]);
});

describe('on a chain that lacks a precompile', () => {
  // A call to an account without code succeeds and answers nothing.
  test.each([
    ['EC_ADD', EC_ADD],
    ['EC_MUL', EC_MUL],
    ['EC_PAIRING', EC_PAIRING],
  ])('RG-11: nothing is taken for an answer of %s', async (name, number) => {
    const move = (path: string, source: string) =>
      path.endsWith('/Groth16Verifier.sol') ? source.replace(`${name} = ${number};`, `${name} = 0xfa1;`) : source;
    const lacking = await DeployedVerifier.deploy(await prover.verifier('development', 'anything', move));
    for (const count of [1, 2]) {
      const refusal = await lacking.refusal(wordsOf(items.slice(0, count)));
      expect(refusal).toEqual(['PrecompileFailed', 0xfa1n]);
    }
  });
});

describe('calldata', () => {
  const encode = (words: readonly bigint[]) =>
    encodeFunctionData({ abi: verifier.abi, functionName: 'verify', args: [words] });
  const TRUE = `0x${'1'.padStart(64, '0')}`;

  test('RG-11: behind the items is not read', async () => {
    const data = encode(wordsOf(items.slice(0, 2)));
    expect(await verifier.chain.call(verifier.address, `${data}${'ff'.repeat(100)}`, verifier.abi)).toBe(TRUE);
  });

  test.each([1, 32, 480])('RG-11: that lacks its last %i bytes is refused by the decoder', async (bytes) => {
    const data = encode(wordsOf(items.slice(0, 2)));
    const cut = data.slice(0, data.length - 2 * bytes) as `0x${string}`;
    await expect(verifier.chain.call(verifier.address, cut, verifier.abi)).rejects.toMatchObject({ errorName: '' });
  });

  test('RG-11: whose array begins elsewhere is read where it says', async () => {
    const data = encode(wordsOf(items.slice(0, 1)));
    // The offset of the array is the first word; a gap of one word in front of the array moves it.
    const moved = `${data.slice(0, 10)}${'40'.padStart(64, '0')}${'f'.repeat(64)}${data.slice(74)}` as `0x${string}`;
    expect(await verifier.chain.call(verifier.address, moved, verifier.abi)).toBe(TRUE);
  });
});
