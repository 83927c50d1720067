import type { FieldForm } from './fieldForm.ts';
import { LIMB29_BITS, LIMB29_LIMBS } from './limb29Products.ts';
import { writeVector } from './writeVector.ts';

const LIMB_BITS = BigInt(LIMB29_BITS);
/** Rounds the unsigned digit that the kernels mask to the nearest signed one. */
const HALF_LIMB = 1n << (LIMB_BITS - 1n);
/** Keeps columns, which stay within ±2^63, positive for the unsigned shift. */
const HEADROOM = 1n << 63n;
/** Bits behind the point of the quotient that `reduce` takes. */
const QUOTIENT_BITS = 49n;
/** Keeps that quotient positive for the unsigned shift: it lies within ±6. */
const QUOTIENT_OFFSET = 8n;

/** The form of integers in 64-bit lanes, with vectors or without; `kernels/field/limb29.ts` explains the constants. */
export const limb29Form: FieldForm = {
  limbs: LIMB29_LIMBS,
  limbBits: LIMB29_BITS,
  radixBits: LIMB29_LIMBS * LIMB29_BITS,

  writeLimb(view, at, limb) {
    view.setBigInt64(at, limb, true);
  },

  readLimb(view, at) {
    return view.getBigInt64(at, true);
  },

  writeFormConstants(view, at) {
    const vectors = [
      HEADROOM + HALF_LIMB,
      HEADROOM + HALF_LIMB - (HEADROOM >> LIMB_BITS),
      inHalves((1n << LIMB_BITS) - 1n),
      inHalves(HALF_LIMB),
      (QUOTIENT_OFFSET << QUOTIENT_BITS) + (1n << (QUOTIENT_BITS - 1n)),
      QUOTIENT_OFFSET,
    ];
    for (const [index, bits] of vectors.entries()) writeVector(view, at + 16 * index, bits);
  },

  writeFactors(view, at, modulus, friendly) {
    writeVector(view, at, friendly);
    const top = LIMB_BITS * BigInt(LIMB29_LIMBS - 1);
    writeVector(view, at + 16, (1n << (QUOTIENT_BITS + top)) / modulus);
  },
};

/** The same 32 bits in both halves of 64. */
function inHalves(bits: bigint): bigint {
  return (bits << 32n) | bits;
}
