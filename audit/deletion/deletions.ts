import { ComponentTree } from '../determinism/componentTree.ts';
import { knownWires } from '../determinism/knownWires.ts';
import { Propagation } from '../determinism/propagate.ts';
import { trustedHashes } from '../determinism/trustedHashes.ts';
import type { ForgeableCircuit } from '../forgery/forgeableCircuit.ts';

/** Asks, for constraints of one circuit, which analysis notices that they are gone. */
export class Deletions {
  private readonly propagation: Propagation;
  private readonly undetermined: Set<number>;

  /**
   * @param circuit as it ships
   * @param file its circom file
   * @param template its main template
   */
  constructor(
    private readonly circuit: ForgeableCircuit,
    file: string,
    template: string,
  ) {
    const { system, forms } = circuit.circuit;
    const tree = new ComponentTree(file, template);
    this.propagation = new Propagation(system, knownWires(forms, tree), { hashes: trustedHashes(system, forms, tree) });
    this.undetermined = new Set(this.propagation.undetermined);
  }

  /** Whether a wire that the inputs determine today would be open without the constraint. */
  isNoticedByDeterminism(constraint: number): boolean {
    return this.propagation.without(constraint).some((wire) => !this.undetermined.has(wire));
  }

  /** Signals of a constraint by one name each, for a reader. */
  namesOf(constraint: number): string[] {
    const { constraints, names } = this.circuit.circuit.system;
    const wires = new Set((constraints[constraint] ?? []).flat().map(([wire]) => wire));
    return [...wires].filter((wire) => wire !== 0).map((wire) => names[wire]?.[0] as string);
  }
}
