import { InputError } from '../../circuits/errors.ts';
import type { ChainReader } from './chainReader.ts';
import type { NodeReader } from './nodeReader.ts';

/**
 * Asks several nodes the same, and answers what all of them say (W4). One node that lies, lags behind or is silent makes
 * the question unanswered; it never makes an answer. The latest block is the latest that all of them have.
 *
 * @param readers nodes of different operators; at least one
 * @throws InputError `CHAIN_READERS` for none. Its answers reject with InputError `CHAIN_DISAGREES` where two nodes
 *   differ, and with the first node's own error where one rejects
 */
export function quorumReader(readers: readonly NodeReader[]): NodeReader;
export function quorumReader(readers: readonly ChainReader[]): ChainReader;
export function quorumReader(readers: readonly ChainReader[]): ChainReader {
  if (readers.length === 0) {
    throw new InputError('CHAIN_READERS', 'no node was given to ask', { remedy: 'Give at least one node.' });
  }
  const all = <T>(ask: (reader: NodeReader) => Promise<T>): Promise<T[]> =>
    // Whoever gives readers without events gets a reader without.
    Promise.all((readers as readonly NodeReader[]).map(ask));
  const agree = async <T>(
    ask: (reader: NodeReader) => Promise<T>,
    write: (answer: T) => string = String,
  ): Promise<T> => {
    const [first, ...others] = await all(ask);
    if (others.some((other) => write(other) !== write(first as T))) {
      throw new InputError('CHAIN_DISAGREES', 'the nodes that were asked do not give the same answer', {
        remedy: 'One of them lies or lags behind: ask again later, or ask other nodes.',
      });
    }
    return first as T;
  };
  const reader: NodeReader = {
    chainId: () => agree((its) => its.chainId()),
    call: (to, data) => agree((its) => its.call(to, data)),
    blockNumber: async () => (await all((its) => its.blockNumber())).reduce((a, b) => (a < b ? a : b)),
    logs: (filter) => agree((its) => its.logs(filter), JSON.stringify),
  };
  return reader;
}
