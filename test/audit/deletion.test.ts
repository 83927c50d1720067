import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deleteFromLeaf, deleteFromWhole } from '../../audit/deletion/deletionPart.ts';
import { ForgeableCircuit } from '../../audit/forgery/forgeableCircuit.ts';
import { arithmeticLeaves } from '../../audit/vectors/arithmeticLeaves.ts';
import { leafCall } from '../../audit/vectors/leaf.ts';
import { pricingLeaves } from '../../audit/vectors/pricingLeaves.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

/** The templates of arithmetic, functions and pricing, but those that take long: they are left to the full run. */
const SLOW = ['SlotChain', 'OptionPrice'];
const FAST = [...arithmeticLeaves(), ...pricingLeaves()].filter(({ template }) => !SLOW.includes(template));

describe('V21 constraint deletion', () => {
  test('there are leaves of arithmetic, functions and pricing', () => {
    const { templates } = JSON.parse(readFileSync(join(defaultWorkspace().root, 'circuits/constraints.json'), 'utf8'));
    const files = new Set(FAST.map(({ file }) => file));
    for (const { template } of templates as { template: string }[]) {
      if (/^(arithmetic|functions|pricing)\/(?!OptionPrice)/.test(template))
        expect(files).toContain(`circuits/${template}.circom`);
    }
  });

  test.each(FAST.map((leaf) => [leafCall(leaf), leaf] as const))(
    'every constraint of %s is missed when it is gone',
    async (_, leaf) => {
      const { counts, findings } = await deleteFromLeaf(leaf);
      expect(findings).toEqual([]);
      expect(counts.deleted).toBe(counts.constraints);
      const { determinism, soleRefusal, inTemplate, redundant } = counts;
      expect(determinism + soleRefusal + inTemplate + redundant).toBe(counts.deleted);
    },
  );

  test('drawn constraints of a whole liquidation are missed', async () => {
    const { counts, findings } = await deleteFromWhole(20);
    expect(findings).toEqual([]);
    expect(counts.deleted).toBe(20);
  });

  test('a constraint that follows from another is a finding', async () => {
    const leaf = {
      file: 'test/audit/deletion/Redundant.circom',
      template: 'Redundant',
      parameters: [],
      inputs: [
        { a: 3n, b: 5n },
        { a: 0n, b: 7n },
      ],
    };
    const { constraints } = (await ForgeableCircuit.compile(leaf)).circuit.system;
    expect(constraints.length).toBe(2);
    const { findings } = await deleteFromLeaf(leaf);
    expect(findings.join()).toMatch(/nothing notices that constraint \d is gone/);
  });
});
