import { type Constraint, type ConstraintSystem, centred, type Term } from '../circuit/constraintSystem.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';
import { booleanForms } from './booleanForms.ts';
import { type LinearForm, linearForm } from './linearForm.ts';
import { superIncreasing } from './superIncreasing.ts';
import { type Equation, withoutColumns } from './withoutColumns.ts';

/**
 * Why wires are determined by those known before. In each lemma two witnesses satisfy the named constraints and agree
 * on the known wires; a form is known if the two agree on its value. A boolean form L that is not one wire counts as a
 * wire of its own, tied to the others by the equation wire = L.
 *
 * - `linear`: in A B = C both A and B are known, or one of them is a constant, so a linear form is known. One unknown
 *   wire stands in it, with a nonzero coefficient: it is the form less its known part, over the coefficient.
 * - `linearSystem`: several known forms, of which a linear combination holds one unknown wire.
 * - `inverse`: A B = C with A known and C a nonzero constant. A is not zero, so B = C / A is known, and with it the
 *   one unknown wire of B.
 * - `bits`: a linear combination of known forms is a known part plus a sum of boolean wires with super-increasing
 *   coefficients, so every boolean is known (`superIncreasing`).
 * - `oneHot`: boolean wires add up to the constant one, so exactly one of them is 1; another known form gives each of
 *   them a weight of its own, so its value tells which one.
 * - `zeroTest`: K X = 0 and K Y = Z, K known, Z a known part plus a multiple of X's unknown part. If K = 0 then Z = 0,
 *   else X = 0; in both cases the unknown part is known, whatever Y is.
 * - `hash`: all wires of a Poseidon component whose inputs are known. circomlib's source is trusted (`trustedHashes`).
 * - `solver`: a stored verdict of an SMT solver on exactly these constraints.
 */
export type Lemma = 'linear' | 'linearSystem' | 'inverse' | 'bits' | 'oneHot' | 'zeroTest' | 'hash' | 'solver';

/** One step: with these constraints, the wires known before determine these. */
export interface Derivation {
  readonly lemma: Lemma;
  /** Indexes from the number of constraints on stand for given forms and the equations of boolean forms. */
  readonly constraints: readonly number[];
  /** Indexes from the number of wires on stand for boolean forms. */
  readonly wires: readonly number[];
}

/** Asked where propagation rests: gives steps that it can take now, or none. */
export type FurtherLemma = (view: PropagationView) => Derivation[];

/** Lemmas beyond those of linear algebra and booleans. */
export interface FurtherLemmas {
  /** `hash`: asked first, as it saves work. */
  readonly hashes?: FurtherLemma;
  /** `solver`: asked last. */
  readonly solver?: FurtherLemma;
}

/** What further lemmas see of a propagation that rests. */
export interface PropagationView {
  readonly system: ConstraintSystem;
  readonly isKnown: (wire: number) => boolean;
  /** A constraint that says that the wire is 0 or 1. */
  readonly booleanBy: (wire: number) => number | undefined;
  /** Whether a constraint is in the system, not taken out. */
  readonly isPresent: (constraint: number) => boolean;
  /** Constraints of the system, without the one that is taken out, in which a wire stands. */
  readonly constraintsOf: (wire: number) => readonly number[];
}

/** What two witnesses are taken to agree on. */
export interface Known {
  readonly wires: readonly number[];
  /** Forms of several wires, such as an input that simplification replaced. */
  readonly forms: readonly (readonly Term[])[];
}

const isConstant = (side: readonly Term[]) => side.every(([wire]) => wire === 0);
const constantOf = (side: readonly Term[]) => side.find(([wire]) => wire === 0)?.[1] ?? 0n;

/** What does not change in a run: where each wire stands and which wires are boolean. */
class SystemIndex {
  /** Those of the system, then the given forms, then the equations of boolean forms, both as 0 * 0 = C. */
  readonly constraints: Constraint[];
  readonly occurrences: number[][];
  readonly booleanConstraints: number[][];
  /** Whether a constraint only says that a form is boolean. */
  readonly saysBoolean: Uint8Array;

