import type { ChainReader } from './chainReader.ts';

/** The registry that a receipt is compared with. */
export interface ChainSource {
  /** How the chain is asked. One node alone can lie: give a `quorumReader` of several. */
  readonly chain: ChainReader;
  /** Address of the LiquidationRegistry that the caller trusts, 0x and 40 hex digits. Never take it from the receipt. */
  readonly registry: string;
}
