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
// Results as JSON in lower case.
const NUMBER = /^"0x(?:0|[1-9a-f][0-9a-f]{0,63})"$/;
const BYTES = /^"0x(?:[0-9a-f]{2})*"$/;
/** Address, topics, data. */
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
    const question = { jsonrpc: '2.0', id: questions, method, params };
    let text: string | undefined;
    let answer: unknown;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
      if (!response.ok) throw failure(url, `answers with the status ${response.status}`);
      const bytes = await readLimited(response, maximumBytes, () =>
        failure(url, `answers with more than ${maximumBytes} bytes`),
      );
      text = new TextDecoder().decode(bytes);
      answer = JSON.parse(text);
    } catch (error) {
      if (error instanceof InputError) throw error;
      const isLate = (error as Error).name === 'TimeoutError';
      throw failure(url, text === undefined ? (isLate ? 'is too slow' : 'cannot be reached') : 'answers without JSON');
    }
    const { jsonrpc, id, error, result } = Object(answer);
    if (error !== undefined) throw failure(url, 'refuses the question: the contract may not be there');
    if (jsonrpc !== '2.0' || id !== question.id) throw failure(url, 'answers another question');
    return result;
  };

  /** The result in lower case, if it has this form. */
  const formed = (result: unknown, form: RegExp) => {
    const text = `${JSON.stringify(result)}`.toLowerCase();
    if (form.test(text)) return JSON.parse(text);
    throw failure(url, 'gives an answer of another form');
  };

  const askNumber = async (method: string) => BigInt(formed(await ask(method, []), NUMBER));

  return {
    chainId: () => askNumber('eth_chainId'),
    blockNumber: () => askNumber('eth_blockNumber'),
    call: async (to, data) => formed(await ask('eth_call', [{ to, data }, 'latest']), BYTES),
    logs: async (filter) => {
      const result = await ask('eth_getLogs', [filter], LOG_BYTES);
      return [result].flat().map((log): ChainLog => {
        const { address, topics, data } = Object(log);
        return formed([address, topics, data], LOG);
      });
    },
  };
}
