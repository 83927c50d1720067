import { test } from 'vitest';
import { measureGas } from '../support/evm/measureGas.ts';
import { AnythingProver } from '../support/evm/provenItems.ts';
test('m', async () => {
  const prover = await AnythingProver.create();
  const t = Date.now();
  const s = await measureGas(prover);
  console.log(JSON.stringify(s), Date.now() - t);
  console.log((s.announce[32]??0) / 32, s.record, (s.recordBatch[32]??0) / 32, (s.verify[32]??0) / 32);
  await prover.close();
});
