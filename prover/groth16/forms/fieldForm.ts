/** How a form writes elements and what else its kernels need: the TypeScript side of `kernels/field/<form>.ts`. */
export interface FieldForm {
  /** Number of limbs; each takes 8 bytes. */
  readonly limbs: number;
  /** Bits of a limb. */
  readonly limbBits: number;
  /** Binary logarithm of R. */
  readonly radixBits: number;
  /** Writes one signed limb. */
  writeLimb(view: DataView, at: number, limb: bigint): void;
  /** Reads what `writeLimb` wrote. */
  readLimb(view: DataView, at: number): bigint;
  /** Writes the constants of the form, which belong to no field. */
  writeFormConstants(view: DataView, at: number): void;
  /**
   * Writes the vector behind `FACTOR`, and the one behind `TOP_INVERSE`, of a field.
   *
   * @param friendly the k for which k·modulus is -1 modulo 2^limbBits, nearest to zero
   */
  writeFactors(view: DataView, at: number, modulus: bigint, friendly: bigint): void;
}
