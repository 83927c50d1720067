import { createHash } from 'node:crypto';
import { type Constraint, type ConstraintSystem, centred, type Term } from './constraintSystem.ts';
import { fieldInverse } from './fieldInverse.ts';

/**
 * A hash of the constraints that does not depend on their order, nor on the scale and the order of the factors of
 * each. Systems over the same wires with equal hashes have the same solutions.
 */
export function canonicalConstraints({ constraints }: ConstraintSystem): string {
  const lines = constraints.map(canonical).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

function canonical([a, b, c]: Constraint): string {
  const [left, right] = [constantOf(a), constantOf(b)];
  // A product with a constant is linear: k · B - C = 0.
  if (left !== undefined) return `linear ${unit(combined(b, left, c))[0]}`;
  if (right !== undefined) return `linear ${unit(combined(a, right, c))[0]}`;
  const [first, firstScale] = unit(a);
  const [second, secondScale] = unit(b);
  const product = scaled(c, fieldInverse(firstScale * secondScale));
  return `${[first, second].sort().join(' * ')} = ${written(product)}`;
}

/** The value of a form without wires but the constant one; undefined for others. */
function constantOf(terms: readonly Term[]): bigint | undefined {
  return terms.every(([wire]) => wire === 0) ? terms.reduce((sum, [, value]) => sum + value, 0n) : undefined;
}

function combined(terms: readonly Term[], factor: bigint, less: readonly Term[]): Term[] {
  const sums = new Map<number, bigint>();
  for (const [wire, value] of terms) sums.set(wire, (sums.get(wire) ?? 0n) + value * factor);
  for (const [wire, value] of less) sums.set(wire, (sums.get(wire) ?? 0n) - value);
  return [...sums].map(([wire, value]): Term => [wire, centred(value)]).filter(([, value]) => value !== 0n);
}

const sorted = (terms: readonly Term[]) => [...terms].sort(([x], [y]) => x - y);

const written = (terms: readonly Term[]) =>
  sorted(terms)
    .map(([wire, value]) => `${wire}:${value}`)
    .join(' ');

function scaled(terms: readonly Term[], factor: bigint): Term[] {
  return factor === 1n ? [...terms] : terms.map(([wire, value]): Term => [wire, centred(value * factor)]);
}

/** The form with its first coefficient one, and what that coefficient was. */
function unit(terms: readonly Term[]): [string, bigint] {
  const lead = sorted(terms)[0]?.[1] ?? 1n;
  return [written(scaled(terms, fieldInverse(lead))), lead];
}
