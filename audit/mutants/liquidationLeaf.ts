import { runLiquidation } from '../../circuits/liquidation.ts';
import { type InstanceShape, witnessInputs } from '../../circuits/witnessInputs.ts';
import { honestLiquidations } from '../vectors/honestLiquidations.ts';
import type { Leaf } from '../vectors/leaf.ts';

/** Two of everything that stands in a row, and more options than expiries. */
const SHAPE: InstanceShape = { optionLegs: 6, linearLegs: 2, expiries: 4, underlyings: 2 };
const HONEST = 10;

/** The whole statement in a small instance, with honest liquidations. */
export async function liquidationLeaf(): Promise<Leaf> {
  const { optionLegs, linearLegs, expiries, underlyings } = SHAPE;
  const liquidations = await honestLiquidations(HONEST, SHAPE);
  return {
    file: 'circuits/Liquidation.circom',
    template: 'Liquidation',
    parameters: [optionLegs, linearLegs, expiries, underlyings],
    inputs: liquidations.map((inputs) => witnessInputs(inputs, runLiquidation(inputs), SHAPE)),
  };
}
