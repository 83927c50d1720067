import { R1cs } from '../../prover/setup/r1cs.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { reduced } from './reduced.ts';

/** One summand of a linear form: a wire (0 is the constant one) and its coefficient, from -(p-1)/2 to (p-1)/2. */
export type Term = readonly [wire: number, coefficient: bigint];
/** `A · B = C` over the scalar field. */
export type Constraint = readonly [a: readonly Term[], b: readonly Term[], c: readonly Term[]];

/** A compiled constraint system with the names of its wires, as the analyses of this folder read it. */
export class ConstraintSystem {
  /** sha256 of the `.r1cs` file: what a stored verdict is about. */
  readonly hash: string;
  readonly wires: number;
  /** Wires 1 … publicSignals are the public signals, outputs first. */
  readonly publicSignals: number;
  readonly constraints: readonly Constraint[];
  /** All names of each wire, `main.` included; several where simplification made signals one. */
  readonly names: readonly (readonly string[])[];
  private readonly wireOfName: ReadonlyMap<string, number>;

  /**
   * @param r1cs content of the `.r1cs` file
   * @param sym content of the `.sym` file of the same compilation
   */
  constructor(r1cs: Uint8Array, sym: string) {
    const file = new R1cs(r1cs);
    this.hash = file.hash;
    this.wires = file.wires;
    this.publicSignals = file.publicSignals;
    const constraints = Array.from({ length: file.constraints }, (): [Term[], Term[], Term[]] => [[], [], []]);
    file.forEachTerm((matrix, constraint, wire, coefficient) => {
      constraints[constraint]?.[matrix].push([wire, centred(coefficient)]);
    });
    this.constraints = constraints;
    const names = Array.from({ length: file.wires }, (): string[] => []);
    const wireOfName = new Map<string, number>();
    names[0]?.push('one');
    for (const row of sym.trim().split('\n')) {
      const [, wire, , name] = row.split(',') as [string, string, string, string];
      // Simplification gives -1 to a signal that it replaced by a linear form of others.
      if (Number(wire) < 0) continue;
      names[Number(wire)]?.push(name);
      wireOfName.set(name, Number(wire));
    }
    this.names = names;
    this.wireOfName = wireOfName;
  }

  /** The wire of a signal, or undefined where simplification removed it. */
  wireOf(name: string): number | undefined {
    return this.wireOfName.get(name);
  }

  /** Names of all signals that have a wire. */
  signals(): Iterable<string> {
    return this.wireOfName.keys();
  }
}

/** The representative of a field element that is smallest in size. */
export function centred(value: bigint): bigint {
  const least = reduced(value);
  return least > SCALAR_FIELD / 2n ? least - SCALAR_FIELD : least;
}
