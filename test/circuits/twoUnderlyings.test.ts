import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { monotoneRoute } from '../../circuits/arithmetic/monotoneRoute.ts';
import { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { type LiquidationInputs, runLiquidation } from '../../circuits/liquidation.ts';
import type { ScenarioOpening } from '../../circuits/objects.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { type CircuitInputs, type InstanceShape, witnessInputs } from '../../circuits/witnessInputs.ts';
import { liquidationOf } from '../support/sampleLiquidation.ts';
import { sampleAccount, sampleMarket, sampleNodeSalts } from '../support/sampleMarket.ts';
import { expectForgeryRefused, expectNoWitness } from './leafTestKit.ts';
import { bitEdits } from './pricing/pricingTestKit.ts';

// What a second underlying adds to the composition: its order, one tree, joint groups, and thresholds by notional.

const SHAPE: InstanceShape = { optionLegs: 4, linearLegs: 2, expiries: 4, underlyings: 2 };

let circuit: TemplateCircuit;
beforeAll(async () => {
  circuit = await TemplateCircuit.compile({
    file: 'circuits/Liquidation.circom',
    template: 'Liquidation',
    parameters: [SHAPE.optionLegs, SHAPE.linearLegs, SHAPE.expiries, SHAPE.underlyings],
    privateInputs: true,
  });
});

const market = sampleMarket();
const joint = sampleMarket({ jointScenarios: true });

async function expectSameSignals(kind: 'twoUnderlyings' | 'condor', shortfall: bigint, of: typeof market) {
  const inputs = liquidationOf(sampleAccount(kind, { market: of, shortfall }), of);
  const result = runLiquidation(inputs);
  const assignment = await circuit.assign(witnessInputs(inputs, result, SHAPE));
  expect([...circuit.violatedSignals(assignment)].slice(0, 10)).toEqual([]);
  for (const name of PUBLIC_SIGNALS) expect(assignment.get(`main.${name}`), name).toBe(result.publicSignals[name]);
}

describe('FM-08 FM-09 FM-13 circuit and model give the same public signals', () => {
  test.each([20n, 50n, 400n, 1100n])(
    'each underlying under its own worst scenario, %s per mille',
    async (shortfall) => {
      await expectSameSignals('twoUnderlyings', shortfall, market);
    },
  );
  test.each([20n, 400n, 1100n])('joint scenarios, %s per mille', async (shortfall) => {
    await expectSameSignals('twoUnderlyings', shortfall, joint);
  });
  test('with the second slot inactive', async () => {
    await expectSameSignals('condor', 50n, market);
  });
});

describe('two underlyings: what is refused', () => {
  const inputs = liquidationOf(sampleAccount('twoUnderlyings', { market, shortfall: 50n }), market);
  const honest = witnessInputs(inputs, runLiquidation(inputs), SHAPE);
  const jointInputs = liquidationOf(sampleAccount('twoUnderlyings', { market: joint, shortfall: 50n }), joint);
  const jointHonest = witnessInputs(jointInputs, runLiquidation(jointInputs), SHAPE);

  const at = (of: CircuitInputs, name: string, place: number, value: unknown): CircuitInputs => ({
    ...of,
    [name]: (of[name] as unknown[]).map((old, i) => (i === place ? value : old)),
  });
  /** Position of the second underlying's leaf. */
  const positionOf = (of: LiquidationInputs, { scenarios }: typeof market): number =>
    scenarios.indexOf((of.scenarios.get(1) as ScenarioOpening).leaf);
  /** The second underlying under the leaf at a position of a tree. */
  function under(of: CircuitInputs, tree: ScenarioTree, position: number): CircuitInputs {
    const { leaf, middle, bottom, bottomSalt } = tree.open(position);
    return Object.entries({
      scenarioGroup: leaf.group,
      forwardMultiplier: leaf.forwardMultiplier,
      weight: leaf.weight,
      volMultipliers: leaf.volMultipliers,
      treeMiddle: middle,
      treeBottom: bottom,
      treeBottomSalt: bottomSalt,
    }).reduce((edited, [name, value]) => at(edited, name, 1, value), of);
  }

  test('FM-04 underlyings out of order, twice, or one left out', async () => {
    const swapped = Object.fromEntries(
      Object.entries(honest).map(([name, value]) =>
        Array.isArray(value) && value.length === 2 && !name.startsWith('linear')
          ? [name, [...value].reverse()]
          : [name, value],
      ),
    );
    await expectNoWitness(circuit, swapped, /underlyingOrder|underlyingNumber/);
    await expectNoWitness(circuit, at(honest, 'underlyingNumber', 1, 0n), /underlyingOrder|terms/);
    await expectNoWitness(circuit, at(honest, 'underlyingActive', 1, 0n));
    await expectNoWitness(circuit, at(honest, 'underlyingActive', 0, 0n));
  });

  test('FM-05 an expiry of the other underlying', async () => {
    for (const [place, underlying] of [
      [0, 1n],
      [3, 0n],
      [3, 2n],
    ] as const) {
      await expectNoWitness(circuit, at(honest, 'expiryUnderlying', place, underlying), /expiry/);
    }
  });

  test('FM-05 a leg or a linear source of the other underlying is another account', async () => {
    const before = (await circuit.assign(honest)).get('main.accountBefore') as bigint;
    const others = [
      at(honest, 'linearSource', 0, BigInt(SHAPE.expiries) + 1n),
      at(honest, 'linearSource', 1, BigInt(SHAPE.expiries)),
      ...[
        [0, 0, 0, 0],
        [0, 0, 1, 2],
        [0, 1, 1, 2],
      ].map((route) => ({ ...honest, optionRoute: monotoneRoute(SHAPE.expiries, route) })),
    ];
    for (const edited of others) {
      expectForgeryRefused(circuit, await circuit.assign(edited), { 'main.accountBefore': before });
    }
  });

  test('FM-08 a scenario of another tree', async () => {
    const position = positionOf(inputs, market);
    const other = new ScenarioTree(
      market.scenarios,
      sampleNodeSalts().map((salt) => salt + 1n),
    );
    await expectNoWitness(circuit, under(honest, other, position), /inRoot/);
    const scenarios = new Map([...inputs.scenarios, [1, other.open(position)] as const]);
    expect(() => runLiquidation({ ...inputs, scenarios })).toThrow(/^FM-08/);
  });

  test('FM-03 FM-08 f and c past their ranges in one leaf: refused where active, else read by nothing', async () => {
    const alone = liquidationOf(sampleAccount('condor', { market, shortfall: 50n }), market);
    const result = runLiquidation(alone);
    const inactive = witnessInputs(alone, result, SHAPE);
    /** f by 2^22 above, c of the first bucket by as much below in the word: 27 and 58 bits up. */
    const carry = (of: CircuitInputs, place: number): CircuitInputs => {
      const f = (of.forwardMultiplier as bigint[])[place] as bigint;
      const [c, ...others] = (of.volMultipliers as bigint[][])[place] as [bigint, ...bigint[]];
      const inverse = ((FIELD + 1n) / 2n) ** 9n % FIELD;
      const multipliers = at(of, 'volMultipliers', place, [(c + FIELD - inverse) % FIELD, ...others]);
      return at(multipliers, 'forwardMultiplier', place, f + (1n << 22n));
    };
    for (const place of [0, 1]) await expectNoWitness(circuit, carry(honest, place), /forwardBelow|vol(Above|Below)/);
    const assignment = await circuit.assign(carry(inactive, 1));
    expect([...circuit.violatedSignals(assignment)]).toEqual([]);
    for (const name of PUBLIC_SIGNALS) expect(assignment.get(`main.${name}`), name).toBe(result.publicSignals[name]);
  });

  test('FM-08 joint scenarios of two groups', async () => {
    const position = positionOf(jointInputs, joint);
    const { group } = joint.tree.open(position).leaf;
    for (const step of [-1, 1, -2]) {
      const { leaf } = joint.tree.open(position + step);
      if (leaf.underlying !== 1) continue;
      expect(leaf.group).not.toBe(group);
      await expectNoWitness(circuit, under(jointHonest, joint.tree, position + step), /[gG]roup/);
      const scenarios = new Map([...jointInputs.scenarios, [1, joint.tree.open(position + step)] as const]);
      expect(() => runLiquidation({ ...jointInputs, scenarios })).toThrow(/^FM-08/);
    }
  });

  test('FM-13 another threshold of an underlying, with the remainder that fits', async () => {
    const assignment = await circuit.assign(honest);
    for (const u of [0, 1]) {
      const read = (name: string) => assignment.get(`main.threshold[${u}].${name}`) as bigint;
      for (const step of [-1n, 1n, -1000n]) {
        const remainder = read('remainder') - step * read('marginalNotional');
        const bits = (name: string, value: bigint) =>
          value < 0n ? {} : bitEdits(`main.threshold[${u}].${name}.bits.out`, value % (1n << 40n), 40);
        expectForgeryRefused(circuit, assignment, {
          [`main.threshold[${u}].threshold`]: read('threshold') + step,
          [`main.threshold[${u}].remainder`]: remainder,
          ...bits('remainderRange', remainder),
          ...bits('remainderBelow', read('marginalNotional') - 1n - remainder),
        });
      }
    }
  });

  test('FM-09 the sign in |h - ω|, with the weight that fits', async () => {
    const assignment = await circuit.assign(honest);
    for (const u of [0, 1]) {
      const [sign, weight] = [`main.longErrorSign[${u}]`, `main.longErrorWeight[${u}]`];
      const value = assignment.get(weight) as bigint;
      for (const other of [1n - (assignment.get(sign) as bigint), 2n, -1n]) {
        const moved = other === 2n ? 3n * value : other === -1n ? -3n * value : -value;
        expectForgeryRefused(circuit, assignment, { [sign]: other, [weight]: moved });
      }
    }
  });
});
