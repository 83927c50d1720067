import { invert } from '@noble/curves/abstract/modular.js';
import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import { writePair } from './elements.ts';
import type { FieldForm } from './fieldForm.ts';

/** Addresses that the kernels export (`kernels/field/layout.ts`). */
export interface ConstantAddresses {
  readonly FORM_CONSTANTS: number;
  readonly BASE_FIELD: number;
  readonly SCALAR_FIELD: number;
  readonly CURVE_B3: number;
}

/** Three times the constant of the curve: y² = x³ + 3 for G1, y² = x³ + 3 / (9 + u) for G2, u² = -1. */
const G1_B3 = 9n;
const NORM = 9n ** 2n + 1n;
const G2_B3 = [81n, -9n].map((value) => value * invert(NORM, BASE_FIELD));

/** Binary logarithm of the radix of Montgomery form in key files. */
const KEY_RADIX_BITS = 256n;

/** Writes everything that the kernels read below their heap: constants of the form and of both fields. */
export function writeConstants(view: DataView, form: FieldForm, addresses: ConstantAddresses): void {
  form.writeFormConstants(view, addresses.FORM_CONSTANTS);
  writeField(view, form, addresses.BASE_FIELD, BASE_FIELD);
  writeField(view, form, addresses.SCALAR_FIELD, SCALAR_FIELD);
  const radix = 1n << BigInt(form.radixBits);
  for (const [index, value] of [G1_B3, ...G2_B3].entries()) {
    writePair(view, form, addresses.CURVE_B3 + 16 * form.limbs * index, nearZero(value * radix, BASE_FIELD));
  }
}

/** Writes the block of a field; offsets as in `kernels/field/layout.ts`. */
function writeField(view: DataView, form: FieldForm, at: number, modulus: bigint): void {
  const limb = 1n << BigInt(form.limbBits);
  const friendly = nearZero(-invert(modulus, limb), limb);
  const radix = 1n << BigInt(form.radixBits);
  const keyRadix = 1n << KEY_RADIX_BITS;
  const perKeyRadix = invert(keyRadix, modulus);
  const elements = [
    (friendly * modulus + 1n) / limb,
    modulus,
    undefined,
    ...[radix, radix ** 2n, radix ** 2n * perKeyRadix, radix ** 2n * perKeyRadix ** 2n, 1n, keyRadix].map((value) =>
      nearZero(value, modulus),
    ),
  ];
  const pair = 16 * form.limbs;
  for (const [index, value] of elements.entries()) {
    if (value === undefined) form.writeFactors(view, at + index * pair, modulus, friendly);
    else writePair(view, form, at + index * pair, value);
  }
}

/** The representative of a residue that is nearest to zero. */
function nearZero(value: bigint, modulus: bigint): bigint {
  const least = ((value % modulus) + modulus) % modulus;
  return 2n * least > modulus ? least - modulus : least;
}
