import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

const word = (value: bigint) => value.toString(16).padStart(64, '0');

/** The first six bytes of keccak-256 of the signals that a record fixes: `signalsTag` of the registry's state. */
export function signalsTag(accountAfter: bigint, outcomeCommitment: bigint): `0x${string}` {
  return `0x${bytesToHex(keccak_256(hexToBytes(word(accountAfter) + word(outcomeCommitment))).slice(0, 6))}`;
}
