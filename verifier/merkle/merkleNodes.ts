import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** The order of hashes; not of texts of several lengths. */
export function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (let i = 0; i < one.length; i++) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Children in either order have one parent, so a proof needs no directions. */
export function parentOf(one: Uint8Array, other: Uint8Array): Uint8Array {
  return keccak_256(compareBytes(one, other) <= 0 ? concatBytes(one, other) : concatBytes(other, one));
}

/**
 * The nodes of OpenZeppelin's tree: a complete binary tree, the root first, the leaves last and backwards.
 *
 * @param leaves by rising hash; at least one
 */
export function merkleNodes(leaves: readonly Uint8Array[]): Uint8Array[] {
  const nodes = [...new Array<Uint8Array>(leaves.length - 1), ...[...leaves].reverse()];
  for (let i = leaves.length - 2; i >= 0; i--) {
    nodes[i] = parentOf(nodes[2 * i + 1] as Uint8Array, nodes[2 * i + 2] as Uint8Array);
  }
  return nodes;
}
