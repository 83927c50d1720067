import { afterAll, beforeAll, expect, test } from 'vitest';
import { AnythingProver } from '../support/evm/provenItems.ts';
import { ACTORS, accountsTree, idOf, RegistryKit } from '../support/evm/registryKit.ts';

let prover: AnythingProver;
let kit: RegistryKit;
beforeAll(async () => {
  prover = await AnythingProver.create();
  kit = await RegistryKit.create(prover, await prover.verifier());
});
afterAll(() => prover?.close());

test.each([1, 8, 32])('a batch of %i: announced, proven, recorded', async (count) => {
  const { venueId } = kit;
  const base = BigInt(count) * 1_000_000n;
  const entries = Array.from({ length: count }, (_, i) => [idOf(`account ${count} ${i}`), base + BigInt(i)] as const);
  const others = Array.from(
    { length: 1024 },
    (_, i) => [idOf(`other ${count} ${i}`), base + 500_000n + BigInt(i)] as const,
  );
  const tree = accountsTree([...entries, ...others]);
  await kit.publishAccountRoot(venueId, tree.root as `0x${string}`);
  const rootIndex = await kit.read('LiquidationRegistry', 'accountRootCount', [venueId]);
  kit.chain.warp(60n);
  const { tick, surface } = await kit.nextTick();
  const signedTick = { tick, signatures: await kit.signTick(tick) };
  kit.chain.warp(5n);
  const announcements = entries.map(([handle, accountBefore], i) => ({
    handle,
    accountBefore,
    chained: false,
    proof: tree.getProof(i),
  }));
  await kit.send(
    'LiquidationRegistry',
    'announce',
    [venueId, 1, signedTick, surface, rootIndex, announcements],
    ACTORS.announcer,
  );
  const proofs = [];
  for (const [, before] of entries) proofs.push(await kit.proof(venueId, before, before + 300_000n, before + 1n));
  const recorded = await kit.send('LiquidationRegistry', 'recordBatch', [venueId, proofs]);
  expect(recorded.result).toBe(BigInt(count));
});
