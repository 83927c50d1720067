import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { type StaticValue, staticWord } from '../signed/staticWord.ts';

/**
 * A leaf of OpenZeppelin's standard Merkle tree: keccak-256, twice, of `abi.encode` of static values. Twice, so that no
 * inner node is a leaf.
 *
 * @returns 0x and 64 hex digits
 * @throws RangeError where a value does not fit its type
 */
export function standardLeaf(types: readonly string[], values: readonly StaticValue[]): `0x${string}` {
  if (types.length !== values.length) throw new RangeError('a leaf has one value for each type');
  const words = types.map((type, i) => staticWord(type, values[i] as StaticValue));
  return `0x${bytesToHex(keccak_256(keccak_256(concatBytes(...words))))}`;
}
