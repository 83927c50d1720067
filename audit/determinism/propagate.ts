import { centred, type Constraint, type ConstraintSystem, type Term } from '../circuit/constraintSystem.ts';
import { type BooleanForm, booleanForms } from './booleanForms.ts';
import { fieldInverse } from './fieldInverse.ts';
import { linearForm } from './linearForm.ts';
import { superIncreasing } from './superIncreasing.ts';

/**
 * Why wires are determined by those known before. In each lemma two witnesses satisfy the named constraints and agree
 * on the known wires; a form is known if the two agree on its value.
 *
 * - `linear`: in A B = C both A and B are known, or one of them is a constant, so a linear form is known; one unknown
 *   wire stands in it, with a nonzero coefficient. The wire is the form less its known part, over the coefficient.
 * - `inverse`: A B = C with A known and C a nonzero constant. A is not zero, so B = C / A is known, and with it the
 *   one unknown wire of B.
 * - `bits`: a known form is a known part plus a sum of boolean wires with super-increasing coefficients
 *   (`superIncreasing`), so every boolean is known.
 * - `booleanForm`: L is boolean and equals a known part plus a sum of boolean wires. L less that sum is known: bits lemma
 *   with L as one more boolean. So stands a range check whose lowest bit simplification replaced.
 * - `oneHot`: booleans L, M and b_j add up to the constant one, so exactly one of them is 1. M less its known part is
 *   sum m_j b_j: a known form, sum w_i of the booleans with weights 0, 1 and -m_j. Distinct weights tell which one.
 * - `zeroTest`: K X = 0 and K Y = Z, K known, Z a known part plus a multiple of X's unknown part. If K = 0 then Z = 0,
 *   else X = 0; in both cases the unknown part is known, whatever Y is.
 * - `solver`: a stored verdict of an SMT solver on exactly these constraints (`solverLemmas`).
 */
export type Lemma = 'linear' | 'inverse' | 'bits' | 'booleanForm' | 'oneHot' | 'zeroTest' | 'solver';

/** One step: with these constraints, the wires known before determine these. */
export interface Derivation {
  readonly lemma: Lemma;
  readonly constraints: readonly number[];
  readonly wires: readonly number[];
}

/** Further lemmas, asked where propagation rests: each call gives at least one step, or none if it knows no more. */
export type FurtherLemmas = (view: PropagationView) => Derivation[];

/** What further lemmas see of a propagation that rests. */
export interface PropagationView {
  readonly system: ConstraintSystem;
  readonly isKnown: (wire: number) => boolean;
  /** A constraint that says that the wire is 0 or 1. */
  readonly booleanBy: (wire: number) => number | undefined;
  readonly constraintsOf: (wire: number) => Iterable<number>;
}

const terms = (side: readonly Term[]) => side.filter(([wire]) => wire !== 0);
const isConstant = (side: readonly Term[]) => terms(side).length === 0;
const constantOf = (side: readonly Term[]) => side.find(([wire]) => wire === 0)?.[1] ?? 0n;

/** What does not depend on what is known: where each wire stands and which forms are boolean. */
class SystemIndex {
  readonly occurrences: number[][];
  readonly forms: (BooleanForm | undefined)[] = [];
  readonly booleanConstraints: number[][];

  constructor(readonly system: ConstraintSystem) {
    this.occurrences = Array.from({ length: system.wires }, () => []);
    this.booleanConstraints = Array.from({ length: system.wires }, () => []);
    system.constraints.forEach((constraint, index) => {
      for (const side of constraint) {
        for (const [wire] of side) {
          const list = this.occurrences[wire] as number[];
          if (wire !== 0 && list.at(-1) !== index) list.push(index);
        }
      }
    });
    for (const form of booleanForms(system)) {
      this.forms[form.constraint] = form;
      if (form.wire !== undefined) this.booleanConstraints[form.wire]?.push(form.constraint);
    }
  }
}

const indexes = new WeakMap<ConstraintSystem, SystemIndex>();

/** One run of the lemmas to their fixed point. */
class Run implements PropagationView {
  readonly system: ConstraintSystem;
  readonly log: Derivation[] = [];
  private readonly known: Uint8Array;
  private readonly queued: Uint8Array;
  private readonly queue: number[] = [];

  constructor(
    private readonly index: SystemIndex,
    known: Iterable<number>,
    private readonly without: number | undefined,
  ) {
    this.system = index.system;
    this.known = new Uint8Array(this.system.wires);
    this.queued = new Uint8Array(this.system.constraints.length);
    this.known[0] = 1;
    for (const wire of known) this.known[wire] = 1;
  }

