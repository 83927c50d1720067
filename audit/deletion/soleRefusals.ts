import type { Inputs } from '../circuit/templateCircuit.ts';
import type { BaseWitness, ForgeableCircuit, Verdict } from '../forgery/forgeableCircuit.ts';
import { emptyTally, forgedValues, forgeHints } from '../forgery/hintForgeries.ts';
import { inputAt, inputPaths, withInput } from '../forgery/inputForgeries.ts';
import type { SeededIntegers } from '../vectors/seeded.ts';

/** How many forgeries to make of each base witness. */
export interface SoleRefusalOptions {
  readonly random: SeededIntegers;
  /** Hints beyond the template's own, and pairs of hints. */
  readonly mostHints: number;
  readonly pairs: number;
  /** Edits of inputs. */
  readonly mostInputEdits: number;
}

/**
 * Constraints that some assignment violates alone: without such a constraint the system would accept the assignment,
 * which it refuses today. So the constraint is no consequence of the others.
 *
 * Assignments are the base witness itself, forged hints and edited inputs with everything downstream recomputed, and
 * single wires with another value.
 *
 * @param base any, honest or not
 * @param own path of the main template from circuits/
 * @param others further inputs of the circuit, whose values edits borrow
 */
export function soleRefusals(
  circuit: ForgeableCircuit,
  base: BaseWitness,
  own: string,
  others: readonly Inputs[],
  { random, mostHints, pairs, mostInputEdits }: SoleRefusalOptions,
): Set<number> {
  const sole = new Set<number>();
  const onVerdict = ({ violated }: Pick<Verdict, 'violated'>) => {
    if (violated.length === 1) sole.add(violated[0] as number);
  };
  onVerdict(base);
  if (base.violated.length === 0) forgeHints(circuit, base, own, emptyTally(), { mostHints, pairs, random, onVerdict });
  base.wires.forEach((value, wire) => {
    if (wire === 0) return;
    for (const other of [value + 1n, 1n - value, value - 1n]) onVerdict(circuit.edit(base, new Map([[wire, other]])));
  });
  const edits = inputPaths(base.inputs).flatMap((path) => {
    const borrowed = others.map((inputs) => inputAt(inputs, path));
    const values = [...forgedValues(inputAt(base.inputs, path), random), 1n, ...borrowed];
    return [...new Set(values)].map((value) => [path, value] as const);
  });
  while (edits.length > mostInputEdits) edits.splice(Number(random.below(BigInt(edits.length))), 1);
  for (const [path, value] of edits) {
    try {
      onVerdict(circuit.forge(base, { inputs: withInput(base.inputs, path, value) }));
    } catch (error) {
      // A hint's expression divides by zero: these inputs give no witness to judge.
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    }
  }
  return sole;
}
