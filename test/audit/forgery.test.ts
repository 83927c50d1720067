import { test } from 'vitest';
import { emptyTally, forgeHints } from '../../audit/forgery/hintForgeries.ts';
import { ForgeableCircuit } from '../../audit/forgery/forgeableCircuit.ts';
import { leaves } from '../../audit/vectors/leaves.ts';
import { seeded } from '../../audit/vectors/seeded.ts';

test('probe', async () => {
  const tally = emptyTally();
  for (const leaf of await leaves()) {
    const t = performance.now();
    const circuit = await ForgeableCircuit.compile(leaf);
    const t1 = performance.now();
    const random = seeded(1);
    let n = 0;
    let unsat = 0;
    for (const inputs of leaf.inputs.slice(-3)) {
      const base = circuit.base(inputs);
      if (base.violated.length > 0) { unsat++; continue; }
      forgeHints(circuit, base, leaf.file.replace(/^circuits\/|\.circom$/g, ''), tally, { mostHints: 60, pairs: 40, random, onVerdict: () => n++ });
    }
    console.log(leaf.template, JSON.stringify(leaf.parameters), Math.round(t1 - t), Math.round(performance.now() - t1), n, unsat);
  }
  console.log([...tally.sites].map(([k, v]) => `${k} ${JSON.stringify(v)}`).join('\n'));
  console.log(tally.findings.length, tally.findings.slice(0, 40).join('\n'));
}, 600000);
