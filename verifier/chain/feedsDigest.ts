import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { textId } from '../../circuits/commitment/domain.ts';

/** keccak-256 of the ids of feeds in a row, as `feedsDigest` of a charter in CharterRegistry: 0x and 64 hex digits. */
export function feedsDigest(names: readonly string[]): `0x${string}` {
  const ids = names.map((name) => textId(name).slice(2)).join('');
  return `0x${bytesToHex(keccak_256(hexToBytes(ids)))}`;
}