  constructor(
    readonly system: ConstraintSystem,
    forms: Known['forms'],
  ) {
    this.constraints = [...system.constraints, ...forms.map((form): Constraint => [[], [], form])];
    this.booleanConstraints = Array.from({ length: system.wires }, () => []);
    this.saysBoolean = new Uint8Array(system.constraints.length);
    for (const { constraint, form, wire } of booleanForms(system)) {
      this.saysBoolean[constraint] = 1;
      if (wire !== undefined) {
        this.booleanConstraints[wire]?.push(constraint);
      } else {
        this.constraints.push([[], [], [...form, [this.booleanConstraints.length, -1n]]]);
        this.booleanConstraints.push([constraint]);
      }
    }
    this.occurrences = Array.from({ length: this.wires }, () => []);
    this.constraints.forEach((constraint, index) => {
      for (const side of constraint) {
        for (const [wire] of side) {
          const list = this.occurrences[wire] as number[];
          if (wire !== 0 && list.at(-1) !== index) list.push(index);
        }
      }
    });
  }

  /** Those of the system and the boolean forms. */
  get wires(): number {
    return this.booleanConstraints.length;
  }
}

/** One run of the lemmas to their fixed point. */
class Run implements PropagationView {
  readonly system: ConstraintSystem;
  readonly log: Derivation[] = [];
  private readonly known: Uint8Array;
  private readonly queued: Uint8Array;
  private readonly queue: number[] = [];
  /** Constraints that give a known form of several unknown wires. */
  private readonly equations = new Set<number>();

  constructor(
    private readonly index: SystemIndex,
    known: Iterable<number>,
    private readonly without: number | undefined,
  ) {
    this.system = index.system;
    this.known = new Uint8Array(index.wires);
    this.queued = new Uint8Array(index.constraints.length);
    this.known[0] = 1;
    for (const wire of known) this.known[wire] = 1;
  }

  readonly isKnown = (wire: number) => this.known[wire] === 1;
  readonly booleanBy = (wire: number) => this.index.booleanConstraints[wire]?.find((at) => at !== this.without);
  readonly isPresent = (constraint: number) => constraint !== this.without;
  readonly constraintsOf = (wire: number) =>
    (this.index.occurrences[wire] as number[]).filter(
      (at) => at !== this.without && at < this.system.constraints.length,
    );

  unknownWires(): number[] {
    const wires: number[] = [];
    for (let wire = 0; wire < this.system.wires; wire++) if (this.known[wire] === 0) wires.push(wire);
    return wires;
  }

  enqueue(constraint: number): void {
    if (this.queued[constraint] === 1 || constraint === this.without) return;
    this.queued[constraint] = 1;
    this.queue.push(constraint);
  }

