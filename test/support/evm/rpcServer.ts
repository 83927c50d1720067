import { createServer } from 'node:http';
import { numberToHex, toHex } from 'viem';
import type { EvmChain } from './evmChain.ts';

type Handler = (params: readonly unknown[]) => unknown;

export interface RpcServerOptions {
  /** Most blocks of one eth_getLogs, as providers have it. */
  readonly mostBlocks?: bigint;
  /** Changes an answer before it is sent. */
  readonly lie?: (method: string, params: readonly unknown[], result: unknown) => unknown;
}

export interface RpcServer {
  readonly url: string;
  /** Methods that were asked, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const hashOf = (number: bigint) => numberToHex(number, { size: 32 });

/** A JSON-RPC node in this process: what the auditor and the verifier ask, over an EVM of this process. */
export async function rpcServer(chain: EvmChain, options: RpcServerOptions = {}): Promise<RpcServer> {
  const { mostBlocks = 1n << 40n, lie = (_method, _params, result) => result } = options;
  const newest = () => chain.blocks.at(-1)?.number ?? 0n;
  const blockNumber = (tag: unknown) => (tag === 'latest' ? newest() : BigInt(String(tag)));
  const handlers: Record<string, Handler> = {
    eth_chainId: () => numberToHex(chain.chainId),
    eth_blockNumber: () => numberToHex(newest()),
    eth_call: ([call]) => {
      const { to, data } = call as { to: `0x${string}`; data: `0x${string}` };
      return chain.call(to, data);
    },
    eth_getBlockByNumber: ([tag]) => {
      const number = blockNumber(tag);
      const block = chain.blocks.find((its) => its.number === number);
      // Time passes without blocks here: the newest block is as old as the chain is now.
      const timestamp = number === newest() ? chain.timestamp : block?.timestamp;
      return timestamp === undefined
        ? null
        : { number: numberToHex(number), hash: hashOf(number), timestamp: numberToHex(timestamp), transactions: [] };
    },
    eth_getLogs: ([filter]) => {
      const { address, topics, fromBlock, toBlock } = filter as {
        address: string[];
        topics?: string[][];
        fromBlock: string;
        toBlock: string;
      };
      const [from, to] = [blockNumber(fromBlock), blockNumber(toBlock)];
      if (to - from >= mostBlocks) throw new Error('range too large');
      const wanted = new Set([address].flat().map((its) => its.toLowerCase()));
      return chain.blocks
        .filter(({ number }) => number >= from && number <= to)
        .flatMap(({ number, logs }) =>
          logs.map((log, i) => ({
            ...log,
            blockNumber: numberToHex(number),
            blockHash: hashOf(number),
            transactionHash: hashOf(number),
            transactionIndex: toHex(0),
            logIndex: numberToHex(i),
            removed: false,
          })),
        )
        .filter((log) => wanted.has(log.address.toLowerCase()) && (topics?.[0]?.includes(log.topics[0] ?? '') ?? true));
    },
  };
  const asked: string[] = [];
  const answer = async (text: string): Promise<unknown> => {
    const { id, method, params = [] } = JSON.parse(text) as { id: number; method: string; params?: unknown[] };
    asked.push(method);
    try {
      const handler = handlers[method];
      if (!handler) throw new Error('no such method');
      return { jsonrpc: '2.0', id, result: lie(method, params, await handler(params)) };
    } catch (error) {
      return { jsonrpc: '2.0', id, error: { code: -32_000, message: String(error) } };
    }
  };
  const server = createServer((request, response) => {
    // A page that was opened from a file asks too: its origin is null, and the browser asks first whether it may.
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') {
      response.end();
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(await answer(Buffer.concat(parts).toString())));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
