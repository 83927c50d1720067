import { SCENARIO_CAPACITY, SCENARIO_NODES } from '../../circuits/commitment/scenarioTree.ts';
import type { ScenarioLeaf } from '../../circuits/objects.ts';
import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import { changedLiquidations } from '../vectors/changedLiquidations.ts';
import { honestLiquidations } from '../vectors/honestLiquidations.ts';
import { seeded } from '../vectors/seeded.ts';
import { modelCalls } from './modelCalls.ts';
import type { LiquidationCase, ModelCase, TreeCase } from './modelCase.ts';

/** Room for most accounts of two underlyings. */
const SHAPE: InstanceShape = { optionLegs: 12, linearLegs: 3, expiries: 6, underlyings: 2 };
/** Some accounts fit no more, which the circuit's inputs must refuse. */
const SMALL: InstanceShape = { optionLegs: 5, linearLegs: 1, expiries: 2, underlyings: 1 };

export interface ModelCaseCounts {
  honest: number;
  /** Of the liquidations told otherwise, `keep` of each. */
  keep: number;
}

/** Calls of all functions, then whole liquidations as planned, then told otherwise. The same in every run. */
export async function modelCases({ honest, keep }: ModelCaseCounts): Promise<ModelCase[]> {
  const planned = await honestLiquidations(honest, SHAPE);
  const random = seeded(13);
  const whole = (inputs: LiquidationCase['inputs'], shape: InstanceShape): LiquidationCase => ({
    kind: 'liquidation',
    inputs,
    shape,
  });
  const changed = planned.flatMap((inputs) => {
    const all = changedLiquidations(inputs);
    return Array.from({ length: Math.min(keep, all.length) }, () =>
      whole(all.splice(Number(random.below(BigInt(all.length))), 1)[0] as typeof inputs, SHAPE),
    );
  });
  return [
    ...modelCalls(planned),
    ...trees(planned.flatMap(({ scenarios }) => [...scenarios.values()].map(({ leaf }) => leaf))),
    ...planned.flatMap((inputs) => [whole(inputs, SHAPE), whole(inputs, SMALL)]),
    ...changed,
  ];
}

/** Trees with few leaves and with all, at their first and last places and beyond; with a salt or a leaf too many. */
function trees(drawn: readonly ScenarioLeaf[]): TreeCase[] {
  const salts = Array.from({ length: SCENARIO_NODES }, (_, node) => BigInt(1000 + node));
  const full = Array.from({ length: SCENARIO_CAPACITY }, (_, i) => ({
    ...(drawn[i % drawn.length] as ScenarioLeaf),
    group: BigInt(i),
  }));
  const tree = (leaves: readonly ScenarioLeaf[], positions: readonly number[], given = salts): TreeCase => ({
    kind: 'tree',
    leaves,
    salts: given,
    positions,
  });
  return [
    tree(full.slice(0, 9), [0, 7, 8]),
    tree(full.slice(0, 9), [9]),
    tree(full, [0, 63, 64, 587, SCENARIO_CAPACITY - 1]),
    tree(full, [SCENARIO_CAPACITY]),
    tree([...full, ...full.slice(0, 1)], [0]),
    tree(full, [0], salts.slice(1)),
  ];
}