  readonly isKnown = (wire: number) => this.known[wire] === 1;
  readonly booleanBy = (wire: number) => this.index.booleanConstraints[wire]?.find((at) => at !== this.without);
  readonly constraintsOf = (wire: number) =>
    (this.index.occurrences[wire] as number[]).filter((at) => at !== this.without);

  unknownWires(): number[] {
    const wires: number[] = [];
    for (let wire = 0; wire < this.known.length; wire++) if (this.known[wire] === 0) wires.push(wire);
    return wires;
  }

  enqueue(constraint: number): void {
    if (this.queued[constraint] === 1 || constraint === this.without) return;
    this.queued[constraint] = 1;
    this.queue.push(constraint);
  }

  /** Applies the lemmas until none gives more. */
  settle(further: FurtherLemmas | undefined): void {
    for (;;) {
      for (let at = this.queue.pop(); at !== undefined; at = this.queue.pop()) {
        this.queued[at] = 0;
        this.inspect(at);
      }
      const steps = further?.(this) ?? [];
      for (const { lemma, constraints, wires } of steps) this.derive(lemma, constraints, wires);
      if (this.queue.length === 0) return;
    }
  }

  private derive(lemma: Lemma, constraints: readonly number[], wires: readonly number[]): void {
    const fresh = wires.filter((wire) => !this.isKnown(wire));
    if (fresh.length === 0) return;
    this.log.push({ lemma, constraints, wires: fresh });
    for (const wire of fresh) this.known[wire] = 1;
    for (const wire of fresh) for (const at of this.index.occurrences[wire] as number[]) this.enqueue(at);
  }

  private unknown(side: readonly Term[]): Term[] {
    return side.filter(([wire]) => this.known[wire] === 0);
  }

  private inspect(at: number): void {
    const [a, b, c] = this.system.constraints[at] as Constraint;
    const [inA, inB, inC] = [this.unknown(a), this.unknown(b), this.unknown(c)];
    if (inA.length + inB.length + inC.length === 0) return;
    if (inA.length === 0 && inB.length === 0) return this.knownForm(at, inC, 'linear');
    if (isConstant(a)) return this.knownForm(at, [...linearForm([constantOf(a), inB], [-1n, inC])], 'linear');
    if (isConstant(b)) return this.knownForm(at, [...linearForm([constantOf(b), inA], [-1n, inC])], 'linear');
    const form = this.index.forms[at];
    if (form !== undefined) {
      if (form.wire === undefined) this.booleanForm(form);
      return;
    }
    if (inA.length > 0 && inB.length > 0) return;
    const [factor, other] = inA.length === 0 ? [a, inB] : [b, inA];
    if (isConstant(c) && c.length > 0) return this.knownForm(at, other, 'inverse');
    if (c.length === 0) this.zeroTest(at, factor, other);
    // The second constraint of a zero test asks for the first.
    else if (inC.length > 0) {
      const [first] = terms(factor) as [Term];
      for (const near of this.constraintsOf(first[0])) {
        const [x, y, z] = this.system.constraints[near] as Constraint;
        if (z.length > 0 || this.index.forms[near] !== undefined) continue;
        for (const [k, rest] of [[x, y] as const, [y, x] as const]) {
          const unknown = this.unknown(rest);
          if (unknown.length > 0 && this.unknown(k).length === 0) this.zeroTest(near, k, unknown);
        }
      }
    }
  }

  /** A sum of unknown terms is known. */
  private knownForm(at: number, sum: readonly Term[], lemma: 'linear' | 'inverse'): void {
    if (sum.length === 1) return this.derive(lemma, [at], [sum[0]?.[0] as number]);
    const booleans = this.booleansOf(sum);
    if (booleans === undefined || !superIncreasing(sum.map(([, coefficient]) => coefficient))) return;
    this.derive(
      'bits',
      [at, ...booleans],
      sum.map(([wire]) => wire),
    );
  }

  /** The constraints that make every wire of a sum boolean, or undefined if one is not. */
  private booleansOf(sum: readonly Term[]): number[] | undefined {
    const constraints: number[] = [];
    for (const [wire] of sum) {
      const by = this.booleanBy(wire);
      if (by === undefined) return undefined;
      constraints.push(by);
    }
    return constraints;
  }

