import type { FieldForm } from './fieldForm.ts';

/** Bytes from a limb of an element to the next one in a pair; the same limb of the second lane is half way. */
const STRIDE = 16;

/**
 * Writes a number into one lane of a pair, as it is: limbs in [-2^(bits - 1), 2^(bits - 1)), the last takes what is left.
 *
 * @param at address of the pair
 */
export function writeElement(view: DataView, form: FieldForm, at: number, lane: 0 | 1, value: bigint): void {
  for (let i = 0, rest = value; i < form.limbs; i++) {
    const limb = i === form.limbs - 1 ? rest : BigInt.asIntN(form.limbBits, rest);
    form.writeLimb(view, at + STRIDE * i + 8 * lane, limb);
    rest = (rest - limb) >> BigInt(form.limbBits);
  }
}

/** Writes the same number into both lanes of a pair. */
export function writePair(view: DataView, form: FieldForm, at: number, value: bigint): void {
  writeElement(view, form, at, 0, value);
  writeElement(view, form, at, 1, value);
}

/** The limbs of one lane of a pair, least significant first. */
export function readLimbs(view: DataView, form: FieldForm, at: number, lane: 0 | 1): bigint[] {
  return Array.from({ length: form.limbs }, (_, i) => form.readLimb(view, at + STRIDE * i + 8 * lane));
}

/** The number that limbs stand for. */
export function joinLimbs(form: FieldForm, limbs: readonly bigint[]): bigint {
  return limbs.reduceRight((value, limb) => (value << BigInt(form.limbBits)) + limb, 0n);
}
