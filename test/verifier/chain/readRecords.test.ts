import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChainLog, LogFilter, NodeReader } from '../../../verifier/chain/nodeReader.ts';
import { quorumReader } from '../../../verifier/chain/quorumReader.ts';
import { readRecords, rebuildReceipt } from '../../../verifier/chain/readRecords.ts';
import { rpcReader } from '../../../verifier/chain/rpcReader.ts';
import { REGISTRY_EVENTS } from '../../../verifier/generated/registryAbi.ts';
import { verifyReceiptText } from '../../../verifier/verifyReceipt.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { RegisteredVenue } from '../../support/evm/registeredVenue.ts';
import { idOf } from '../../support/evm/registryKit.ts';
import { type RpcServer, type RpcServerOptions, rpcServer } from '../../support/evm/rpcServer.ts';

let prover: AnythingProver;
let venue: RegisteredVenue;
const servers: RpcServer[] = [];
beforeAll(async () => {
  prover = await AnythingProver.create();
  venue = await RegisteredVenue.create(prover, await prover.verifier('development', 'anything'));
  await venue.announce([{ handle: 'carol', accountBefore: 70_000n }]);
  await venue.record(70_000n);
}, 120_000);
afterAll(async () => {
  for (const server of servers) await server.close();
  await prover?.close();
});

async function node(options?: RpcServerOptions): Promise<NodeReader> {
  const server = await rpcServer(venue.its.kit.chain, options);
  servers.push(server);
  return rpcReader(new URL(server.url));
}
const walk = (chain: NodeReader, onBlock?: (block: bigint) => void) =>
  readRecords({ chain, registry: venue.its.registry }, onBlock);
/** A node that changes its events. */
const telling = async (change: (logs: readonly ChainLog[]) => readonly ChainLog[]): Promise<NodeReader> => {
  const honest = await node();
  return { ...honest, logs: async (filter) => change(await honest.logs(filter)) };
};
const isRecord = ([, [topic]]: ChainLog) => topic === REGISTRY_EVENTS.LiquidationRecorded.topic;

describe('the records of a registry', () => {
  test('W4 give back every receipt, which is valid with and without the chain', async () => {
    const chain = await node();
    const { registry, trustedKeys, receipt, venueId } = venue.its;
    const found = await walk(chain);
    expect([...found.venues.values()]).toContain(venue.venue);
    expect(found.records.map(({ venueId: id, sequence }) => [id, sequence])).toEqual([
      [venueId, 2n],
      [venueId, 3n],
    ]);
    const texts = await Promise.all(found.records.map((record) => rebuildReceipt(record, found, trustedKeys)));
    expect(JSON.parse(texts[0] ?? '')).toEqual(receipt);
    for (const text of texts) {
      const report = await verifyReceiptText(text, { chain, registry, trustedKeys });
      expect(report.verdict).toBe('VALID');
      expect(report.banners.map(({ code }) => code)).toEqual(['DEVELOPMENT']);
    }
  });

  test('are found where a node answers for few blocks only', async () => {
    const blocks: bigint[] = [];
    const found = await walk(await node({ mostBlocks: 3n }), (block) => blocks.push(block));
    expect(found.records).toHaveLength(2);
    expect(new Set(blocks).size).toBeGreaterThan(3);
  });

  test('a name of any bytes does not keep the others from being read', async () => {
    const { kit } = venue.its;
    const fork = await kit.fork();
    await fork.registerVenue(`\ufeff <b>\u202e"; ${'x'.repeat(20)}`);
    const server = await rpcServer(fork.chain);
    servers.push(server);
    const found = await walk(rpcReader(new URL(server.url)));
    expect([...found.venues.values()]).toContain(`\ufeff <b>\u202e"; ${'x'.repeat(20)}`);
    expect(found.records).toHaveLength(2);
  });

  test('under a key that is not built in give a reason and no receipt', async () => {
    const found = await walk(await node());
    const [record] = found.records;
    if (!record) throw new Error('no record');
    await expect(rebuildReceipt(record, found, {})).rejects.toThrow(/^unknown key 0x[0-9a-f]{64}$/);
    const unnamed = { ...found, venues: new Map() };
    await expect(rebuildReceipt(record, unnamed, venue.its.trustedKeys)).rejects.toThrow('no event names the venue');
  });
});

