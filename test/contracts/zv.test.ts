import { test } from 'vitest';
import { AnythingProver, itemWords } from '../support/evm/provenItems.ts';
import { EvmChain, testAccount } from '../support/evm/evmChain.ts';
test('v', async () => {
  const prover = await AnythingProver.create();
  const v = await prover.verifier();
  const chain = await EvmChain.create();
  const to = await chain.deploy(v.abi, v.bytecode, [], testAccount(1));
  const items: bigint[] = [];
  const signals = [1n,2n,3n,4n,5n,6n,7n].map((x) => x + (1n<<250n));
  const words = itemWords(await prover.prove(signals), signals);
  for (let i = 0; i < 32; i++) items.push(...words);
  for (const n of [1, 8, 32]) console.log(n, Number((await chain.send({ to, abi: v.abi, functionName: 'verify', args: [items.slice(0, 15 * n)], from: testAccount(1) })).gas) / n, v.bytecode.length/2);
  await prover.close();
});
