import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { verifyCommand } from '../../../prover/commands/verify.ts';
import { rpcReader } from '../../../verifier/chain/rpcReader.ts';
import { readRpcUrl } from '../../../verifier/chain/rpcUrl.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { type RegisteredCase, registeredCase } from '../../support/evm/registeredCase.ts';
import { type RpcServer, rpcServer } from '../../support/evm/rpcServer.ts';
import { Folder } from '../../system/support.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function node(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return new URL(`http://127.0.0.1:${address.port}/v2/secret-access-key`);
}

const saying = (text: string) => node((_, response) => void response.end(text));
const answering = (result: unknown) => saying(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
const CALL = ['0x0000000000000000000000000000000000000001', '0x12345678'] as const;

test('reads a chain id and a call in their one spelling', async () => {
  expect(await rpcReader(await answering('0x7a69')).chainId()).toBe(31_337n);
  expect(await rpcReader(await answering('0xABcd')).call(...CALL)).toBe('0xabcd');
  expect(await rpcReader(await answering('0x')).call(...CALL)).toBe('0x');
});

test('asks at the latest block, and counts its questions', async () => {
  const questions: unknown[] = [];
  const url = await node((request, response) => {
    request.on('data', (part) => questions.push(JSON.parse(String(part))));
    request.on('end', () => {
      const { id } = questions.at(-1) as { id: number };
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: '0x' }));
    });
  });
  const reader = rpcReader(url);
  await reader.call(...CALL);
  await reader.call(...CALL);
  const [to, data] = CALL;
  const question = (id: number) => ({ jsonrpc: '2.0', id, method: 'eth_call', params: [{ to, data }, 'latest'] });
  expect(questions).toEqual([question(1), question(2)]);
});

describe('W4 a node', () => {
  test.each([
    [
      'an error',
      JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: 3, message: 'execution reverted: secret' } }),
      'refuses',
    ],
    ['an error beside a result', JSON.stringify({ jsonrpc: '2.0', id: 1, result: '0x', error: null }), 'refuses'],
    ['another id', JSON.stringify({ jsonrpc: '2.0', id: 2, result: '0x' }), 'another question'],
    ['no version', JSON.stringify({ id: 1, result: '0x' }), 'another question'],
    ['a number', JSON.stringify({ jsonrpc: '2.0', id: 1, result: 7 }), 'another form'],
    ['null', 'null', 'another question'],
    ['a list', '[]', 'another question'],
    ['no JSON', '<html>', 'without JSON'],
    ['nothing', '', 'without JSON'],
    ['half a byte', JSON.stringify({ jsonrpc: '2.0', id: 1, result: '0x123' }), 'another form'],
    ['text', JSON.stringify({ jsonrpc: '2.0', id: 1, result: 'ok' }), 'another form'],
    [
      'a megabyte',
      JSON.stringify({ jsonrpc: '2.0', id: 1, result: `0x${'00'.repeat(500_000)}` }),
      'more than 262144 bytes',
    ],
  ])('that answers a call with %s is an error that names its host only', async (_, text, reason) => {
    const url = await saying(text);
    const error: unknown = await rpcReader(url)
      .call(...CALL)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'RPC_FAILED', field: '--rpc', message: expect.stringContaining(reason) });
    expect(String(error)).not.toContain('secret');
    expect(String(error)).toContain(url.host);
  });

  test.each(['0x07', '0x', '0xG', '7', '', `0x${'1'.repeat(65)}`])('with the chain id %j has none', async (id) => {
    await expect(rpcReader(await answering(id)).chainId()).rejects.toMatchObject({ code: 'RPC_FAILED' });
  });

  test('that is slow, redirects, fails or is not there is an error', async () => {
    const slow = await node(() => {});
    await expect(rpcReader(slow, { timeout: 50 }).chainId()).rejects.toThrow(/is too slow/);
    const trickling = await node((_, response) => void response.write('{'));
    await expect(rpcReader(trickling, { timeout: 100 }).chainId()).rejects.toThrow(/is too slow|cannot be reached/);
    const elsewhere = await answering('0x1');
    const redirecting = await node((_, response) => void response.writeHead(307, { location: elsewhere.href }).end());
    await expect(rpcReader(redirecting).chainId()).rejects.toThrow(/cannot be reached/);
    const failing = await node(
      (_, response) => void response.writeHead(503).end('{"jsonrpc":"2.0","id":1,"result":"0x1"}'),
    );
    await expect(rpcReader(failing).chainId()).rejects.toThrow(/status 503/);
    await expect(rpcReader(new URL('http://127.0.0.1:1/')).chainId()).rejects.toThrow(/cannot be reached/);
  });
});