describe('W4 events that no registry emits are refused', () => {
  const word = '0'.repeat(64);
  const each = (change: (log: ChainLog) => ChainLog) => (logs: readonly ChainLog[]) =>
    logs.map((log) => (isRecord(log) ? change(log) : log));
  const eachVenue = (change: (log: ChainLog) => ChainLog) => (logs: readonly ChainLog[]) =>
    logs.map((log) => (isRecord(log) ? log : change(log)));
  test.each<[string, (logs: readonly ChainLog[]) => readonly ChainLog[]]>([
    ['a topic less', each(([a, topics, data]) => [a, topics.slice(0, 3), data])],
    ['a topic less and a word more', each(([a, topics, data]) => [a, topics.slice(0, 3), `${data}${word}`])],
    ['a word more', each(([a, topics, data]) => [a, topics, `${data}${word}`])],
    ['a word less', each(([a, topics, data]) => [a, topics, data.slice(0, -64) as `0x${string}`])],
    ['half a word more', each(([a, topics, data]) => [a, topics, `${data}${word.slice(32)}`])],
    [
      'a number beyond its type',
      each(([a, [t, v, , after], data]) => [a, [t, v, `0x${'f'.repeat(64)}`, after] as never, data]),
    ],
    ['another contract', each(([, topics, data]) => [`0x${'1'.repeat(40)}`, topics, data])],
    ['another event', each(([a, [, ...topics], data]) => [a, [`0x${'2'.repeat(64)}`, ...topics], data])],
    [
      'a record of the other contract',
      (logs) => logs.map(([, topics, data], _, [first]) => [first?.[0] ?? '0x', topics, data]),
    ],
    [
      'another name',
      eachVenue(([a, topics, data]) => [
        a,
        topics,
        data.replace(/[1-9](?=0*$)/, (digit) => (digit === '1' ? '2' : '1')) as `0x${string}`,
      ]),
    ],
    [
      'a name of another venue',
      eachVenue(([a, [t], data]) => [a, [t as `0x${string}`, idOf('other') as `0x${string}`], data]),
    ],
    ['a longer name', eachVenue(([a, topics, data]) => [a, topics, `${data}${word}`])],
    ['no name', eachVenue(([a, topics, data]) => [a, topics, data.slice(0, 2 + 7 * 64) as `0x${string}`])],
  ])('with %s', async (_, change) => {
    await expect(walk(await telling(change))).rejects.toMatchObject({ name: 'ChainAnswerError' });
  });
});

describe('W4 of several nodes', () => {
  test('that agree the events are read, to the latest block that all have', async () => {
    const honest = await node();
    const ahead = { ...honest, blockNumber: async () => (await honest.blockNumber()) + 5n };
    const asked: LogFilter[] = [];
    const counting: NodeReader = {
      ...honest,
      logs: (filter) => {
        asked.push(filter);
        return honest.logs(filter);
      },
    };
    expect((await walk(quorumReader([ahead, counting]))).records).toHaveLength(2);
    expect(BigInt(asked.at(-1)?.toBlock ?? 0)).toBe(await honest.blockNumber());
  });

  test.each<[string, (logs: readonly ChainLog[]) => readonly ChainLog[]]>([
    ['hides an event', (logs) => logs.slice(0, -1)],
    ['repeats one', (logs) => [...logs, ...logs.slice(-1)]],
    [
      'changes a proof',
      (logs) =>
        logs.map(([a, t, data]) => [a, t, `${data.slice(0, -1)}${data.endsWith('0') ? 1 : 0}` as `0x${string}`]),
    ],
  ])('of which one %s nothing is read', async (_, change) => {
    for (const nodes of [
      [await node(), await telling(change)],
      [await telling(change), await node()],
    ]) {
      await expect(walk(quorumReader(nodes))).rejects.toMatchObject({ code: 'CHAIN_DISAGREES' });
    }
  });

  test('that refuse every range the walk ends', async () => {
    const refusing = await node({
      lie: (method, _, result) => {
        if (method === 'eth_getLogs') throw new Error('no logs here');
        return result;
      },
    });
    await expect(walk(refusing)).rejects.toMatchObject({ code: 'RPC_FAILED' });
  });
});
