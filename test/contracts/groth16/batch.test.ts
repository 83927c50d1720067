import { bn254 } from '@noble/curves/bn254.js';
import { encodePacked, keccak256 } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { DeployedVerifier } from '../../support/evm/deployedVerifier.ts';
import { g1Of, g1Words } from '../../support/evm/pointWords.ts';
import { AnythingProver, type Item, wordsOf } from '../../support/evm/provenItems.ts';

type Pair = [Item, Item];

/** Everything that a cheat may add somewhere and take away elsewhere. */
const D = bn254.G1.Point.BASE.multiply(123_456_789n);
const HASH = 'and(keccak256(0x00, 0x40), 0xffffffffffffffffffffffffffffffff)';
const COPY = 'calldatacopy(add(preimage, 0x40), items.offset, size)';

let prover: AnythingProver;
let verifier: DeployedVerifier;
let items: readonly Item[];
let equalCoefficients: DeployedVerifier;
beforeAll(async () => {
  prover = await AnythingProver.create();
  verifier = await DeployedVerifier.deploy(await prover.verifier());
  items = await prover.items(4);
  equalCoefficients = await damaged(HASH, '1');
});
afterAll(() => prover?.close());

/** The verifier with one expression of its source replaced: a cheat that succeeds there shows what the line is for. */
async function damaged(from: string, to: string): Promise<DeployedVerifier> {
  const edit = (path: string, source: string) => {
    if (!path.endsWith('/Groth16Verifier.sol')) return source;
    if (!source.includes(from)) throw new Error(`the verifier has no ${from}`);
    return source.replace(from, to);
  };
  return DeployedVerifier.deploy(await prover.verifier('development', 'anything', edit));
}

const plusC = ({ proof, signals }: Item, point: typeof D): Item => ({
  proof: { ...proof, c: g1Words(g1Of(proof.c).add(point)) },
  signals,
});
const plusA = ({ proof, signals }: Item, point: typeof D): Item => ({
  proof: { ...proof, a: g1Words(g1Of(proof.a).add(point)) },
  signals,
});
const plusSignal = ({ proof, signals }: Item, j: number, by: bigint): Item => ({
  proof,
  signals: signals.map((signal, i) => (i === j ? (signal + by + SCALAR_FIELD) % SCALAR_FIELD : signal)),
});

/** Two items of which neither is valid, but whose errors cancel if both count the same. */
const CANCELLING: [string, (first: Item, second: Item) => Pair][] = [
  ['C + D and C − D', (first, second) => [plusC(first, D), plusC(second, D.negate())]],
  ['A + D and A − D beside one B', (first) => [plusA(first, D), plusA(first, D.negate())]],
  ['a signal + 5 and a signal − 5', (first, second) => [plusSignal(first, 5, 5n), plusSignal(second, 5, -5n)]],
  [
    'two exchanged signals',
    (first, second) => [
      { ...first, signals: second.signals },
      { ...second, signals: first.signals },
    ],
  ],
];

describe.each(CANCELLING)('RG-10: %s', (_, cheat) => {
  let invalid: Pair;
  let honest: Item;
  beforeAll(() => {
    invalid = cheat(items[0] as Item, items[1] as Item);
    honest = items[2] as Item;
  });

  test('are refused alone', async () => {
    for (const item of invalid) expect(await verifier.refusal(wordsOf([item]))).toEqual(['ProofInvalid', 1n]);
  });

  test('would cancel under equal coefficients', async () => {
    expect(await equalCoefficients.verify(wordsOf(invalid))).toBe(true);
  });

  test('are refused together', async () => {
    expect(await verifier.refusal(wordsOf(invalid))).toEqual(['ProofInvalid', 2n]);
    expect(await verifier.refusal(wordsOf([...invalid].reverse()))).toEqual(['ProofInvalid', 2n]);
  });

  test('are refused behind an honest item, and around it', async () => {
    const [one, other] = invalid;
    expect(await verifier.refusal(wordsOf([honest, one, other]))).toEqual(['ProofInvalid', 3n]);
    expect(await verifier.refusal(wordsOf([one, honest, other]))).toEqual(['ProofInvalid', 3n]);
  });
});

/** What a damaged verifier leaves out of the seed, and how that is used. */
const BLIND: [string, string, (words: readonly bigint[]) => readonly bigint[], (r: bigint, batch: Pair) => Pair][] = [
  [
    'every word',
    'calldatacopy(add(preimage, 0x40), calldatasize(), size)',
    (words) => words.map(() => 0n),
    // C of the first takes the error of the second, times the coefficient.
    (r, [first, second]) => [plusC(first, D.multiply(r)), plusC(second, D.negate())],
  ],
  [
    'the last signal',
    `${COPY} mstore(add(preimage, add(size, 0x20)), 0)`,
    (words) => words.map((word, i) => (i === words.length - 1 ? 0n : word)),
    // The first signal is off by what is in the seed already; the last, which is not, makes up for it.
    (r, [first, second]) => [first, plusSignal(second, 6, -bn254.fields.Fr.inv(r))],
  ],
];

describe.each(BLIND)('RG-10: a cheat who computes the coefficients, without %s in the seed', (_, copy, seen, cheat) => {
  let batch: Pair;
  beforeAll(() => {
    // The error that she begins with; where every word is left out, she makes it later.
    const [first, second] = items as Pair;
    batch = [copy.startsWith(COPY) ? plusSignal(first, 6, 1n) : first, second];
  });

  const attack = (blind: boolean) => {
    const words = wordsOf(batch);
    const r = coefficient(blind ? seen(words) : words, 1n);
    return wordsOf(cheat(r, batch));
  };

  test('succeeds against such a verifier', async () => {
    const blind = await damaged(COPY, copy);
    expect(await blind.verify(attack(true))).toBe(true);
  });

  test('fails: her own change changes them', async () => {
    expect(await verifier.refusal(attack(true))).toEqual(['ProofInvalid', 2n]);
    expect(await verifier.refusal(attack(false))).toEqual(['ProofInvalid', 2n]);
  });
});

/** The coefficient of an item, as the verifier makes it from what is in its seed. */
function coefficient(seen: readonly bigint[], position: bigint): bigint {
  const types = ['bytes32', 'uint256', ...seen.map(() => 'uint256')];
  const seed = keccak256(encodePacked(types, [prover.keyHash, BigInt(verifier.sender), ...seen]));
  return BigInt(keccak256(encodePacked(['bytes32', 'uint256'], [seed, position]))) & ((1n << 128n) - 1n);
}

test('RG-10: items whose proofs are exchanged are refused', async () => {
  const [first, second] = items as Pair;
  const exchanged = [
    { ...first, proof: second.proof },
    { ...second, proof: first.proof },
  ];
  expect(await verifier.refusal(wordsOf(exchanged))).toEqual(['ProofInvalid', 2n]);
});

test('RG-10: one invalid item among many is enough, wherever it stands', async () => {
  for (const position of items.keys()) {
    const batch = items.map((item, i) => (i === position ? plusC(item, D) : item));
    expect(await verifier.refusal(wordsOf(batch))).toEqual(['ProofInvalid', 4n]);
  }
});