const LOG = { address: `0x${'A'.repeat(40)}`, topics: [`0x${'b'.repeat(64)}`], data: '0xCc', removed: false };
const FILTER = { address: [], topics: [[]], fromBlock: '0x0', toBlock: '0x1' } as const;

test('reads events in lower case, and the number of the latest block', async () => {
  expect(await rpcReader(await answering('0x10')).blockNumber()).toBe(16n);
  expect(await rpcReader(await answering([])).logs(FILTER)).toEqual([]);
  const log = [LOG.address.toLowerCase(), LOG.topics, '0xcc'];
  expect(await rpcReader(await answering([LOG, LOG])).logs(FILTER)).toEqual([log, log]);
});

test.each([
  ['null', null],
  ['a text', '0x'],
  ['nothing for one', [LOG, null]],
  ['no topics', [{ ...LOG, topics: [] }]],
  ['five topics', [{ ...LOG, topics: Array(5).fill(LOG.topics[0]) }]],
  ['a short topic', [{ ...LOG, topics: ['0x12'] }]],
  ['half a byte', [{ ...LOG, data: '0xc' }]],
  ['no data', [{ ...LOG, data: undefined }]],
  ['an address that is a list', [{ ...LOG, address: [LOG.address] }]],
  ['an address that is too long', [{ ...LOG, address: `${LOG.address}0` }]],
])('W4 a node that gives events with %s gives none', async (_, result) => {
  await expect(rpcReader(await answering(result)).logs(FILTER)).rejects.toThrow(/an answer of another form/);
});

test.each(['', 'node', 'ftp://node', 'file:///etc/passwd', 'ws://node', 'https://'])('%j is no node', (text) => {
  expect(() => readRpcUrl(text, '--rpc')).toThrow(expect.objectContaining({ code: 'RPC_URL', field: '--rpc' }));
});

describe('fairmark verify with a chain', () => {
  let prover: AnythingProver;
  let its: RegisteredCase;
  let server: RpcServer;
  const folder = new Folder();
  beforeAll(async () => {
    prover = await AnythingProver.create();
    its = await registeredCase(prover, await prover.verifier());
    server = await rpcServer(its.kit.chain);
    folder.write('receipt.json', its.receipt);
    folder.write('opening.json', its.opening);
  });
  afterAll(async () => {
    await server?.close();
    await prover?.close();
    folder.remove();
  });

  async function run(...args: string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await verifyCommand(its.trustedKeys).run(
      [folder.file('receipt.json'), '--opening', folder.file('opening.json'), ...args],
      { print: (line) => out.push(line), progress: (line) => err.push(line) },
    );
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  test('W4 W7 two nodes that agree confirm the registration', async () => {
    const { code, out, err } = await run('--rpc', server.url, '--rpc', server.url, '--registry', its.registry);
    expect(out).toMatch(/^VALID \(DEVELOPMENT\): the proof is valid\. 3 facts are unconfirmed\.\n/);
    expect(out).not.toContain('UNREGISTERED');
    expect(out).toMatch(/^✓ Registration$/m);
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  test('W4 one node is enough for the answer, and said to be one', async () => {
    const { code, err } = await run('--rpc', server.url, '--registry', its.registry.toUpperCase().replace('0X', '0x'));
    expect(code).toBe(0);
    expect(err).toContain('one node alone is asked');
  });

  test('W4 a node that is not there leaves the receipt UNREGISTERED', async () => {
    const { code, out } = await run('--rpc', server.url, '--rpc', 'http://127.0.0.1:1/', '--registry', its.registry);
    expect(code).toBe(0);
    expect(out).toMatch(/^VALID \(DEVELOPMENT, UNREGISTERED\)/);
    expect(out).toContain('the node at 127.0.0.1:1 cannot be reached');
  });

  test('V15 another registry than the receipt’s is INVALID', async () => {
    const { code, out } = await run('--rpc', server.url, '--registry', its.kit.addresses.FeedRegistry);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ Registry on chain$/m);
  });

  test.each([
    [['--rpc', 'http://127.0.0.1:1/'], 'ARGUMENTS'],
    [['--registry', `0x${'1'.repeat(40)}`], 'ARGUMENTS'],
    [['--rpc', 'node', '--registry', `0x${'1'.repeat(40)}`], 'RPC_URL'],
    [['--rpc', 'http://127.0.0.1:1/', '--registry', '0x12'], 'ADDRESS_INVALID'],
  ])('%j is refused before anything is asked', async (args, code) => {
    await expect(run(...args)).rejects.toMatchObject({ code, remedy: expect.any(String) });
  });
});
