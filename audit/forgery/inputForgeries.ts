import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import type { CircuitInputs } from '../../circuits/witnessInputs.ts';
import type { SeededIntegers } from '../vectors/seeded.ts';
import type { BaseWitness, ForgeableCircuit, Verdict } from './forgeableCircuit.ts';
import { INPUT_WIDTHS, SIGNED_INPUTS } from './inputWidths.ts';

/**
 * What the shipped circuit says of an edited input: a constraint refuses it; the witness is one of another statement,
 * with other public signals; no wire carries it; or nothing binds it there.
 */
export type EditOutcome = 'refused' | 'otherStatement' | 'withoutWire' | 'free';

/** One edit of one element of an input, everything downstream recomputed. */
export interface InputEdit {
  /** Such as `optionStrike[3]`. */
  readonly path: string;
  /** What is written: `p-1`, `2^width`, `2^253`, `-x`, `x+1`, `p-2^width`. */
  readonly kind: string;
  readonly value: bigint;
  /** Whether the value is outside the range of the input; field elements have none. */
  readonly isPast: boolean;
  readonly outcome: EditOutcome;
  /** Public signals that differ. */
  readonly signals: readonly string[];
}

/** Input elements by path, in circom's order. */
export function inputPaths(inputs: CircuitInputs): string[] {
  const walk = (name: string, value: unknown): string[] =>
    Array.isArray(value) ? value.flatMap((element, i) => walk(`${name}[${i}]`, element)) : [name];
  return Object.entries(inputs).flatMap(([name, value]) => walk(name, value));
}

/** The value at a path. */
export function inputAt(inputs: CircuitInputs, path: string): bigint {
  return path
    .split(/[[\]]+/)
    .filter((part) => part !== '')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], inputs) as bigint;
}

/** A copy of inputs with another value at a path. */
export function withInput(inputs: CircuitInputs, path: string, value: bigint): CircuitInputs {
  const [name, ...places] = path.split(/[[\]]+/).filter((part) => part !== '') as [string, ...string[]];
  const put = (old: unknown, [place, ...rest]: readonly string[]): unknown =>
    place === undefined ? value : (old as unknown[]).map((item, i) => (i === Number(place) ? put(item, rest) : item));
  return { ...inputs, [name]: put(inputs[name], places) };
}

/** The edits of one element: past its width, the ends of the field, its negative, its neighbour. */
function editsOf(path: string, value: bigint): Pick<InputEdit, 'kind' | 'value' | 'isPast'>[] {
  const name = path.replace(/\[.*$/, '');
  const width = INPUT_WIDTHS[name];
  const isSigned = SIGNED_INPUTS.includes(name);
  const edits = [
    { kind: 'p-1', value: -1n },
    { kind: '2^253', value: 1n << 253n },
    { kind: 'x+1', value: value + 1n },
  ];
  if (value !== 0n) edits.push({ kind: '-x', value: -value });
  if (width !== undefined) {
    edits.push({ kind: '2^width', value: 1n << width });
    // A signed range begins at -2^width.
    edits.push({ kind: 'p-2^width', value: -(1n << width) - (isSigned ? 1n : 0n) });
  }
  return edits.map((edit) => {
    const least = isSigned && width !== undefined ? -(1n << width) : 0n;
    return { ...edit, isPast: width !== undefined && (edit.value < least || edit.value >> width > 0n) };
  });
}

/**
 * Edits every element of every input of the whole circuit.
 *
 * @param draw where given, one edit of each element is drawn
 * @param onVerdict sees every verdict
 */
export function forgeInputs(
  circuit: ForgeableCircuit,
  base: BaseWitness,
  draw?: SeededIntegers,
  onVerdict: (verdict: Verdict) => void = () => {},
): InputEdit[] {
  const publicWire = new Map(
    PUBLIC_SIGNALS.map((name) => [circuit.circuit.system.wireOf(`main.${name}`) as number, name as string]),
  );
  return inputPaths(base.inputs).flatMap((path) => {
    const all = editsOf(path, inputAt(base.inputs, path));
    return (draw ? [draw.pick(all)] : all).map((edit) => {
      const verdict = circuit.forge(base, { inputs: withInput(base.inputs, path, edit.value) });
      onVerdict(verdict);
      const signals = verdict.changed.flatMap((wire) => publicWire.get(wire) ?? []);
      let outcome: EditOutcome = 'refused';
      if (verdict.changed.length === 0) outcome = 'withoutWire';
      else if (verdict.violated.length === 0) outcome = signals.length > 0 ? 'otherStatement' : 'free';
      return { ...edit, path, outcome, signals };
    });
  });
}
