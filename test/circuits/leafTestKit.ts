import { expect } from 'vitest';
import { type Assignment, FIELD, type Inputs, TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';

/** The template of a file that is named after it, such as `closing/LegClose`. */
export function compileLeaf(path: string, parameters: readonly (number | readonly number[])[] = []) {
  const template = path.split('/').at(-1) as string;
  return TemplateCircuit.compile({ file: `circuits/${path}.circom`, template, parameters });
}

/** The shipped constraints hold for these inputs, and the outputs are those of the model. */
export async function expectModel(
  circuit: TemplateCircuit,
  inputs: Inputs,
  outputs: Record<string, bigint> = {},
): Promise<Assignment> {
  const assignment = await circuit.assign(inputs);
  expect([...circuit.violatedSignals(assignment)].slice(0, 8)).toEqual([]);
  for (const [name, value] of Object.entries(outputs)) {
    // Hashes are above half of the field order, which `read` takes as negative.
    const reduced = ((value % FIELD) + FIELD) % FIELD;
    expect(assignment.get(`main.${name}`), name).toBe(reduced);
  }
  return assignment;
}

/** Constraints about the signals named refuse the witness of these inputs that a generator without checks gives. */
export async function expectNoWitness(circuit: TemplateCircuit, inputs: Inputs, where = /./): Promise<void> {
  const names = [...circuit.violatedSignals(await circuit.assign(inputs))];
  const said = JSON.stringify(inputs, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  expect(
    names.filter((name) => where.test(name)),
    `${names.length === 0 ? 'accepted' : `violated ${names.slice(0, 6).join(', ')}`} for ${said.slice(0, 400)}`,
  ).not.toEqual([]);
}

/** Every edit of these signals together breaks a constraint. */
export function expectForgeryRefused(circuit: TemplateCircuit, assignment: Assignment, edits: Record<string, bigint>) {
  const surviving = Object.entries(edits).filter(([name]) => circuit.survives(name));
  expect(surviving, Object.keys(edits).join(', ')).not.toEqual([]);
  const violated = circuit.violated(circuit.forge(assignment, Object.fromEntries(surviving)));
  expect(violated, `accepted ${surviving.map(([name, value]) => `${name} = ${value}`).join(', ')}`).not.toEqual([]);
}

/**
 * Every surviving signal alone takes other values: neighbours, complement, negative, -1, 2 and one past each range.
 *
 * @param free signals that nothing binds for this assignment, and those inside hashes, which are left to circomlib
 * @returns how many forgeries were refused
 */
export function sweepSignals(circuit: TemplateCircuit, assignment: Assignment, free = /^$/): number {
  let refused = 0;
  for (const name of circuit.signals()) {
    if (!name.startsWith('main.') || free.test(name)) continue;
    const value = assignment.get(name) as bigint;
    const past = 1n << BigInt(value.toString(2).length);
    for (const other of [value + 1n, value - 1n, 1n - value, -value, -1n, 2n, value + past]) {
      if ((other - value) % FIELD === 0n) continue;
      expectForgeryRefused(circuit, assignment, { [name]: other });
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(0);
  return refused;
}

/** Copies of inputs in which one number is past its width or negative, each with the name of the input. */
export function pastRanges<I extends Inputs>(inputs: I, widths: Partial<Record<keyof I & string, bigint>>): I[] {
  return Object.entries(widths).flatMap(([name, width]) => {
    const value = inputs[name] as bigint;
    return [1n << (width as bigint), FIELD - 1n, 1n << 253n, FIELD - (1n << (width as bigint))]
      .concat(value === 0n ? [] : [FIELD - value])
      .map((other) => ({ ...inputs, [name]: other }));
  });
}

/** A field element of full size that depends on the seed. */
export function fieldElement(seed: bigint): bigint {
  return ((seed + 3n) ** 97n * 0x9e3779b97f4a7c15n) % FIELD;
}
