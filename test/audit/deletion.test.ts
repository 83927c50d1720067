import { test } from 'vitest';
import { Deletions } from '../../audit/deletion/deletions.ts';
import { RepairSearch } from '../../audit/deletion/repairSearch.ts';
import { soleRefusals } from '../../audit/deletion/soleRefusals.ts';
import { ForgeableCircuit } from '../../audit/forgery/forgeableCircuit.ts';
import { leaves } from '../../audit/vectors/leaves.ts';
import { seeded } from '../../audit/vectors/seeded.ts';

test('probe', async () => {
  for (const leaf of await leaves()) {
    const circuit = await ForgeableCircuit.compile(leaf);
    const t1 = performance.now();
    const random = seeded(1);
    const own = leaf.file.replace(/^circuits\/|\.circom$/g, '');
    const bases = leaf.inputs.slice(-3).map((inputs) => circuit.base(inputs));
    const sole = soleRefusals(circuit, bases, own, { random, mostHints: 40, pairs: 20, mostInputEdits: 200 });
    const t2 = performance.now();
    const deletions = new Deletions(circuit, leaf.file, leaf.template);
    const all = circuit.circuit.system.constraints.map((_, i) => i);
    let tally = deletions.tally(all, sole);
    const open = tally.unnoticed.length;
    const t3 = performance.now();
    const search = new RepairSearch(circuit);
    for (const c of tally.unnoticed) if (bases.filter((b) => b.violated.length === 0).some((b) => search.find(b, c))) sole.add(c);
    console.log('repair', open, Math.round(performance.now() - t3));
    tally = deletions.tally(all, sole);
    const both = tally.determinism.filter((c) => sole.has(c)).length;
    console.log(leaf.template, JSON.stringify(leaf.parameters), Math.round(t2 - t1), Math.round(performance.now() - t2), all.length, tally.determinism.length, tally.soleRefusal.length, tally.unnoticed.length, 'both', both,
      tally.unnoticed.slice(0, 4).map((c) => `${c}: ${deletions.namesOf(c).slice(0, 5).join(' ')}`).join(' | '));
  }
}, 600000);
