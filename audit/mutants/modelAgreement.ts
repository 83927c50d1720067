import { runLiquidation } from '../../circuits/liquidation.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { type InstanceShape, witnessInputs } from '../../circuits/witnessInputs.ts';
import { TemplateCircuit } from '../circuit/templateCircuit.ts';
import { honestLiquidations } from '../vectors/honestLiquidations.ts';

/** The shape of `liquidation_small`. */
const SHAPE: InstanceShape = { optionLegs: 6, linearLegs: 1, expiries: 3, underlyings: 1 };
const LIQUIDATIONS = 12;

/**
 * Runs planned liquidations through the model and through the smallest instance as it ships, Poseidon included.
 *
 * @returns how many agree in every public signal: all of them
 * @throws RangeError for one that does not
 */
export async function modelAgreement(): Promise<number> {
  const { optionLegs, linearLegs, expiries, underlyings } = SHAPE;
  const circuit = await TemplateCircuit.compile({
    file: 'circuits/Liquidation.circom',
    template: 'Liquidation',
    parameters: [optionLegs, linearLegs, expiries, underlyings],
    privateInputs: true,
  });
  const liquidations = await honestLiquidations(LIQUIDATIONS, SHAPE);
  for (const inputs of liquidations) {
    const result = runLiquidation(inputs);
    const assignment = await circuit.assign(witnessInputs(inputs, result, SHAPE));
    const differs = PUBLIC_SIGNALS.some((name) => assignment.get(`main.${name}`) !== result.publicSignals[name]);
    if (differs || circuit.violated(assignment).length > 0) throw new RangeError('circuit and model disagree');
  }
  return liquidations.length;
}
