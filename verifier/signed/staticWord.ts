import { hexToBytes } from '@noble/hashes/utils.js';

/** A value of a static ABI type: text of hex digits for `bytes32` and `address`, an integer for `uintN`. */
export type StaticValue = bigint | `0x${string}`;

/** Bits of the types that are spelled as hex digits. */
const HEX_BITS: ReadonlyMap<string, number> = new Map([
  ['bytes32', 256],
  ['address', 160],
]);

/**
 * `abi.encode` of one value of a static type: `bytes32`, `address` or `uintN`.
 *
 * @returns 32 bytes
 * @throws RangeError for another type, or a value that does not fit its type; never with the value
 */
export function staticWord(type: string, value: StaticValue): Uint8Array {
  const hexBits = HEX_BITS.get(type);
  const bits = hexBits ?? Number(/^uint([1-9]\d{0,2})$/.exec(type)?.[1]);
  if (!(bits % 8 === 0 && bits <= 256)) throw new RangeError(`${type} is no static type that is encoded here`);
  const fits = hexBits
    ? new RegExp(`^0x[0-9a-fA-F]{${hexBits / 4}}$`).test(`${value}`)
    : typeof value === 'bigint' && value >= 0n && value >> BigInt(bits) === 0n;
  if (!fits) throw new RangeError(`the value is no ${type}`);
  return hexToBytes(BigInt(value).toString(16).padStart(64, '0'));
}
