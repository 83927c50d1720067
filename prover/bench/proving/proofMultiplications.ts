import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { type DigitPlan, planDigits } from '../../groth16/products/digitPlan.ts';
import { readWitness } from '../../groth16/readWitness.ts';
import { readWord } from '../../setup/binaryFile.ts';
import {
  COEFFICIENT_BYTES,
  COEFFICIENT_FACTOR,
  G1_BYTES,
  G2_BYTES,
  type ProvingKey,
  viewOf,
  ZKEY,
} from '../../setup/zkey.ts';

/** Multiplications in the fields that a proof takes, by what they are for. */
export interface ProofMultiplications {
  readonly g1: number;
  readonly g2: number;
  readonly transforms: number;
  readonly coefficients: number;
}

/** An affine addition with a shared inversion: five products and a square. */
const G1_ADDITION = 6;
/** The same over the extension, where a product is three and a square two. */
const G2_ADDITION = 5 * 3 + 2;
/** Transforms of a proof: A, B and C, inverse and forward. */
const TRANSFORMS = 6;

/**
 * Counts the multiplications that the algorithms need, without tables: an addition for every digit that is not zero and
 * two for every bucket, a multiplication for every butterfly and for every term whose coefficient is not ±1 and whose
 * wire is not 0 or 1.
 */
export function proofMultiplications(key: ProvingKey, witness: Uint8Array): ProofMultiplications {
  const { wires, domain, publicSignals } = key;
  const view = viewOf(readWitness(witness, wires));
  const values = Array.from({ length: wires }, (_, wire) => readWord(view, 32 * wire));
  const witnessPlan = planDigits(wires);
  const digits = values.map((value) => digitsOf(value, witnessPlan));
  const withWitness = (id: number, pointBytes: number, firstWire = 0) => {
    const section = key.section(id);
    let additions = bucketAdditions(witnessPlan);
    for (let at = 0, wire = firstWire; at < section.length; at += pointBytes, wire++) {
      if (section.subarray(at, at + pointBytes).some((byte) => byte !== 0)) additions += digits[wire] as number;
    }
    return additions;
  };
  const quotientPlan = planDigits(domain);
  const ofQuotient = domain * quotientPlan.windows + bucketAdditions(quotientPlan);
  const g1 =
    withWitness(ZKEY.a, G1_BYTES) +
    withWitness(ZKEY.b1, G1_BYTES) +
    withWitness(ZKEY.c, G1_BYTES, publicSignals + 1) +
    ofQuotient;
  return {
    g1: G1_ADDITION * g1,
    g2: G2_ADDITION * withWitness(ZKEY.b2, G2_BYTES),
    transforms: (TRANSFORMS * domain * Math.log2(domain)) / 2,
    coefficients: coefficientProducts(key.section(ZKEY.coefficients), values),
  };
}

const bucketAdditions = ({ bits, windows }: DigitPlan) => windows * 2 * 2 ** (bits - 1);

/** How many digits of a scalar are not zero. */
function digitsOf(scalar: bigint, { bits, windows }: DigitPlan): number {
  let rest = 2n * scalar > SCALAR_FIELD ? SCALAR_FIELD - scalar : scalar;
  let count = 0;
  for (let window = 0; window < windows && rest > 0n; window++) {
    const digit = BigInt.asIntN(bits, rest);
    if (digit !== 0n) count++;
    rest = (rest - digit) >> BigInt(bits);
  }
  return count;
}

function coefficientProducts(section: Uint8Array, values: readonly bigint[]): number {
  const view = viewOf(section);
  let count = 0;
  for (let at = 4; at < section.length; at += COEFFICIENT_BYTES) {
    const value = values[view.getUint32(at + 8, true)] as bigint;
    if (value < 2n) continue;
    const coefficient = readWord(view, at + 12);
    if (coefficient !== COEFFICIENT_FACTOR && coefficient !== SCALAR_FIELD - COEFFICIENT_FACTOR) count++;
  }
  return count;
}
