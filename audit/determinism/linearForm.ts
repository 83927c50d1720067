import { centred, type Term } from '../circuit/constraintSystem.ts';

/** A linear form over wires (0 is the constant one) with centred coefficients; no coefficient is zero. */
export type LinearForm = ReadonlyMap<number, bigint>;

/** `sum of scale_i * terms_i` over the field. */
export function linearForm(...parts: readonly (readonly [scale: bigint, terms: Iterable<Term>])[]): LinearForm {
  const sum = new Map<number, bigint>();
  for (const [scale, terms] of parts) {
    for (const [wire, coefficient] of terms) {
      const value = centred((sum.get(wire) ?? 0n) + scale * coefficient);
      if (value === 0n) sum.delete(wire);
      else sum.set(wire, value);
    }
  }
  return sum;
}
