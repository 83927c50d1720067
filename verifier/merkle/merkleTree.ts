import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { compareBytes, merkleNodes, parentOf } from './merkleNodes.ts';

const bytes = (word: `0x${string}`) => hexToBytes(word.slice(2));
const hex = (word: Uint8Array): `0x${string}` => `0x${bytesToHex(word)}`;

/** A Merkle tree in the format of OpenZeppelin: leaves sorted by hash, a complete binary tree, the root first. */
export class MerkleTree {
  private readonly nodes: readonly Uint8Array[];
  /** Where the leaf that was given at a place stands among the nodes. */
  private readonly positions: readonly number[];

  /**
   * @param leaves hashes of leaves, such as `standardLeaf` gives, in any order
   * @throws RangeError where there is none
   */
  constructor(leaves: readonly `0x${string}`[]) {
    if (leaves.length === 0) throw new RangeError('a tree has at least one leaf');
    const sorted = leaves
      .map((leaf, place) => ({ leaf: bytes(leaf), place }))
      .sort((one, other) => compareBytes(one.leaf, other.leaf));
    this.nodes = merkleNodes(sorted.map(({ leaf }) => leaf));
    const positions = new Array<number>(leaves.length);
    sorted.forEach(({ place }, i) => {
      positions[place] = this.nodes.length - 1 - i;
    });
    this.positions = positions;
  }

  /** 0x and 64 hex digits; of one leaf the leaf itself. */
  get root(): `0x${string}` {
    return hex(this.nodes[0] as Uint8Array);
  }

  /**
   * The siblings on the way from a leaf to the root; empty in a tree of one leaf.
   *
   * @param place where the leaf was given
   * @throws RangeError for a place without a leaf
   */
  proofOf(place: number): `0x${string}`[] {
    let position = this.positions[place];
    if (position === undefined) throw new RangeError('there is no leaf at this place');
    const proof: `0x${string}`[] = [];
    while (position > 0) {
      const sibling: number = position % 2 === 0 ? position - 1 : position + 1;
      proof.push(hex(this.nodes[sibling] as Uint8Array));
      position = Math.floor((position - 1) / 2);
    }
    return proof;
  }
}

/** Whether a proof leads from a leaf to a root, as OpenZeppelin's MerkleProof does. */
export function isInMerkleTree(root: `0x${string}`, leaf: `0x${string}`, proof: readonly `0x${string}`[]): boolean {
  return (
    hex(proof.reduce<Uint8Array>((node, sibling) => parentOf(node, bytes(sibling)), bytes(leaf))) === root.toLowerCase()
  );
}
