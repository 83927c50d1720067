import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { staticWord } from '../signed/staticWord.ts';

/** Bytes of a tag: `signalsTag` of `State` in ILiquidationRegistry.sol. */
const TAG_BYTES = 26;

/**
 * The first bytes of keccak-256 of the signals that a record fixes, as the registry keeps them with the state that was
 * produced.
 *
 * @returns 0x and 52 hex digits
 */
export function signalsTag(accountAfter: bigint, outcomeCommitment: bigint): `0x${string}` {
  const words = [accountAfter, outcomeCommitment].map((value) => staticWord('uint256', value));
  return `0x${bytesToHex(keccak_256(concatBytes(...words)).slice(0, TAG_BYTES))}`;
}
