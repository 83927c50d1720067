import { beforeAll, describe, expect, test } from 'vitest';
import { poseidon } from '../../../circuits/commitment/poseidon.ts';
import { scenarioLeafHash } from '../../../circuits/commitment/scenarioLeafHash.ts';
import { scenarioMembership, scenarioPath } from '../../../circuits/commitment/scenarioMembership.ts';
import { ScenarioTree } from '../../../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import type { ScenarioOpening } from '../../../circuits/objects.ts';
import { FIELD, type Inputs, type TestCircuit } from '../../support/circuit.ts';
import { sampleMarket, sampleScenarios } from '../../support/sampleMarket.ts';
import { compileLeaf, expectForgeryRefused, expectModel, expectNoWitness, sweepSignals } from '../leafTestKit.ts';

const { tree } = sampleMarket();

describe('FM-08 FM-02.3 ScenarioMembership', () => {
  let circuit: TestCircuit;
  beforeAll(async () => {
    const arities = [1 << Number(C.TREE_ROOT_BITS), 1 << Number(C.TREE_INNER_BITS)];
    circuit = await compileLeaf('commitment/ScenarioMembership', arities);
  });

  const inputsOf = (opening: ScenarioOpening): Inputs => ({
    leafHash: scenarioLeafHash(opening.leaf),
    position: scenarioPath(opening.position).map(BigInt),
    root: opening.root,
    middle: opening.middle,
    bottom: opening.bottom,
  });

  test('equals its model, at the last place of a full tree too', async () => {
    const leaves = sampleScenarios();
    const full = new ScenarioTree(Array.from({ length: 1024 }, (_, i) => ({ ...leaves[i % 70]!, salt: BigInt(i) })));
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
      const scenarioRoot = scenarioMembership(scenarioLeafHash(opening.leaf), opening);
      expect(scenarioRoot).toBe(of.root);
      await expectModel(circuit, inputsOf(opening), { scenarioRoot });
    }
  });

  test('has no witness for another leaf, place or path', async () => {
    const opening = tree.open(19);
    const inputs = inputsOf(opening);
    const leafHash = inputs.leafHash as bigint;
    for (const other of [0n, leafHash + 1n, FIELD - leafHash, scenarioLeafHash(tree.open(20).leaf)]) {
      await expectNoWitness(circuit, { ...inputs, leafHash: other });
      expect(() => scenarioMembership(other, opening)).toThrow(/^FM-08/);
    }
    for (const position of [
      [0n, 2n, 4n],
      [0n, 3n, 3n],
      [1n, 2n, 3n],
      [0n, 2n, 8n],
      [0n, 8n, 3n],
      [16n, 2n, 3n],
      [0n, 2n, FIELD - 1n],
    ]) {
      await expectNoWitness(circuit, { ...inputs, position });
    }
    // A sibling subtree, and a node of the prover's own making.
    const sibling = tree.open(27);
    await expectNoWitness(circuit, { ...inputs, bottom: sibling.bottom });
    const own = opening.bottom.map((node, i) => (i === 5 ? 1n : node));
    await expectNoWitness(circuit, { ...inputs, bottom: own });
    const middle = opening.middle.map((node, i) => (i === 2 ? poseidon(own) : node));
    await expectNoWitness(circuit, { ...inputs, bottom: own, middle });
    // Led up to the root it is another tree.
    const root = opening.root.map((node, i) => (i === 0 ? poseidon(middle) : node));
    const assignment = await expectModel(
      circuit,
      { ...inputs, bottom: own, middle, root },
      { scenarioRoot: poseidon(root) },
    );
    expect(poseidon(root)).not.toBe(tree.root);
    expectForgeryRefused(circuit, assignment, { 'main.scenarioRoot': tree.root });
  });

  test('refuses other values of any signal outside the hashes', async () => {
    const assignment = await circuit.assign(inputsOf(tree.open(19)));
    // A zero of the selector lets nothing through, whatever the sibling: its hash binds it. Places from 4 are alike.
    expect(sweepSignals(circuit, assignment, /Hash\.|\[([4-9]|1\d)\]/)).toBeGreaterThan(200);
  });
});
