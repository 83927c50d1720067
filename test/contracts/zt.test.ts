import { test } from 'vitest';
import { AnythingProver, itemWords } from '../support/evm/provenItems.ts';
import { EvmChain, testAccount } from '../support/evm/evmChain.ts';
test('v', async () => {
  const prover = await AnythingProver.create();
  const v = await prover.verifier();
  const chain = await EvmChain.create();
  const to = await chain.deploy(v.abi, v.bytecode, [], testAccount(1));
  const signals = [1n,2n,3n,4n,5n,6n,7n].map((x) => x + (1n<<250n));
  const words = itemWords(await prover.prove(signals), signals);
  const sums: any = {};
  const evm: any = (chain as any).vm.evm;
  evm.events.on('step', (e: any, r: any) => { const n = e.opcode.name; sums[n] ??= [0, 0]; sums[n][0]++; sums[n][1] += Number(e.opcode.fee) + Number(e.opcode.dynamicFee ?? 0); r?.(); });
  await chain.send({ to, abi: v.abi, functionName: 'verify', args: [words], from: testAccount(1) });
  console.log(Object.entries(sums).sort((a: any, b: any) => b[1][1] - a[1][1]).map(([n, x]: any) => `${n} ${x}`).join('\n'));
  await prover.close();
});