  private booleanForm({ constraint, form }: BooleanForm): void {
    const sum = this.unknown([...form]);
    const booleans = this.booleansOf(sum);
    if (booleans === undefined) return;
    const wires = sum.map(([wire]) => wire);
    if (superIncreasing([1n, ...sum.map(([, coefficient]) => coefficient)])) {
      return this.derive('booleanForm', [constraint, ...booleans], wires);
    }
    for (const near of this.constraintsOf(wires[0] as number)) {
      const other = this.index.forms[near];
      if (other === undefined || other.wire !== undefined || near === constraint) continue;
      const total = linearForm([1n, form], [1n, other.form], [1n, wires.map((wire): Term => [wire, 1n])]);
      if (total.size !== 1 || total.get(0) !== 1n) continue;
      const weights = wires.map((wire) => centred(-(other.form.get(wire) ?? 0n)));
      if (new Set([0n, 1n, ...weights]).size !== weights.length + 2) continue;
      return this.derive('oneHot', [constraint, near, ...booleans], wires);
    }
  }

  private zeroTest(at: number, factor: readonly Term[], unknown: readonly Term[]): void {
    const [[wire, coefficient]] = terms(factor) as [Term];
    const [[first, scale]] = unknown as [Term];
    for (const near of this.constraintsOf(wire)) {
      if (near === at) continue;
      const [a, b, c] = this.system.constraints[near] as Constraint;
      const inC = this.unknown(c);
      const ratio = centred((inC.find(([other]) => other === first)?.[1] ?? 0n) * fieldInverse(scale));
      if (ratio === 0n || linearForm([1n, inC], [-ratio, unknown]).size > 0) continue;
      const same = [a, b].some((side) => {
        const match = side.find(([other]) => other === wire)?.[1] ?? 0n;
        return match !== 0n && linearForm([coefficient, side], [-match, factor]).size === 0;
      });
      if (!same || unknown.length !== 1) continue;
      return this.derive('zeroTest', [at, near], [first]);
    }
  }
}

/** How wires follow from known ones, kept so that a deleted constraint costs only what rested on it. */
export class Propagation {
  /** The steps, in order: each rests on the known wires and on steps before it. */
  readonly log: readonly Derivation[];
  /** Wires that the known ones do not determine, by these lemmas, in order. */
  readonly undetermined: readonly number[];
  private readonly index: SystemIndex;
  private readonly used: Set<number>;

  /**
   * @param known wires whose values are given
   * @param further lemmas beyond those of `Lemma` up to `zeroTest`
   */
  constructor(
    readonly system: ConstraintSystem,
    private readonly known: readonly number[],
    private readonly further?: FurtherLemmas,
  ) {
    let index = indexes.get(system);
    if (index === undefined) {
      index = new SystemIndex(system);
      indexes.set(system, index);
    }
    this.index = index;
    const run = new Run(index, known, undefined);
    for (let at = system.constraints.length - 1; at >= 0; at--) run.enqueue(at);
    run.settle(further);
    this.log = run.log;
    this.undetermined = run.unknownWires();
    this.used = new Set(run.log.flatMap(({ constraints }) => constraints));
  }

  /** The undetermined wires of the system that lacks one constraint. */
  without(constraint: number): readonly number[] {
    if (!this.used.has(constraint)) return this.undetermined;
    const lost = new Uint8Array(this.system.wires);
    const known = [...this.known];
    for (const step of this.log) {
      const holds =
        !step.constraints.includes(constraint) &&
        step.constraints.every((at) =>
          (this.system.constraints[at] as Constraint).every((side) => side.every(([wire]) => lost[wire] === 0)),
        );
      for (const wire of step.wires) {
        if (holds) known.push(wire);
        else lost[wire] = 1;
      }
    }
    const run = new Run(this.index, known, constraint);
    for (let wire = 0; wire < lost.length; wire++) {
      if (lost[wire] === 1) for (const at of run.constraintsOf(wire)) run.enqueue(at);
    }
    run.settle(this.further);
    return run.unknownWires();
  }
}

/** See `determined`. */
export interface DeterminedOptions {
  /** A constraint that is taken out. For many of one system make a `Propagation` and ask `without`. */
  readonly without?: number;
  readonly further?: FurtherLemmas;
}

/**
 * Wires of which the lemmas do not show that the known wires determine them, in order: none if two witnesses that agree
 * on the known wires are equal.
 *
 * @param knownWires for a template its inputs and free values (`knownWires`)
 */
export function determined(
  system: ConstraintSystem,
  knownWires: readonly number[],
  { without, further }: DeterminedOptions = {},
): readonly number[] {
  const propagation = new Propagation(system, knownWires, further);
  return without === undefined ? propagation.undetermined : propagation.without(without);
}