  /** Applies the lemmas until none gives more. */
  settle({ hashes, solver }: FurtherLemmas): void {
    const apply = (further: FurtherLemma | undefined) => {
      for (const { lemma, constraints, wires } of further?.(this) ?? []) this.derive(lemma, constraints, wires);
    };
    const resting = [() => apply(hashes), () => this.combine(), () => apply(solver)];
    for (let next = 0; next < resting.length; ) {
      for (let at = this.queue.pop(); at !== undefined; at = this.queue.pop()) {
        this.queued[at] = 0;
        this.inspect(at);
      }
      resting[next]?.();
      next = this.queue.length > 0 ? 0 : next + 1;
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
    const [a, b, c] = this.index.constraints[at] as Constraint;
    const [inA, inB, inC] = [this.unknown(a), this.unknown(b), this.unknown(c)];
    if (inA.length + inB.length + inC.length === 0) return;
    if (inA.length > 0 && inB.length > 0 && !isConstant(a) && !isConstant(b)) return;
    if (this.index.saysBoolean[at] === 1) return;
    const form = this.knownForm(at);
    if (form !== undefined) {
      if (form.length === 1) this.derive('linear', [at], [form[0]?.[0] as number]);
      else if (!this.bits([at], form)) this.equations.add(at);
      return;
    }
    const [factor, other] = inA.length === 0 ? [a, inB] : [b, inA];
    if (isConstant(c) && c.length > 0 && other.length === 1) {
      this.derive('inverse', [at], [other[0]?.[0] as number]);
    } else if (c.length === 0) {
      this.zeroTest(at, factor, other);
    } else {
      // The second constraint of a zero test asks for the first.
      const [wire] = factor.find(([other]) => other !== 0) as Term;
      for (const near of this.constraintsOf(wire)) {
        const [x, y, z] = this.index.constraints[near] as Constraint;
        if (z.length > 0 || this.index.saysBoolean[near] === 1) continue;
        for (const [k, rest] of [[x, y] as const, [y, x] as const]) {
          const unknown = this.unknown(rest);
          if (unknown.length > 0 && !isConstant(k) && this.unknown(k).length === 0) this.zeroTest(near, k, unknown);
        }
      }
    }
  }

  /** The unknown part of the form that a constraint makes known, if it is linear in what is unknown. */
  private knownForm(at: number): Term[] | undefined {
    const [a, b, c] = this.index.constraints[at] as Constraint;
    const [inA, inB, inC] = [this.unknown(a), this.unknown(b), this.unknown(c)];
    if (inA.length === 0 && inB.length === 0) return inC;
    if (isConstant(a)) return [...linearForm([constantOf(a), inB], [-1n, inC])];
    if (isConstant(b)) return [...linearForm([constantOf(b), inA], [-1n, inC])];
    return undefined;
  }

  /** Bits lemma on a known form. */
  private bits(constraints: readonly number[], form: readonly Term[]): boolean {
    const booleans = this.booleansOf(form.map(([wire]) => wire));
    if (booleans === undefined || !superIncreasing(form.map(([, coefficient]) => coefficient))) return false;
    this.derive(
      'bits',
      [...constraints, ...booleans],
      form.map(([wire]) => wire),
    );
    return true;
  }

  /** The constraints that make every wire of a sum boolean, or undefined if one is not. */
  private booleansOf(wires: readonly number[]): number[] | undefined {
    const constraints: number[] = [];
    for (const wire of wires) {
      const by = this.booleanBy(wire);
      if (by === undefined) return undefined;
      constraints.push(by);
    }
    return constraints;
  }

  /** Lemmas about several known forms together. */
  private combine(): void {
    const equations: Equation[] = [];
    for (const at of this.equations) {
      const form = this.knownForm(at) ?? [];
      if (form.length > 0) equations.push({ rows: [at], form: new Map(form) });
      else this.equations.delete(at);
    }
    const boolean = (wire: number) => this.booleanBy(wire) !== undefined;
    const pure: Equation[] = [];
    for (const { rows, form } of withoutColumns(equations, boolean)) {
      const wires = [...form.keys()];
      if (wires.length === 1) this.derive('linearSystem', rows, wires);
      else if (wires.every(boolean) && !this.bits(rows, [...form])) pure.push({ rows, form });
    }
    const byWire = new Map<number, Equation[]>();
    for (const equation of pure) {
      for (const wire of equation.form.keys()) {
        const list = byWire.get(wire) ?? [];
        for (const other of list) this.oneHot(equation, other);
        list.push(equation);
        byWire.set(wire, list);
      }
    }
  }

  /**
   * One-hot lemma: one equation or the sum of the two says that booleans add up to one, and one of the two gives weights.
   * A boolean form stands for its complement as well.
   */
  private oneHot(x: Equation, y: Equation): void {
    const [ofX, ofY] = [this.variants(x), this.variants(y)];
    const pairs: [sum: LinearForm, weights: LinearForm][] = [];
    for (const sum of ofX) pairs.push([sum, y.form]);
    for (const sum of ofY) pairs.push([sum, x.form]);
    for (const one of ofX) for (const other of ofY) pairs.push([linearForm([1n, one], [1n, other]), other]);
    for (const [sum, weights] of pairs) {
      const total = sum.get(0) ?? 0n;
      const wires = [...sum.keys()].filter((wire) => wire !== 0);
      const addsUp = wires.every((wire) => sum.get(wire) === centred(-total) && !this.isKnown(wire));
      const within = [...weights.keys()].every((wire) => this.isKnown(wire) || sum.has(wire));
      const distinct = new Set(wires.map((wire) => weights.get(wire) ?? 0n)).size === wires.length;
      const booleans = this.booleansOf(wires);
      if (total === 0n || !addsUp || !within || !distinct || booleans === undefined) continue;
      this.derive('oneHot', [...x.rows, ...y.rows, ...booleans], wires);
      return;
    }
  }

  /** The whole form, equal to zero, of an equation that is linear as it stands; the equation of L also with 1 - L. */
  private variants({ rows }: Equation): LinearForm[] {
    const [at, ...others] = rows as [number];
    const [a, b, c] = this.index.constraints[at] as Constraint;
    if (others.length > 0 || (a.length > 0 && b.length > 0)) return [];
    const form = linearForm([1n, c]);
    const own = [...form.keys()].find((wire) => wire >= this.system.wires);
    return own === undefined ? [form] : [form, linearForm([-1n, form], [1n, [[0, 1n]]], [-2n, [[own, 1n]]])];
  }

  private zeroTest(at: number, factor: readonly Term[], unknown: readonly Term[]): void {
    const [wire, coefficient] = factor.find(([other]) => other !== 0) as Term;
    const [[first, scale]] = unknown as [Term];
    if (unknown.length !== 1) return;
    for (const near of this.constraintsOf(wire)) {
      if (near === at) continue;
      const [a, b, c] = this.index.constraints[near] as Constraint;
      const inC = this.unknown(c);
      const ratio = centred((inC.find(([other]) => other === first)?.[1] ?? 0n) * fieldInverse(scale));
      if (ratio === 0n || linearForm([1n, inC], [-ratio, unknown]).size > 0) continue;
      const same = [a, b].some((side) => {
        const match = side.find(([other]) => other === wire)?.[1] ?? 0n;
        return match !== 0n && linearForm([coefficient, side], [-match, factor]).size === 0;
      });
      if (!same) continue;
      this.derive('zeroTest', [at, near], [first]);
      return;
    }
  }
}

/** How wires follow from known ones, kept so that a deleted constraint costs only what rested on it. */
export class Propagation {
  /** The steps, in order: each rests on what is known and on steps before it. */
  readonly log: readonly Derivation[];
  /** Wires that the known ones do not determine, by these lemmas, in order. */
  readonly undetermined: readonly number[];
  private readonly index: SystemIndex;
  private readonly used: ReadonlySet<number>;

