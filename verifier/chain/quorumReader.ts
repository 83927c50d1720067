import { InputError } from '../../circuits/errors.ts';
import type { ChainReader } from './chainReader.ts';

/**
 * Asks several nodes the same, and answers what all of them say (W4). One node that lies, lags behind or is silent makes
 * the question unanswered; it never makes an answer.
 *
 * @param readers nodes of different operators; at least one
 * @throws InputError `CHAIN_READERS` for none. Its answers reject with InputError `CHAIN_DISAGREES` where two nodes
 *   differ, and with the first node's own error where one rejects
 */
export function quorumReader(readers: readonly ChainReader[]): ChainReader {
  if (readers.length === 0) {
    throw new InputError('CHAIN_READERS', 'no node was given to ask', { remedy: 'Give at least one node.' });
  }
  const agree = async <T>(ask: (reader: ChainReader) => Promise<T>): Promise<T> => {
    const [first, ...others] = await Promise.all(readers.map(ask));
    if (others.some((other) => other !== first)) {
      throw new InputError('CHAIN_DISAGREES', 'the nodes that were asked do not give the same answer', {
        remedy: 'One of them lies or lags behind: ask again later, or ask other nodes.',
      });
    }
    return first as T;
  };
  return {
    chainId: () => agree((reader) => reader.chainId()),
    call: (to, data) => agree((reader) => reader.call(to, data)),
  };
}
