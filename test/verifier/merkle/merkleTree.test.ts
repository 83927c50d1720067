import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import type { Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { isInMerkleTree, MerkleTree } from '../../../verifier/merkle/merkleTree.ts';
import { standardLeaf } from '../../../verifier/merkle/standardLeaf.ts';
import { accountsTree, surfacesTree } from '../../support/evm/registryKit.ts';

const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }).map((n): Hex => `0x${n.toString(16).padStart(64, '0')}`);
const uint = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });

const SURFACES = ['bytes32', 'uint256', 'uint64'];
const ACCOUNTS = ['bytes32', 'uint256'];

describe('RG-05 RG-07: the tree of OpenZeppelin', () => {
  test('surfaces: root, proofs and verdicts agree', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, uint(256), uint(64)), { minLength: 1, maxLength: 40 }), (entries) => {
        const theirs = surfacesTree(entries);
        const leaves = entries.map((entry) => standardLeaf(SURFACES, entry));
        const ours = new MerkleTree(leaves);
        expect(ours.root).toBe(theirs.root);
        leaves.forEach((leaf, i) => {
          const proof = ours.proofOf(i);
          const [venueId, surface, receivedAt] = entries[i] ?? ['0x', 0n, 0n];
          const value = [venueId, String(surface), String(receivedAt)];
          expect(StandardMerkleTree.verify(theirs.root, SURFACES, value, proof)).toBe(true);
          expect(isInMerkleTree(ours.root, leaf, theirs.getProof(i) as Hex[])).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('accounts: root and proofs agree, of different leaves to the byte', () => {
    const entries = fc.uniqueArray(fc.tuple(word, uint(254)), { minLength: 1, maxLength: 70, selector: ([id]) => id });
    fc.assert(
      fc.property(entries, (list) => {
        const theirs = accountsTree(list);
        const ours = new MerkleTree(list.map((entry) => standardLeaf(ACCOUNTS, entry)));
        expect(ours.root).toBe(theirs.root);
        list.forEach((_, i) => {
          expect(ours.proofOf(i)).toEqual(theirs.getProof(i));
        });
      }),
      { numRuns: 60 },
    );
  });

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 33])('of %i leaves', (count) => {
    const list = Array.from({ length: count }, (_, i): [Hex, bigint] => [`0x${'0'.repeat(60)}${1000 + i}`, BigInt(i)]);
    const theirs = accountsTree(list);
    const ours = new MerkleTree(list.map((entry) => standardLeaf(ACCOUNTS, entry)));
    expect(ours.root).toBe(theirs.root);
    list.forEach((_, i) => {
      expect(ours.proofOf(i)).toEqual(theirs.getProof(i));
    });
  });

  test('one leaf is its own root, with an empty proof', () => {
    const leaf = standardLeaf(ACCOUNTS, [`0x${'7'.repeat(64)}`, 5n]);
    const tree = new MerkleTree([leaf]);
    expect(tree.root).toBe(leaf);
    expect(tree.proofOf(0)).toEqual([]);
    expect(isInMerkleTree(tree.root, leaf, [])).toBe(true);
  });
});

describe('what is not in a tree is refused', () => {
  const leaves = Array.from({ length: 6 }, (_, i) => standardLeaf(['uint256'], [BigInt(i)]));
  const tree = new MerkleTree(leaves);
  const leaf = leaves[2] as Hex;
  const proof = tree.proofOf(2);

  test('another leaf, root or proof', () => {
    expect(isInMerkleTree(tree.root, leaf, proof)).toBe(true);
    expect(isInMerkleTree(tree.root, leaves[3] as Hex, proof)).toBe(false);
    expect(isInMerkleTree(leaf, leaf, proof)).toBe(false);
    expect(isInMerkleTree(tree.root, leaf, proof.slice(1))).toBe(false);
    expect(isInMerkleTree(tree.root, leaf, [...proof].reverse())).toBe(false);
    expect(isInMerkleTree(tree.root, leaf, [...proof, leaf])).toBe(false);
  });

  test('an inner node under the types of a leaf: leaves are hashed twice', () => {
    const [one, other] = [new MerkleTree(leaves.slice(0, 2)), leaves.slice(0, 2)].slice(0, 2) as [MerkleTree, Hex[]];
    const sorted = [...other].sort();
    expect(standardLeaf(['bytes32', 'bytes32'], sorted)).not.toBe(one.root);
  });

  test('no leaves, a place without one, and values that do not go with their types', () => {
    expect(() => new MerkleTree([])).toThrow(/at least one leaf/);
    for (const place of [-1, 6, 0.5]) expect(() => tree.proofOf(place)).toThrow(/no leaf at this place/);
    expect(() => standardLeaf(['uint256'], [])).toThrow(/one value for each type/);
    expect(() => standardLeaf(['uint64'], [1n << 64n])).toThrow('the value is no uint64');
  });
});
