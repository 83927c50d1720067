/** Chains on which development keys are accepted, by name. Written for Solidity by `npm run generate`. */
export const TEST_CHAINS = {
  anvil: 31_337n,
  ganache: 1_337n,
  sepolia: 11_155_111n,
  holesky: 17_000n,
  hoodi: 560_048n,
} as const satisfies Record<string, bigint>;
