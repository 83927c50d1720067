/**
 * EIP-712 types of everything that is signed off chain, as `encodeType` has them (REGISTRY.md, RG-04 and RG-13). Written
 * for Solidity by `npm run generate`.
 */
export const SIGNED_TYPES = {
  Tick: [
    ['bytes32', 'feedId'],
    ['uint32', 'epoch'],
    ['uint64', 'round'],
    ['uint64', 'observedAt'],
    ['uint256', 'snapshotCommitment'],
    ['bytes32', 'surfacesRoot'],
    ['bytes32', 'previousTick'],
  ],
  AccountStatement: [
    ['bytes32', 'venueId'],
    ['bytes32', 'handle'],
    ['uint64', 'accountNumber'],
    ['uint64', 'stateSequence'],
    ['uint64', 'stateTime'],
    ['uint256', 'accountCommitment'],
  ],
} as const;

export type SignedTypeName = keyof typeof SIGNED_TYPES;

/** Names of the EIP-712 domains: the contract that checks the signature. */
export const SIGNING_DOMAINS = {
  /** FeedRegistry. */
  Tick: 'Fairmark Feed',
  /** LiquidationRegistry. */
  AccountStatement: 'Fairmark Registry',
} as const satisfies Record<SignedTypeName, string>;

export const SIGNING_DOMAIN_VERSION = '1';

/** `Tick(bytes32 feedId,…)`. */
export function encodeType(name: SignedTypeName): string {
  return `${name}(${SIGNED_TYPES[name].map(([type, field]) => `${type} ${field}`).join(',')})`;
}
