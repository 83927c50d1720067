import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAnvil } from '../../../prover/chain/anvil.ts';
import { connectChain } from '../../../prover/chain/connectChain.ts';

test('the chain keeps the time that it is given, and ends when it is told to', async () => {
  const anvil = await startAnvil({ timestamp: 1_700_000_000n });
  const { client, chainId } = await connectChain(anvil.rpcUrl);
  expect(chainId).toBe(31_337n);
  await anvil.setTime(1_700_086_400n);
  expect((await client.getBlock()).timestamp).toBe(1_700_086_400n);
  await anvil.stop();
  await expect(connectChain(anvil.rpcUrl)).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' });
});

test('an installation without the test chain is told so', async () => {
  const root = mkdtempSync(join(tmpdir(), 'fairmark-anvil-'));
  writeFileSync(join(root, 'package.json'), '{}');
  await expect(startAnvil({ timestamp: 1n, workspace: { root, cache: root } })).rejects.toMatchObject({
    code: 'ANVIL_MISSING',
    message: expect.stringContaining('@foundry-rs/anvil-'),
    remedy: expect.any(String),
  });
  rmSync(root, { recursive: true });
});

test.each(['', 'localhost:8545', 'ws://127.0.0.1:1', 'file:///etc/passwd', 'https://', 'https://user:key@'])(
  'the address %j is none of a node, and is not repeated',
  async (url) => {
    const error = await connectChain(url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'RPC_URL', field: '--rpc' });
    if (url.length > 10) expect(JSON.stringify(error)).not.toContain(url);
  },
);
