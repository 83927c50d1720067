import { InputError } from '../../circuits/errors.ts';
import type { ChainLog, NodeReader } from './nodeReader.ts';
import { readLimited } from './readLimited.ts';

export interface RpcReaderOptions {
  /** How long one question may take, in milliseconds. */
  readonly timeout?: number;
}

const TIMEOUT = 15_000;
/** Longest answer that is read, in bytes: no view answers with more. */
const ANSWER_BYTES = 256 * 1024;
/** As much for events; whoever gets too many asks for fewer blocks. */
const LOG_BYTES = 16 * ANSWER_BYTES;
/** Address, topics and data as JSON in lower case. */
const LOG = /^\["0x[0-9a-f]{40}",\[(?:"0x[0-9a-f]{64}",?){1,4}\],"0x(?:[0-9a-f]{2})*"\]$/;

/** A node that gave no answer, or none that JSON-RPC knows. Names its host only: the path may be an access key. */
function failure(url: URL, reason: string): InputError {
  return new InputError('RPC_FAILED', `the node at ${url.host} ${reason}`, {
    field: '--rpc',
    remedy: 'Check the address, ask again later, or ask another node.',
  });
}

/**
 * Asks a node over JSON-RPC. Follows no redirect.
 *
 * @returns a reader that rejects with InputError `RPC_FAILED`: out of reach, too slow, an error of the node (a reverted
 *   call too), an answer too large or of another form
 */
export function rpcReader(url: URL, { timeout = TIMEOUT }: RpcReaderOptions = {}): NodeReader {
  let questions = 0;

  const ask = async (method: string, params: readonly unknown[], maximumBytes = ANSWER_BYTES): Promise<unknown> => {
    questions += 1;
    const id = questions;
    let text: string;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
      if (!response.ok) throw failure(url, `answers with the status ${response.status}`);
      const bytes = await readLimited(response, maximumBytes, () =>
        failure(url, `answers with more than ${maximumBytes} bytes`),
      );
      text = new TextDecoder().decode(bytes);
    } catch (error) {
      if (error instanceof InputError) throw error;
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      throw failure(url, isLate ? 'is too slow' : 'cannot be reached');
    }
    return resultOf(text, id, url);
  };

  const askNumber = async (method: string): Promise<bigint> => {
    const result = await ask(method, []);
    if (typeof result === 'string' && /^0x(?:0|[1-9a-f][0-9a-f]{0,63})$/.test(result)) return BigInt(result);
    throw failure(url, 'gives a number that is none');
  };

  return {
    chainId: () => askNumber('eth_chainId'),
    blockNumber: () => askNumber('eth_blockNumber'),
    call: async (to, data) => {
      const result = await ask('eth_call', [{ to, data }, 'latest']);
      if (typeof result === 'string' && /^0x(?:[0-9a-fA-F]{2})*$/.test(result)) {
        return result.toLowerCase() as `0x${string}`;
      }
      throw failure(url, 'answers a call with something else than bytes');
    },
    logs: async (filter) => {
      const result = await ask('eth_getLogs', [filter], LOG_BYTES);
      const texts = Array.isArray(result) ? result.map(writeLog) : [''];
      if (!texts.every((text) => LOG.test(text))) throw failure(url, 'gives events that are none');
      return texts.map((text): ChainLog => JSON.parse(text));
    },
  };
}

function writeLog(log: unknown): string {
  const { address, topics, data } = Object(log);
  return JSON.stringify([address, topics, data]).toLowerCase();
}

function resultOf(text: string, id: number, url: URL): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw failure(url, 'answers with something else than JSON');
  }
  if (typeof answer !== 'object' || answer === null) throw failure(url, 'answers with something else than JSON-RPC');
  const own = (name: string): unknown => (Object.hasOwn(answer, name) ? Reflect.get(answer, name) : undefined);
  if (own('error') !== undefined) throw failure(url, 'refuses the question: the contract may not be there');
  const result = own('result');
  if (own('jsonrpc') !== '2.0' || own('id') !== id || result === undefined) {
    throw failure(url, 'answers with something else than JSON-RPC');
  }
  return result;
}
