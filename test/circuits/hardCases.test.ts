import { beforeAll, describe, expect, test } from 'vitest';
import type { TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { witnessInputs } from '../../circuits/witnessInputs.ts';
import { hardCases } from '../support/hardCases.ts';
import { compileSmall, SMALL } from '../support/sampleLiquidation.ts';

// A sample of what the model takes at the edges of the statement, in the circuit as it ships.

let circuit: TemplateCircuit;
beforeAll(async () => {
  circuit = await compileSmall();
});

describe('FM-06 FM-09 FM-17 the circuit proves what the model does at the edges', () => {
  test.for(hardCases().map(({ name, inputs }) => [name, inputs] as const))('%s', async ([, inputs]) => {
    const result = runLiquidation(inputs);
    const assignment = await circuit.assign(witnessInputs(inputs, result, SMALL));
    expect([...circuit.violatedSignals(assignment)].slice(0, 8)).toEqual([]);
    for (const name of PUBLIC_SIGNALS) expect(assignment.get(`main.${name}`), name).toBe(result.publicSignals[name]);
  });
});
