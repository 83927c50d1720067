import type { FieldForm } from './fieldForm.ts';
import { FMA_COLUMNS, FMA_LIMB_BITS, FMA_LIMBS, FMA_PRODUCTS, fmaProgram } from './fmaProducts.ts';
import { writeVector } from './writeVector.ts';

const LIMB_BITS = BigInt(FMA_LIMB_BITS);
const ROUND_UPPER = 1.5 * 2 ** 103;
const ROUND_ONE = 1.5 * 2 ** 52;
/** Half a limb: rounds the unsigned digit that `limb` reads to the nearest signed one. */
const HALF_LIMB = 1n << (LIMB_BITS - 1n);
/** In limbs: more than what the columns before can borrow, so that no column is negative when it is shifted. */
const HEADROOM = 1n << 10n;

/** The form of doubles and fused multiply-adds; `kernels/field/fma.ts` explains the constants. */
export const fmaForm: FieldForm = {
  limbs: FMA_LIMBS,
  limbBits: FMA_LIMB_BITS,
  radixBits: FMA_LIMBS * FMA_LIMB_BITS,

  writeLimb(view, at, limb) {
    view.setFloat64(at, Number(limb), true);
  },

  readLimb(view, at) {
    return BigInt(view.getFloat64(at, true));
  },

  writeFormConstants(view, at) {
    const vectors = [
      bitsOf(ROUND_UPPER),
      bitsOf(ROUND_UPPER + ROUND_ONE),
      (1n << LIMB_BITS) - 1n,
      bitsOf(2 ** 52),
      bitsOf(2 ** 52 + Number(HALF_LIMB)),
      HALF_LIMB - bitsOf(ROUND_ONE),
      bitsOf(ROUND_ONE),
      bitsOf(2 ** -FMA_LIMB_BITS),
      (2n << LIMB_BITS) - 1n,
      bitsOf(2 ** 52 + Number(2n * HALF_LIMB)),
      ...FMA_PRODUCTS.flatMap((product) => columnConstants(fmaProgram(product))),
    ];
    for (const [index, bits] of vectors.entries()) writeVector(view, at + 16 * index, bits);
  },

  writeFactors(view, at, modulus, friendly) {
    writeVector(view, at, bitsOf(Number(friendly)));
    const top = Number(modulus) / 2 ** (FMA_LIMB_BITS * (FMA_LIMBS - 1));
    writeVector(view, at + 16, bitsOf(1 / top));
  },
};

/** What each column starts from: minus the exponents that will be added to it, the rounding and the headroom. */
function columnConstants({ lower, upper }: ReturnType<typeof fmaProgram>): bigint[] {
  return Array.from({ length: FMA_COLUMNS }, (_, column) => {
    const exponents =
      BigInt(lower[column] as number) * bitsOf(ROUND_ONE) + BigInt(upper[column] as number) * bitsOf(ROUND_UPPER);
    const borrowed = column > 0 ? HEADROOM : 0n;
    // The last column keeps one bit more.
    const half = column < FMA_COLUMNS - 1 ? HALF_LIMB : 2n * HALF_LIMB;
    return half + (HEADROOM << LIMB_BITS) - borrowed - exponents;
  });
}

function bitsOf(double: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, double);
  return view.getBigUint64(0);
}
