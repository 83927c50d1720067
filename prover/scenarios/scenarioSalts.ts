import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { SCENARIO_NODES } from '../../circuits/commitment/scenarioTree.ts';

const LABEL = utf8ToBytes('fairmark.scenario-salt.v1');

/**
 * The salts of the nodes that hold scenario leaves: keccak-256(label, seed, node in 4 bytes) >> 8, 248 bits each.
 *
 * @param seed 0x and 64 hex digits
 */
export function scenarioSalts(seed: string): bigint[] {
  return Array.from({ length: SCENARIO_NODES }, (_, node) => {
    const place = new Uint8Array(4);
    new DataView(place.buffer).setUint32(0, node);
    return BigInt(`0x${bytesToHex(keccak_256(concatBytes(LABEL, hexToBytes(seed.slice(2)), place)))}`) >> 8n;
  });
}
