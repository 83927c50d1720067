import { hexToBytes } from '@noble/hashes/utils.js';

/** A value of a static ABI type: text of hex digits for `bytes32` and `address`, an integer for `uintN`. */
export type StaticValue = bigint | `0x${string}`;

const HEX_TYPES: ReadonlyMap<string, RegExp> = new Map([
  ['bytes32', /^0x[0-9a-fA-F]{64}$/],
  ['address', /^0x[0-9a-fA-F]{40}$/],
]);

/**
 * `abi.encode` of one value of a static type: `bytes32`, `address` or `uintN`.
 *
 * @returns 32 bytes
 * @throws RangeError for another type, or a value that does not fit its type; never with the value
 */
export function staticWord(type: string, value: StaticValue): Uint8Array {
  const pattern = HEX_TYPES.get(type);
  if (pattern) {
    if (typeof value !== 'string' || !pattern.test(value)) throw misfit(type);
    return hexToBytes(value.slice(2).padStart(64, '0'));
  }
  const bits = Number(/^uint([1-9]\d{0,2})$/.exec(type)?.[1]);
  if (!(bits % 8 === 0 && bits <= 256)) throw new RangeError(`${type} is no static type that is encoded here`);
  if (typeof value !== 'bigint' || value < 0n || value >> BigInt(bits) !== 0n) throw misfit(type);
  return hexToBytes(value.toString(16).padStart(64, '0'));
}

function misfit(type: string): RangeError {
  return new RangeError(`the value is no ${type}`);
}
