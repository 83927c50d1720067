import { encodeErrorResult } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Anvil, startAnvil } from '../../../prover/chain/anvil.ts';
import { callContract } from '../../../prover/chain/callContract.ts';
import { connectChain, type SigningConnection } from '../../../prover/chain/connectChain.ts';
import { deployRegistries } from '../../../prover/chain/deployRegistries.ts';
import { sendTransaction } from '../../../prover/chain/sendTransaction.ts';
import { translateError } from '../../../prover/chain/translateError.ts';

const account = privateKeyToAccount(`0x${'5b'.repeat(32)}`);
const EMPTY = `0x${'e0'.repeat(20)}` as const;
let anvil: Anvil;
let connection: SigningConnection;
beforeAll(async () => {
  anvil = await startAnvil({ timestamp: 1_774_000_000n });
  await anvil.fund(account.address);
  connection = await connectChain(anvil.rpcUrl, account);
});
afterAll(() => anvil?.stop());

test('U3: a call that runs out of gas is no answer of the contract', async () => {
  const { deployment } = await deployRegistries(connection, { instances: ['liquidation_small'] });
  // More states than a block has gas for.
  const states = Array.from({ length: 30_000 }, (_, i) => BigInt(i + 1));
  const call = { contract: 'LiquidationRegistry', address: deployment.registry, functionName: 'flagOverdue' };
  const args = [`0x${'1'.repeat(64)}`, states];
  await expect(sendTransaction(connection, { ...call, args, gas: 60_000n })).rejects.toMatchObject({
    code: 'GAS_EXCEEDED',
    field: 'LiquidationRegistry.flagOverdue',
  });
  const { verifiers } = deployment;
  const optIn = { contract: 'VerifierRegistry', address: verifiers, functionName: 'optIn', args: [args[0], 1] };
  await expect(sendTransaction(connection, optIn)).rejects.toMatchObject({
    code: 'CONTRACT_REFUSED',
    errorName: 'VenueUnknown',
    args: [args[0]],
  });
});

test('an address without a contract takes no transaction and gives no answer', async () => {
  const call = { contract: 'LiquidationRegistry', address: EMPTY };
  const root = { ...call, functionName: 'publishAccountRoot', args: [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`] };
  await expect(sendTransaction(connection, root)).rejects.toMatchObject({ code: 'CONTRACT_MISSING' });
  await expect(callContract(connection, { ...call, functionName: 'charters' })).rejects.toMatchObject({
    code: 'CONTRACT_MISSING',
    message: `there is no LiquidationRegistry at ${EMPTY} on chain 31337`,
  });
});

test('an error of no known contract is given by its first bytes', async () => {
  const abi = [{ type: 'error', name: 'Unheard', inputs: [] }] as const;
  const data = encodeErrorResult({ abi, errorName: 'Unheard' });
  // Code that reverts with these bytes, whatever it is asked.
  const code = `0x63${data.slice(2)}60e01b60005260046000fd` as const;
  const client = connection.client as unknown as {
    request(args: { method: string; params: unknown[] }): Promise<void>;
  };
  await client.request({ method: 'anvil_setCode', params: [EMPTY, code] });
  const call = { contract: 'LiquidationRegistry', address: EMPTY, functionName: 'charters' };
  await expect(callContract(connection, call)).rejects.toMatchObject({
    code: 'TRANSACTION_REVERTED',
    message: `LiquidationRegistry.charters reverts with ${data}, an unknown error`,
  });
});

test('what is no error of the chain is told without its text', () => {
  const error = translateError(new Error('https://node/key'), 'eth_chainId', []);
  expect(error).toMatchObject({ code: 'NODE_FAILED', message: 'eth_chainId failed' });
});
