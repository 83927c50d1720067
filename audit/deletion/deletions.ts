import type { SignalForms } from '../circuit/signalForms.ts';
import { ComponentTree } from '../determinism/componentTree.ts';
import { propagationOf, VerdictBook } from '../determinism/judge.ts';
import type { Propagation } from '../determinism/propagate.ts';
import { storedVerdicts } from '../determinism/verdicts.ts';
import type { ForgeableCircuit } from '../forgery/forgeableCircuit.ts';

/** Asks, for constraints of one circuit, which analysis notices that they are gone. */
export class Deletions {
  private readonly propagation: Propagation;
  private readonly undetermined: Set<number>;
  private readonly tree: ComponentTree;
  private aliases: ReadonlyMap<number, readonly string[]> | undefined;

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
    this.tree = tree;
    const book = new VerdictBook(storedVerdicts().queries);
    this.propagation = propagationOf({ name: template, system, signals: forms, tree }, book.isProven);
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

  /**
   * The template of `circuits/constraints.json`, other than the main one, inside one component of which all signals of a
   * constraint have names: the constraint is one of those that are deleted from that template.
   */
  leafOf(constraint: number): string | undefined {
    const { constraints } = this.circuit.circuit.system;
    const wires = new Set((constraints[constraint] ?? []).flat().map(([wire]) => wire));
    wires.delete(0);
    this.aliases ??= aliasesOf(this.circuit.circuit.forms);
    const pathsOf = (wire: number) =>
      new Set(
        (this.aliases?.get(wire) ?? []).flatMap((name) => {
          const steps = name.split('.').slice(0, -1);
          return steps.slice(1).map((_, i) => `${steps.slice(0, i + 2).join('.')}.`);
        }),
      );
    const [first, ...others] = [...wires].map(pathsOf);
    const common = [...(first ?? [])].filter((path) => others.every((paths) => paths.has(path)));
    const inner = common.sort((x, y) => y.length - x.length);
    for (const path of inner) {
      const template = this.tree.locate(`${path}x`)?.template;
      if (template !== undefined) return template;
    }
    return undefined;
  }
}

/** All signals that are equal to each wire, those that simplification replaced by it too. */
function aliasesOf(forms: SignalForms): Map<number, string[]> {
  const aliases = new Map<number, string[]>();
  for (const name of forms.names()) {
    const [first, ...others] = forms.formOf(name) ?? [];
    if (first === undefined || others.length > 0 || first[0] === 0 || first[1] !== 1n) continue;
    const list = aliases.get(first[0]) ?? [];
    list.push(name);
    aliases.set(first[0], list);
  }
  return aliases;
}
