import { expect } from 'vitest';
import { type Assignment, FIELD, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';

/** A fixed pseudo-random sequence: numbers in [0, 1), and integers below a bound. */
export function seeded(seed: number) {
  let state = BigInt(seed);
  const next = () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) % (1n << 64n);
    return Number(state >> 11n) / 2 ** 53;
  };
  return { next, below: (bound: bigint) => (BigInt(Math.floor(next() * 2 ** 52)) * bound) >> 52n };
}

/** Bits of a total standard deviation as the price template takes them. */
export function stdDevBits(totalStdDev: bigint): bigint[] {
  return bitsOf(totalStdDev + 4096n, 29);
}

export function bitsOf(value: bigint, width: number): bigint[] {
  return Array.from({ length: width }, (_, i) => (value >> BigInt(i)) & 1n);
}

/** Edits that write `value` into the signals `name[0]`, `name[1]`, …. */
export function bitEdits(name: string, value: bigint, width: number): Record<string, bigint> {
  return Object.fromEntries(bitsOf(value, width).map((bit, i) => [`${name}[${i}]`, bit]));
}

export function expectAccepted(circuit: TemplateCircuit, assignment: Assignment): void {
  expect(circuit.violated(assignment)).toEqual([]);
}

/**
 * A forged witness as a whole: edits of signals that simplification removed are dropped, since the remaining wires
 * define them (one bit of each decomposition follows from the sum equation).
 */
export function forgeWhole(
  circuit: TemplateCircuit,
  assignment: Assignment,
  edits: Record<string, bigint>,
): Assignment {
  const surviving = Object.entries(edits).filter(([name]) => circuit.survives(name));
  expect(surviving.length).toBeGreaterThan(0);
  return circuit.forge(assignment, Object.fromEntries(surviving));
}

/** Every edit must break a constraint. */
export function expectRefused(circuit: TemplateCircuit, assignment: Assignment, edits: Record<string, bigint>): void {
  const violated = circuit.violated(forgeWhole(circuit, assignment, edits));
  expect(
    violated.length,
    `accepted: ${JSON.stringify(edits, (_, v) => (typeof v === 'bigint' ? String(v) : v))}`,
  ).toBeGreaterThan(0);
}

/**
 * Replaces each surviving signal by other values, one at a time; all must be refused. Bits get 2 and p - 1 and their
 * complement, others neighbours and p - value.
 *
 * @param free signals that may change without an effect: quotients of open gates
 */
export function sweep(circuit: TemplateCircuit, assignment: Assignment, free: RegExp): void {
  const one = circuit.signals().filter((name) => name.startsWith('main.') && !free.test(name));
  expect(one.length).toBeGreaterThan(5);
  for (const name of one) {
    const value = assignment.get(name) as bigint;
    for (const other of [value + 1n, value - 1n, 1n - value, FIELD - value, FIELD - 1n, 2n]) {
      if ((other - value) % FIELD === 0n) continue;
      expectRefused(circuit, assignment, { [name]: other });
    }
  }
}

interface GatedResidual {
  /** The component with the bits, such as `main.residual`, and the gates, such as `main.gates`. */
  bits: string;
  gates: string;
  width: number;
  levels: readonly number[];
  shift: number;
  /** Bits of the magnitude that opens the gates, and whether everything is open. */
  magnitude: readonly bigint[];
  open: bigint;
}

/** Edits that write a residual, as far as its width holds it, under every name its wires may have, with the best quotients. */
export function residualEdits(spec: GatedResidual, residual: bigint): Record<string, bigint> {
  const bits = bitsOf(((residual % FIELD) + FIELD) % FIELD, spec.width);
  const edits: Record<string, bigint> = {};
  bits.forEach((bit, i) => {
    edits[`${spec.bits}.out[${i}]`] = bit;
    edits[`${spec.gates}.residualBits[${i}]`] = bit;
  });
  spec.levels.forEach((level, i) => {
    const next = spec.levels[i + 1] ?? spec.magnitude.length;
    const excess = bits.slice(level + 1 - spec.shift, next + 1 - spec.shift).reduce((sum, bit) => sum + bit, 0n);
    const above = spec.magnitude.slice(level).reduce((sum, bit) => sum + bit, spec.open);
    edits[`${spec.gates}.gates[${i}].quotient`] = above === 0n ? 0n : excess * inverse(above);
    edits[`${spec.gates}.gates[${i}].value`] = excess;
    edits[`${spec.gates}.gates[${i}].open`] = above;
  });
  return edits;
}

function inverse(value: bigint): bigint {
  let [result, base, exponent] = [1n, value % FIELD, FIELD - 2n];
  while (exponent > 0n) {
    if (exponent & 1n) result = (result * base) % FIELD;
    base = (base * base) % FIELD;
    exponent >>= 1n;
  }
  return result;
}
