import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { compareBytes, merkleNodes } from './merkleNodes.ts';

/**
 * Root of the tree that `MerkleTree` builds, for who needs no proofs: 0x and 64 hex digits.
 *
 * @param leaves hashes of leaves in any order; at least one
 */
export function merkleRoot(leaves: readonly `0x${string}`[]): `0x${string}` {
  const sorted = leaves.map((leaf) => hexToBytes(leaf.slice(2))).sort(compareBytes);
  return `0x${bytesToHex(merkleNodes(sorted)[0] as Uint8Array)}`;
}
