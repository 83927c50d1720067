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
 * Assignments are the base witnesses themselves, forged hints and edited inputs with everything downstream recomputed,
 * and single wires with another value.
 *
 * @param own path of the main template from circuits/
 * @param bases all of one circuit, honest or not
 */
export function soleRefusals(
  circuit: ForgeableCircuit,
  bases: readonly BaseWitness[],
  own: string,
  { random, mostHints, pairs, mostInputEdits }: SoleRefusalOptions,
): Set<number> {
  const sole = new Set<number>();
  const onVerdict = ({ violated }: Pick<Verdict, 'violated'>) => {
    if (violated.length === 1) sole.add(violated[0] as number);
  };
  for (const base of bases) {
    onVerdict(base);
    if (base.violated.length === 0)
      forgeHints(circuit, base, own, emptyTally(), { mostHints, pairs, random, onVerdict });
    base.wires.forEach((value, wire) => {
      if (wire === 0) return;
      for (const other of [value + 1n, 1n - value, value - 1n]) {
        onVerdict(circuit.edit(base, new Map([[wire, other]])));
      }
    });
    const paths = inputPaths(base.inputs);
    const edits = paths.flatMap((path) => {
      const value = inputAt(base.inputs, path);
      const there = bases.map(({ inputs }) => inputAt(inputs, path));
      return [...new Set([...forgedValues(value, random), 1n, ...there])].map((other) => [path, other] as const);
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
  }
  return sole;
}
