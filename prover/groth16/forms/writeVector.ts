/** Writes the same 64 bits into both lanes of a vector. */
export function writeVector(view: DataView, at: number, bits: bigint): void {
  view.setBigUint64(at, BigInt.asUintN(64, bits), true);
  view.setBigUint64(at + 8, BigInt.asUintN(64, bits), true);
}
