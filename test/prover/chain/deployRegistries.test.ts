import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Anvil, startAnvil } from '../../../prover/chain/anvil.ts';
import { connectChain, type SigningConnection } from '../../../prover/chain/connectChain.ts';
import { deployRegistries } from '../../../prover/chain/deployRegistries.ts';

const account = privateKeyToAccount(`0x${'5a'.repeat(32)}`);
let anvil: Anvil;
let connection: SigningConnection;
beforeAll(async () => {
  anvil = await startAnvil({ timestamp: 1_774_000_000n });
  await anvil.fund(account.address);
  connection = await connectChain(anvil.rpcUrl, account);
});
afterAll(() => anvil?.stop());

/** Nothing was paid for. */
const sent = () => connection.client.getTransactionCount({ address: account.address });

test('RG-06 V22: development keys are refused off the named test chains, before anything is sent', async () => {
  const mainnet = { ...connection, chainId: 1n };
  await expect(deployRegistries(mainnet)).rejects.toMatchObject({
    code: 'DEVELOPMENT_KEY',
    message: expect.stringContaining('chain 1 is no named test chain'),
    remedy: expect.stringContaining('anvil'),
  });
  expect(await sent()).toBe(0);
});

test('RG-06 V23: code that is not the locked one is refused, before anything is sent', async () => {
  const { compiled } = connection;
  const registry = compiled.contracts.LiquidationRegistry;
  if (!registry) throw new Error('the registry is compiled');
  const other = { ...registry, bytecode: `${registry.bytecode}00` as const };
  const contracts = { ...compiled.contracts, LiquidationRegistry: other };
  const damaged = { ...connection, compiled: { ...compiled, contracts } };
  await expect(deployRegistries(damaged)).rejects.toMatchObject({
    code: 'CONTRACT_LOCK_MISMATCH',
    message: expect.stringContaining('LiquidationRegistry'),
  });
  expect(await sent()).toBe(0);
});

test('an unknown instance is refused, before anything is sent', async () => {
  await expect(deployRegistries(connection, { instances: ['liquidation_huge'] })).rejects.toMatchObject({
    code: 'UNKNOWN_INSTANCE',
  });
  expect(await sent()).toBe(0);
});

test('owner and guardian are those that are named', async () => {
  const owner = `0x${'0e'.repeat(20)}` as const;
  const guardian = `0x${'9a'.repeat(20)}` as const;
  const { deployment, contracts } = await deployRegistries(connection, {
    owner,
    guardian,
    instances: ['liquidation_xl', 'liquidation_small'],
  });
  // In the order of constraints, whatever the order asked for.
  expect(deployment.verifierIds).toEqual({ liquidation_small: 1, liquidation_xl: 2 });
  expect(contracts).toHaveLength(6);
  const read = (functionName: string) =>
    connection.client.readContract({
      address: deployment.verifiers,
      abi: connection.abi('VerifierRegistry'),
      functionName,
    });
  expect(String(await read('owner')).toLowerCase()).toBe(owner);
  expect(String(await read('guardian')).toLowerCase()).toBe(guardian);
});
