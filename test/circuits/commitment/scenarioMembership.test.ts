import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type Inputs, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { poseidon } from '../../../circuits/commitment/poseidon.ts';
import { scenarioLeafWord } from '../../../circuits/commitment/scenarioLeafWord.ts';
import { scenarioMembership } from '../../../circuits/commitment/scenarioMembership.ts';
import { ScenarioTree } from '../../../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import type { ScenarioOpening } from '../../../circuits/objects.ts';
import { sampleMarket, sampleNodeSalts, sampleScenarios } from '../../support/sampleMarket.ts';
import { compileLeaf, expectModel, expectNoWitness, sweepSignals } from '../leafTestKit.ts';

const { tree } = sampleMarket();

describe('FM-08 FM-02.3 ScenarioMembership', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    const arities = [1 << Number(C.TREE_ROOT_BITS), 1 << Number(C.TREE_INNER_BITS)];
    circuit = await compileLeaf('commitment/ScenarioMembership', arities);
  });

  const inputsOf = ({ leaf, root, middle, bottom, bottomSalt }: ScenarioOpening): Inputs => ({
    leafWord: scenarioLeafWord(leaf),
    root,
    middle,
    bottom,
    bottomSalt,
  });

  test('equals its model, at the last place of a full tree too', async () => {
    const leaves = sampleScenarios();
    const full = new ScenarioTree(
      Array.from({ length: 1024 }, (_, i) => ({ ...(leaves[i % 70] as (typeof leaves)[number]), group: BigInt(i) })),
      sampleNodeSalts(),
    );
    for (const [of, position] of [
      [tree, 0],
      [tree, 7],
      [tree, 8],
      [tree, 69],
      [full, 64],
      [full, 587],
      [full, 1023],
    ] as const) {
      const opening = of.open(position);
      expect(scenarioMembership(opening)).toBe(of.root);
      await expectModel(circuit, inputsOf(opening));
    }
  });

  test('has no witness for another leaf, salt or path', async () => {
    const opening = tree.open(19);
    const inputs = inputsOf(opening);
    const word = inputs.leafWord as bigint;
    for (const other of [0n, word + 1n, FIELD - word, scenarioLeafWord(tree.open(27).leaf)]) {
      await expectNoWitness(circuit, { ...inputs, leafWord: other });
    }
    expect(() => scenarioMembership({ ...opening, leaf: tree.open(27).leaf })).toThrow(/^FM-08/);
    for (const bottomSalt of [0n, opening.bottomSalt + 1n, tree.open(27).bottomSalt]) {
      await expectNoWitness(circuit, { ...inputs, bottomSalt });
      expect(() => scenarioMembership({ ...opening, bottomSalt })).toThrow(/^FM-08/);
    }
    // A node of the tree is no leaf of it.
    await expectNoWitness(circuit, { ...inputs, leafWord: opening.middle[2] as bigint });
    // A sibling subtree, and a node of the prover's own making.
    const sibling = tree.open(27);
    await expectNoWitness(circuit, { ...inputs, bottom: sibling.bottom });
    const own = opening.bottom.map((leaf, i) => (i === 5 ? 1n : leaf));
    await expectNoWitness(circuit, { ...inputs, bottom: own });
    const middle = opening.middle.map((node, i) => (i === 2 ? poseidon([...own, opening.bottomSalt]) : node));
    await expectNoWitness(circuit, { ...inputs, bottom: own, middle });
    // Led up to the root it is another tree, whose root the rulebook does not hold.
    const root = opening.root.map((node, i) => (i === 0 ? poseidon(middle) : node));
    await expectModel(circuit, { ...inputs, bottom: own, middle, root });
    expect(poseidon(root)).not.toBe(tree.root);
  });

  test('a leaf and its path may stand at any place: only membership is said', async () => {
    const opening = tree.open(19);
    expect(opening.bottom.indexOf(scenarioLeafWord(opening.leaf))).toBe(3);
    await expectModel(circuit, { ...inputsOf(opening), leafWord: opening.bottom[4] as bigint });
  });

  test('refuses other values of any signal outside the hashes', async () => {
    // The caller hashes the root's children. Once a factor of a product of differences is zero, later ones are free.
    const assignment = await circuit.assign(inputsOf(tree.open(19)));
    const free = /Hash\.|products|main\.root|\[([4-9]|1\d)\]/;
    expect(sweepSignals(circuit, assignment, free)).toBeGreaterThan(50);
  });
});
