import type { ChainReader } from '../../../verifier/chain/chainReader.ts';
import type { EvmChain } from './evmChain.ts';

/** The chain of this process as the verifier asks one. */
export function evmReader(chain: EvmChain): ChainReader {
  return {
    chainId: async () => chain.chainId,
    call: (to, data) => chain.call(to, data),
  };
}
