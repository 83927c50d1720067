import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { charterDigest } from '../../circuits/commitment/charterDigest.ts';
import { outcomeCommitment } from '../../circuits/commitment/outcomeCommitment.ts';
import { packWord } from '../../circuits/commitment/packWord.ts';
import { poseidon } from '../../circuits/commitment/poseidon.ts';
import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import { scenarioLeafHash } from '../../circuits/commitment/scenarioLeafHash.ts';
import { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Account, Charter, Outcome, ScenarioLeaf, Snapshot, Surface } from '../../circuits/objects.ts';
import { TestCircuit } from '../support/circuit.ts';

/**
 * commitments.json comes from make_commitments.py, which shares no code with circuits/. Here the library's commitments
 * are held against it, and its Poseidon against circomlib's template.
 */
interface Vectors {
  poseidon: { inputs: bigint[]; hash: bigint }[];
  charter: { input: Charter; digest: bigint }[];
  scenarioLeaf: { input: ScenarioLeaf; hash: bigint }[];
  scenarioNode: { children: bigint[]; hash: bigint }[];
  scenarioTree: { leaves: ScenarioLeaf[]; root: bigint }[];
  rulebook: { charterDigest: bigint; scenarioRoot: bigint; commitment: bigint }[];
  surface: { input: Surface; commitment: bigint }[];
  snapshot: { input: Snapshot; commitment: bigint }[];
  account: { name: string; input: Account; commitment: bigint }[];
  outcome: { name: string; input: Outcome; commitment: bigint }[];
}

const vectors: Vectors = JSON.parse(
  readFileSync(resolve(import.meta.dirname, 'commitments.json'), 'utf8'),
  (key, value: unknown) => {
    if (key === 'underlying') return Number(value);
    return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : value;
  },
);

test.each(vectors.poseidon)('Poseidon of $inputs.length inputs', ({ inputs, hash }) => {
  expect(poseidon(inputs)).toBe(hash);
});

test('charter', () => {
  for (const { input, digest } of vectors.charter) expect(charterDigest(input)).toBe(digest);
});

test('scenario leaf, node and tree', () => {
  for (const { input, hash } of vectors.scenarioLeaf) expect(scenarioLeafHash(input)).toBe(hash);
  for (const { children, hash } of vectors.scenarioNode) expect(poseidon(children)).toBe(hash);
  for (const { leaves, root } of vectors.scenarioTree) expect(new ScenarioTree(leaves).root).toBe(root);
});

test('rulebook', () => {
  for (const vector of vectors.rulebook) {
    expect(rulebookCommitment(vector.charterDigest, vector.scenarioRoot)).toBe(vector.commitment);
  }
});

test('surface', () => {
  for (const { input, commitment } of vectors.surface) expect(surfaceCommitment(input)).toBe(commitment);
});

test('snapshot', () => {
  for (const { input, commitment } of vectors.snapshot) expect(snapshotCommitment(input)).toBe(commitment);
});

test.each(vectors.account)('account $name', ({ input, commitment }) => {
  expect(accountCommitment(input)).toBe(commitment);
});

test.each(vectors.outcome)('outcome $name', ({ input, commitment }) => {
  expect(outcomeCommitment(input)).toBe(commitment);
});

test('no two objects share a commitment', () => {
  const all = [
    ...vectors.charter.map((vector) => vector.digest),
    ...vectors.scenarioLeaf.map((vector) => vector.hash),
    ...vectors.scenarioNode.map((vector) => vector.hash),
    ...vectors.scenarioTree.map((vector) => vector.root),
    ...[vectors.rulebook, vectors.surface, vectors.snapshot, vectors.account, vectors.outcome].flatMap((list) =>
      list.map((vector) => vector.commitment),
    ),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test("circomlib's Poseidon gives the rulebook, the leaf, the node and the root of the tree", async () => {
  const circuits = new Map<number, TestCircuit>();
  const circomlib = async (inputs: readonly bigint[]): Promise<bigint> => {
    const n = inputs.length;
    const circuit =
      circuits.get(n) ??
      (await TestCircuit.compile({ file: 'test/vectors/PoseidonOf.circom', template: 'PoseidonOf', parameters: [n] }));
    circuits.set(n, circuit);
    const [, out] = await circuit.calculate({ in: inputs });
    return out ?? 0n;
  };
  for (const vector of vectors.rulebook) {
    const inputs = [C.TAG_RULEBOOK, vector.charterDigest, vector.scenarioRoot];
    expect(await circomlib(inputs)).toBe(vector.commitment);
  }
  for (const { input, hash } of vectors.scenarioLeaf) {
    const [v0, v1, v2, v3] = input.volMultipliers as [bigint, bigint, bigint, bigint];
    const word = packWord([
      [BigInt(input.underlying), 3n, 'underlying'],
      [input.group, 16n, 'group'],
      [input.forwardMultiplier, 21n, 'forwardMultiplier'],
      [input.weight, 10n, 'weight'],
      [v0 | (v1 << 12n) | (v2 << 24n) | (v3 << 36n), 48n, 'volMultipliers'],
    ]);
    expect(await circomlib([3n, word, input.salt])).toBe(hash);
  }
  for (const { children, hash } of vectors.scenarioNode) expect(await circomlib(children)).toBe(hash);
  const { inputs, hash } = vectors.poseidon[15] ?? { inputs: [], hash: 0n };
  expect(await circomlib(inputs)).toBe(hash);
});
