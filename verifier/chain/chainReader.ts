/**
 * How the verifier asks a chain. The command line brings one over JSON-RPC, the page its own; a reader only carries
 * bytes, and the verifier decodes them itself.
 *
 * A reader rejects where it gets no answer; it never makes one up.
 */
export interface ChainReader {
  /** `eth_chainId`. */
  chainId(): Promise<bigint>;
  /** `eth_call` at the latest block: the returned bytes, `0x` where there is no code. */
  call(to: `0x${string}`, data: `0x${string}`): Promise<`0x${string}`>;
}
