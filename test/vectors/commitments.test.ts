import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { outcomeCommitment } from '../../circuits/commitment/outcomeCommitment.ts';
import { poseidon } from '../../circuits/commitment/poseidon.ts';
import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import { scenarioLeafWord } from '../../circuits/commitment/scenarioLeafWord.ts';
import { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import type { Account, Charter, Outcome, ScenarioLeaf, Snapshot, Surface } from '../../circuits/objects.ts';

/**
 * commitments.json comes from make_commitments.py, which shares no code with circuits/. Here the library's commitments
 * are held against it, and its Poseidon against circomlib's template.
 */
interface Vectors {
  poseidon: { inputs: bigint[]; hash: bigint }[];
  scenarioLeaf: { input: ScenarioLeaf; word: bigint }[];
  scenarioNode: { words: bigint[]; salt: bigint; hash: bigint }[];
  scenarioTree: { leaves: ScenarioLeaf[]; salts: bigint[]; root: bigint }[];
  rulebook: { charter: Charter; scenarioRoot: bigint; commitment: bigint }[];
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

test('scenario leaf, node and tree', () => {
  for (const { input, word } of vectors.scenarioLeaf) expect(scenarioLeafWord(input)).toBe(word);
  for (const { words, salt, hash } of vectors.scenarioNode) expect(poseidon([...words, salt])).toBe(hash);
  for (const { leaves, salts, root } of vectors.scenarioTree) expect(new ScenarioTree(leaves, salts).root).toBe(root);
});

test('rulebook', () => {
  for (const vector of vectors.rulebook) {
    expect(rulebookCommitment(vector.charter, vector.scenarioRoot)).toBe(vector.commitment);
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
    ...vectors.scenarioLeaf.map((vector) => vector.word),
    ...vectors.scenarioNode.map((vector) => vector.hash),
    ...vectors.scenarioTree.map((vector) => vector.root),
    ...[vectors.rulebook, vectors.surface, vectors.snapshot, vectors.account, vectors.outcome].flatMap((list) =>
      list.map((vector) => vector.commitment),
    ),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test("circomlib's Poseidon gives the node and the root of the tree, and the model's for the width of a rulebook", async () => {
  const circuits = new Map<number, TemplateCircuit>();
  const circomlib = async (inputs: readonly bigint[]): Promise<bigint> => {
    const n = inputs.length;
    const circuit =
      circuits.get(n) ??
      (await TemplateCircuit.compile({
        file: 'test/vectors/PoseidonOf.circom',
        template: 'PoseidonOf',
        parameters: [n],
      }));
    circuits.set(n, circuit);
    const [, out] = await circuit.calculate({ in: inputs });
    return out ?? 0n;
  };
  for (const { words, salt, hash } of vectors.scenarioNode) expect(await circomlib([...words, salt])).toBe(hash);
  for (const { leaves, salts, root } of vectors.scenarioTree) {
    const opening = leaves.length > 0 ? new ScenarioTree(leaves, salts).open(0) : undefined;
    if (opening) expect(await circomlib(opening.root)).toBe(root);
  }
  const { inputs, hash } = vectors.poseidon[10] ?? { inputs: [], hash: 0n };
  expect(await circomlib(inputs)).toBe(hash);
});
