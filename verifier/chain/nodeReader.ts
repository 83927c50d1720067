import type { ChainReader } from './chainReader.ts';
import type { ChainSource } from './chainSource.ts';

type Hex = `0x${string}`;

/** An event as a contract emitted it, in lower case: address, one to four topics, data. */
export type ChainLog = readonly [address: Hex, topics: readonly Hex[], data: Hex];

/** Which events: of any of these contracts, with any of these first topics, in these blocks. */
export interface LogFilter {
  readonly address: readonly Hex[];
  readonly topics: readonly [readonly Hex[]];
  readonly fromBlock: Hex;
  readonly toBlock: Hex;
}

/** A chain reader that also reads events. Rejects where it gets no answer. */
export interface NodeReader extends ChainReader {
  /** `eth_blockNumber`. */
  blockNumber(): Promise<bigint>;
  /** `eth_getLogs`: as the node gives them. */
  logs(filter: LogFilter): Promise<readonly ChainLog[]>;
}

/** A trusted registry, and nodes that can also be asked for its events. */
export interface NodeSource extends ChainSource {
  readonly chain: NodeReader;
  readonly registry: Hex;
}
