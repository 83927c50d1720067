import { centred, type Term } from './constraintSystem.ts';

/**
 * Every signal of a compiled circuit as a linear form over its wires: simplification replaces many signals by such forms
 * of others, and the `.sym` file only says that they are gone.
 */
export class SignalForms {
  private readonly wireOfLabel: readonly number[];
  private readonly labelOfName: ReadonlyMap<string, number>;
  private readonly replaced: Readonly<Record<string, Readonly<Record<string, string>>>>;

  /**
   * @param sym content of the `.sym` file
   * @param substitutions content of the file that the compiler writes with `--simplification_substitution`
   */
  constructor(sym: string, substitutions: string) {
    const wireOfLabel: number[] = [0];
    const labelOfName = new Map<string, number>();
    for (const row of sym.trim().split('\n')) {
      const [label, wire, , name] = row.split(',') as [string, string, string, string];
      wireOfLabel[Number(label)] = Number(wire);
      labelOfName.set(name, Number(label));
    }
    this.wireOfLabel = wireOfLabel;
    this.labelOfName = labelOfName;
    this.replaced = JSON.parse(substitutions);
  }

  /** Names of all signals, replaced ones too. */
  names(): Iterable<string> {
    return this.labelOfName.keys();
  }

  /** The form of a signal over the wires (0 is the constant one), or undefined if nothing constrains the signal. */
  formOf(name: string): readonly Term[] | undefined {
    const label = this.labelOfName.get(name);
    return label === undefined ? undefined : this.formOfLabel(label);
  }

  private formOfLabel(label: number): readonly Term[] | undefined {
    const wire = this.wireOfLabel[label] as number;
    if (wire >= 0) return [[wire, 1n]];
    const form = this.replaced[label];
    if (form === undefined) return undefined;
    const sum = new Map<number, bigint>();
    for (const [other, factor] of Object.entries(form)) {
      // A replacement may itself hold replaced signals.
      for (const [target, coefficient] of this.formOfLabel(Number(other)) ?? []) {
        sum.set(target, centred((sum.get(target) ?? 0n) + BigInt(factor) * coefficient));
      }
    }
    return [...sum].filter(([, coefficient]) => coefficient !== 0n);
  }
}