  /**
   * @param known what is given
   */
  constructor(
    readonly system: ConstraintSystem,
    private readonly known: Known,
    readonly further: FurtherLemmas = {},
  ) {
    this.index = new SystemIndex(system, known.forms);
    const run = new Run(this.index, known.wires, undefined);
    for (let at = this.index.constraints.length - 1; at >= 0; at--) run.enqueue(at);
    run.settle(further);
    this.log = run.log;
    this.undetermined = run.unknownWires();
    this.used = new Set(run.log.flatMap(({ constraints }) => constraints));
  }

  /** The undetermined wires of the system that lacks one constraint. */
  without(constraint: number): readonly number[] {
    if (!this.used.has(constraint)) return this.undetermined;
    const lost = new Uint8Array(this.index.wires);
    const known = [...this.known.wires];
    for (const step of this.log) {
      const holds =
        !step.constraints.includes(constraint) &&
        step.constraints.every((at) =>
          (this.index.constraints[at] as Constraint).every((side) => side.every(([wire]) => lost[wire] === 0)),
        );
      for (const wire of step.wires) {
        if (holds) known.push(wire);
        else lost[wire] = 1;
      }
    }
    const run = new Run(this.index, known, constraint);
    this.index.occurrences.forEach((constraints, wire) => {
      if (!run.isKnown(wire)) for (const at of constraints) run.enqueue(at);
    });
    run.settle(this.further);
    return run.unknownWires();
  }
}

/** See `determined`. */
export interface DeterminedOptions {
  /** A constraint that is taken out. */
  readonly without?: number;
  readonly further?: FurtherLemmas;
}

const NONE: FurtherLemmas = {};
const propagations = new WeakMap<Known, Propagation>();

/**
 * Wires of which the lemmas do not show that the known wires determine them, in order: none if two witnesses that agree
 * on what is known are equal.
 *
 * @param known for a template its inputs and free values (`knownWires`). Give the same object again for the same system:
 *   then only what rested on the constraint taken out is computed again.
 */
export function determined(
  system: ConstraintSystem,
  known: Known,
  { without, further = NONE }: DeterminedOptions = {},
): readonly number[] {
  let propagation = propagations.get(known);
  if (propagation?.system !== system || propagation.further !== further) {
    propagation = new Propagation(system, known, further);
    propagations.set(known, propagation);
  }
  return without === undefined ? propagation.undetermined : propagation.without(without);
}
