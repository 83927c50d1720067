/** Floor of `value / 2^bits`; the model of FloorShift.circom for an honest witness. */
export function floorShift(value: bigint, bits: number): bigint {
  return value >> BigInt(bits);
}
