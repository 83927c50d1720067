import type { Constraint } from '../circuit/constraintSystem.ts';
import type { Hint } from '../circuit/lenientGenerator.ts';
import { reduced } from '../circuit/reduced.ts';
import { FIELD, type Inputs, TemplateCircuit, type TemplateSpec } from '../circuit/templateCircuit.ts';

/** A full assignment that the constraints were handed, from which forgeries start. */
export interface BaseWitness {
  readonly inputs: Inputs;
  /** Values of the shipped circuit's wires. */
  readonly wires: readonly bigint[];
  /** Constraints that it violates; none where the inputs are honest. */
  readonly violated: readonly number[];
  readonly memory: Uint32Array;
}

/** What is changed: inputs as a whole, and hints by their place in `ForgeableCircuit.hints`. */
export interface Forgery {
  readonly inputs?: Inputs;
  readonly hints?: ReadonlyMap<number, bigint>;
}

/** What the shipped constraints say of a forged witness. */
export interface Verdict {
  /** Violated constraints: all of them up to one, else some. */
  readonly violated: readonly number[];
  /**
   * Wires that differ from the base witness. None: simplification replaced what was forged by a form of other wires, so
   * there is no such witness.
   */
  readonly changed: readonly number[];
}

/** A circuit as it ships with forged witnesses: everything downstream of a forged value is recomputed from it. */
export class ForgeableCircuit {
  private readonly labelOfWire: Int32Array;
  private readonly constraintsOfWire: number[][];

  private constructor(readonly circuit: TemplateCircuit) {
    const { system, generator } = circuit;
    this.labelOfWire = Int32Array.from(system.names, (names, wire) =>
      wire === 0 ? 0 : (generator.labelOf(names[0] as string) as number),
    );
    this.constraintsOfWire = Array.from({ length: system.wires }, () => []);
    system.constraints.forEach((constraint, index) => {
      for (const [wire] of constraint.flat()) {
        const list = this.constraintsOfWire[wire] as number[];
        if (list.at(-1) !== index) list.push(index);
      }
    });
  }

  static async compile(spec: TemplateSpec): Promise<ForgeableCircuit> {
    return new ForgeableCircuit(await TemplateCircuit.compile(spec));
  }

  /** Every execution of a hint statement, in the order of the generator. */
  hints(base: BaseWitness): readonly Hint[] {
    return this.circuit.generator.hints(base.inputs);
  }

  base(inputs: Inputs): BaseWitness {
    const { generator, system } = this.circuit;
    generator.run(inputs);
    const wires = Array.from(this.labelOfWire, (label) => generator.read(label));
    const violated = system.constraints.flatMap((constraint, index) => (holds(constraint, wires) ? [] : [index]));
    return { inputs, wires, violated, memory: generator.snapshot() };
  }

  /**
   * Computes the forged witness; `read` then tells its signals.
   *
   * @throws WebAssembly.RuntimeError where an expression of the sources has no value, such as a division by zero
   */
  forge(base: BaseWitness, { inputs = base.inputs, hints }: Forgery): Verdict {
    const { generator } = this.circuit;
    generator.run(inputs, hints);
    const edits = new Map<number, bigint>();
    this.labelOfWire.forEach((label, wire) => {
      if (!generator.differs(label, base.memory)) return;
      const value = generator.read(label);
      if (value !== base.wires[wire]) edits.set(wire, value);
    });
    return this.edit(base, edits);
  }

  /** The base witness with some wires replaced and nothing recomputed. */
  edit(base: BaseWitness, edits: ReadonlyMap<number, bigint>): Verdict {
    const wires = base.wires.slice();
    const affected = new Set(base.violated);
    for (const [wire, value] of edits) {
      wires[wire] = reduced(value);
      for (const index of this.constraintsOfWire[wire] as number[]) affected.add(index);
    }
    const { constraints } = this.circuit.system;
    const violated: number[] = [];
    for (const index of affected) {
      if (!holds(constraints[index] as Constraint, wires)) violated.push(index);
      // Whether there is none, one or more is all that is asked.
      if (violated.length === 2) break;
    }
    return { violated, changed: [...edits.keys()] };
  }

  /** A signal of the witness computed last, by its full name. */
  read(name: string): bigint | undefined {
    const { generator } = this.circuit;
    const label = generator.labelOf(name);
    return label === undefined ? undefined : generator.read(label);
  }

  /** A signal of a base witness. */
  wire(base: BaseWitness, name: string): bigint | undefined {
    const wire = this.circuit.system.wireOf(name);
    return wire === undefined ? undefined : base.wires[wire];
  }
}

function holds([a, b, c]: Constraint, wires: readonly bigint[]): boolean {
  let [left, right, product] = [0n, 0n, 0n];
  for (const [wire, coefficient] of a) left += (wires[wire] as bigint) * coefficient;
  for (const [wire, coefficient] of b) right += (wires[wire] as bigint) * coefficient;
  for (const [wire, coefficient] of c) product += (wires[wire] as bigint) * coefficient;
  return (left * right - product) % FIELD === 0n;
}
