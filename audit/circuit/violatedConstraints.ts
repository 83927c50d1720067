import { SCALAR_FIELD } from '../../verifier/points.ts';
import type { ConstraintSystem, Term } from './constraintSystem.ts';

/**
 * Indexes of the constraints that a witness does not satisfy, in order.
 *
 * @param wires values in wire order, the constant one first
 */
export function violatedConstraints({ constraints }: ConstraintSystem, wires: readonly bigint[]): number[] {
  const dot = (terms: readonly Term[]) => {
    let sum = 0n;
    for (const [wire, coefficient] of terms) sum += (wires[wire] as bigint) * coefficient;
    return sum;
  };
  const failures: number[] = [];
  constraints.forEach(([a, b, c], index) => {
    if ((dot(a) * dot(b) - dot(c)) % SCALAR_FIELD !== 0n) failures.push(index);
  });
  return failures;
}
