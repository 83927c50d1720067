import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import { changedLiquidations } from '../vectors/changedLiquidations.ts';
import { honestLiquidations } from '../vectors/honestLiquidations.ts';
import { seeded } from '../vectors/seeded.ts';
import { modelCalls } from './modelCalls.ts';
import type { LiquidationCase, ModelCase } from './modelCase.ts';

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
    ...planned.flatMap((inputs) => [whole(inputs, SHAPE), whole(inputs, SMALL)]),
    ...changed,
  ];
}
