import { test } from 'vitest';
import { ForgeableCircuit } from '../../audit/forgery/forgeableCircuit.ts';
import { forgeInputs } from '../../audit/forgery/inputForgeries.ts';
import { smallLiquidations } from '../../audit/forgery/smallLiquidations.ts';
import { seeded } from '../../audit/vectors/seeded.ts';

test('probe', async () => {
  const circuit = await ForgeableCircuit.compile({ file: 'circuits/Liquidation.circom', template: 'Liquidation', parameters: [6, 1, 3, 1], privateInputs: true });
  for (const { name, circuitInputs } of smallLiquidations()) {
    const base = circuit.base(circuitInputs);
    const t = performance.now();
    const edits = forgeInputs(circuit, base, seeded(name.length));
    console.log(name, base.violated.length, edits.length, Math.round(performance.now() - t));
    for (const outcome of ['free', 'withoutWire', 'otherStatement'] as const) {
      console.log(outcome, edits.filter((e) => e.outcome === outcome).map((e) => `${e.path}:${e.kind}`).join(' '));
    }
  }
}, 1600000);
