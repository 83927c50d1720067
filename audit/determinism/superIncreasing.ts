import { SCALAR_FIELD } from '../../verifier/points.ts';
import { centred } from '../circuit/constraintSystem.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';

/**
 * Whether, up to a common factor, every coefficient is larger in size than all smaller ones together, and all together
 * stay below the field modulus.
 *
 * Then a sum of such coefficients times booleans tells every boolean (the bits lemma): for two choices with the same
 * sum in the field, the differences d_i in {-1, 0, 1} give sum c_i d_i = 0 in the field, and, being smaller than the
 * modulus in size, as an integer; the largest coefficient with d_i != 0 would exceed the rest in size, so all d_i = 0.
 */
export function superIncreasing(coefficients: readonly bigint[]): boolean {
  const unit = (scale: bigint) => {
    const sizes = coefficients.map((coefficient) => {
      const scaled = centred(coefficient * scale);
      return scaled < 0n ? -scaled : scaled;
    });
    sizes.sort((x, y) => (x < y ? -1 : 1));
    let sum = 0n;
    for (const size of sizes) {
      if (size <= sum) return false;
      sum += size;
    }
    return sum < SCALAR_FIELD;
  };
  // A bit that simplification replaced scales its equation by a power of two; one of the coefficients is the unit.
  return unit(1n) || coefficients.some((coefficient) => unit(fieldInverse(coefficient)));
}
