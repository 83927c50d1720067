import { SCALAR_FIELD } from '../../verifier/points.ts';
import type { Constraint, ConstraintSystem } from '../circuit/constraintSystem.ts';
import { type Bound, bits, scaled, size, sum } from './bound.ts';
import { combine, type Form, formOfSide, variable } from './form.ts';
import { Knowledge, proportion } from './knowledge.ts';

// No wrap: which constraints of a compiled circuit hold as equations between rational numbers, and not only modulo p.
//
// Claim. For every assignment that satisfies the constraints in the field there is a rational number for each variable
// of `Knowledge`, congruent to its field element (a denominator has no factor p), such that all that `Knowledge` holds
// is true of these numbers, and each constraint in `exact` is true of them as an equation.
//
// Proof by induction over the steps, each of which uses only what was known before it. A coefficient may be replaced by
// any fraction congruent to it (`asRatio`), so a form over rationals is congruent to the form over the field.
//   - Definition by two values: a · b = 0, where the forms a and b differ by a constant and a factor, and one wire in
//     them is unknown. p is prime, so a = 0 or b = 0 in the field: a is 0 or its other root. A new boolean says which,
//     and the wire's number is *chosen* as what solves a = root · boolean; it is congruent to the wire. This covers
//     booleans and, because simplification leaves n - 1 bits and one such equation, range checks. The interval must be
//     shorter than p: else the field element would not tell the number.
//   - Definition by a product: a · b = n x + rest, where all but x is known: x is chosen as (a · b - rest) / n. Its size,
//     cleared of denominators, must be below p/2, for the same reason.
//   - Test for zero: in · (1 - out) = 0 beside in · inverse = out. In the field, in = 0 gives out = 0 and any other `in`
//     gives out = 1: out is boolean. |in| < p makes that a test of the number.
//   - Check: all is known. D (a · b - c), with D the common denominator, is an integer congruent to 0; if its bound is
//     below p it is 0. For c = 0 it is enough that each factor is below p, because p is prime. Where a known form has two
//     values in this way, it *equals* 0 or 1: a range check bounds the form and makes it an integer.
//   - Bounds: sums and products of bounds; at most one boolean of a one-hot set; distinction of cases by booleans, where
//     products with a constant factor are linear; zero products that force a boolean in a case; adding and subtracting
//     known forms and products. Two bounds of one number hold together, and of two denominators their greatest common
//     divisor is one. All of that is arithmetic of rationals.
// Nothing rests on a bound that the same constraint would have to give: a constraint is settled once, from bounds that
// stand without it. Bounds found later, from settled constraints, are true of every assignment and may replace earlier ones.

/** How a constraint is known to hold between rationals. */
export type Kind = 'boolean' | 'range' | 'product' | 'equation' | 'zero product' | 'nonzero test';

/** A constraint that holds between rationals. */
export interface Exact {
  readonly kind: Kind;
  /** Binary digits of the widest value in it, cleared of denominators. */
  readonly bits: number;
}

/** Which constraints of a system hold between rationals. */
export interface WrapAnalysis {
  readonly knowledge: Knowledge;
  /** By index; undefined where the analysis cannot tell. */
  readonly exact: readonly (Exact | undefined)[];
  /** Wires whose bound was taken for granted. */
  readonly assumed: readonly number[];
  /** The sides of a constraint. */
  sides(index: number): readonly [Form, Form, Form];
  /** Indexes of the constraints in which a wire stands. */
  constraintsOf(wire: number): readonly number[];
}

/** Passes over what is still open; each ends where nothing changed. */
const PASSES = 8;
/** Variables above this width are bounded again in each pass. */
const WIDE_BITS = 64;
/** Narrower values are not measured again. */
const NARROW_BITS = 80;

interface Sides {
  readonly a: Form;
  readonly b: Form;
  readonly c: Form;
}

/** A bound that is taken for granted for a wire which the constraints leave without one, by what is known without it. */
export type Assumption = (wire: number, analysis: WrapAnalysis) => Bound | undefined;

/**
 * Settles every constraint that it can.
 *
 * @param assume gives bounds of wires that are left without one; the result names them
 */
export function analyseWrap(system: ConstraintSystem, assume: Assumption = () => undefined): WrapAnalysis {
  return new Analysis(system).run(assume);
}

class Analysis implements WrapAnalysis {
  readonly knowledge: Knowledge;
  readonly exact: (Exact | undefined)[];
  readonly assumed: number[] = [];
  private readonly uses: number[][];
  private readonly unknowns: number[];
  private readonly forms = new Map<number, Sides>();
  private readonly queue: number[] = [];

  constructor(private readonly system: ConstraintSystem) {
    this.exact = new Array(system.constraints.length).fill(undefined);
    this.uses = Array.from({ length: system.wires }, () => []);
    this.unknowns = system.constraints.map((constraint, index) => {
      const wires = wiresOf(constraint);
      for (const wire of wires) this.uses[wire]?.push(index);
      return wires.size;
    });
    this.knowledge = new Knowledge(system.wires);
  }

  run(assume: Assumption): this {
    this.unknowns.forEach((count, index) => {
      if (count <= 1) this.queue.push(index);
    });
    this.repeat();
    const assumptions: [number, Bound][] = [];
    for (let wire = 1; wire < this.system.wires; wire++) {
      const bound = this.knowledge.isKnown(wire) ? undefined : assume(wire, this);
      if (bound !== undefined) assumptions.push([wire, bound]);
    }
    for (const [wire, bound] of assumptions) {
      this.assumed.push(wire);
      this.knowledge.define(wire, bound);
      this.becomesKnown(wire);
    }
    if (this.assumed.length > 0) this.repeat();
    this.knowledge.forget();
    this.exact.forEach((found, index) => {
      if (found !== undefined) this.exact[index] = { ...found, bits: Math.min(found.bits, this.width(index, found)) };
    });
    return this;
  }

  /** Settles constraints and narrows bounds until nothing changes. */
  private repeat(): void {
    for (let pass = 0; pass < PASSES; pass++) {
      const before = this.open();
      this.knowledge.forget();
      this.drain();
      this.knowledge.forget();
      let narrowed = 0;
      for (const x of this.knowledge.wideVariables(WIDE_BITS)) if (this.knowledge.tighten(x)) narrowed++;
      if (this.open() === before && narrowed === 0) return;
      this.exact.forEach((found, index) => {
        if (found === undefined && (this.unknowns[index] as number) <= 1) this.queue.push(index);
      });
    }
  }

  /** Binary digits of the widest value of a constraint, by all that is known in the end. */
  private width(index: number, { kind, bits: before }: Exact): number {
    if (kind === 'boolean' || before <= NARROW_BITS) return before;
    const { a, b, c } = this.formsOf(index);
    const known = this.knowledge;
    if (isZero(c)) return kind === 'nonzero test' ? before : Math.max(bits(known.bound(a)), bits(known.bound(b)));
    const result = known.bound(c);
    if (kind === 'product') return Math.min(bits(result), bits(known.boundOfProduct(a, b)));
    return bits(sum(known.boundOfProduct(a, b), scaled(result, -1n, 1n)));
  }

  sides(index: number): readonly [Form, Form, Form] {
    const { a, b, c } = this.formsOf(index);
    return [a, b, c];
  }

  constraintsOf(wire: number): readonly number[] {
    return this.uses[wire] ?? [];
  }

  private open(): number {
    return this.exact.filter((found) => found === undefined).length;
  }

  private drain(): void {
    for (let index = this.queue.pop(); index !== undefined; index = this.queue.pop()) {
      if (this.exact[index] === undefined) this.exact[index] = this.settle(index);
    }
  }

  private formsOf(index: number): Sides {
    let found = this.forms.get(index);
    if (found === undefined) {
      const [a, b, c] = this.system.constraints[index] as Constraint;
      found = { a: formOfSide(a), b: formOfSide(b), c: formOfSide(c) };
      this.forms.set(index, found);
    }
    return found;
  }

  private settle(index: number): Exact | undefined {
    const unknown = [...wiresOf(this.system.constraints[index] as Constraint)].filter(
      (wire) => !this.knowledge.isKnown(wire),
    );
    if (unknown.length > 1) return undefined;
    const sides = this.formsOf(index);
    const [wire] = unknown;
    if (wire === undefined) return this.check(sides);
    const { a, b, c } = sides;
    if (isZero(c)) return this.defineByRoots(wire, a, b) ?? this.defineNonzeroTest(wire, sides);
    if (c.terms.has(wire) && !a.terms.has(wire) && !b.terms.has(wire)) return this.defineByProduct(wire, sides);
    return undefined;
  }

  /** a · b = 0 says that an unknown wire takes one of two values. */
  private defineByRoots(wire: number, a: Form, b: Form): Exact | undefined {
    const root = rootsOf(a, b, wire);
    if (root === undefined) return undefined;
    const known = this.knowledge;
    const n = a.terms.get(wire) as bigint;
    const simple = a.terms.size === 1;
    const boolean = known.newBoolean();
    const terms = new Map(a.terms);
    terms.delete(wire);
    const [sign, length] = n < 0n ? [-1n, -n] : [1n, n];
    // a = root · boolean.
    const form = combine([
      [variable(boolean), sign * a.d * root[0], length * root[1]],
      [{ ...a, terms }, -sign * a.d, length],
    ]);
    const resolved = known.resolve(form);
    const bound = known.bound(resolved);
    // Two numbers of a wider interval can be one field element: that would be no range.
    if (bound.hi - bound.lo >= SCALAR_FIELD) return undefined;
    known.replace(wire, resolved);
    this.becomesKnown(wire);
    return { kind: simple ? 'boolean' : 'range', bits: bits(bound) };
  }

  /** in · (1 - out) = 0 beside in · inverse = out: out is 1 where in is not zero in the field, else 0. */
  private defineNonzeroTest(wire: number, { a, b }: Sides): Exact | undefined {
    for (const [input, gate] of [
      [a, b],
      [b, a],
    ] as const) {
      const n = gate.terms.get(wire);
      if (n === undefined || gate.terms.size !== 1 || gate.constant !== -n || input.terms.has(wire)) continue;
      const partner = (this.uses[wire] ?? []).some((index) => {
        const other = this.formsOf(index);
        const onlyOut = other.c.terms.size === 1 && other.c.terms.has(wire) && other.c.constant === 0n;
        return onlyOut && (proportion(input, other.a) ?? proportion(input, other.b)) !== undefined;
      });
      const bound = this.knowledge.bound(input);
      if (!partner || size(bound) >= SCALAR_FIELD) continue;
      this.knowledge.defineBoolean(wire);
      this.knowledge.addZeroProduct(a, b);
      this.becomesKnown(wire);
      return { kind: 'nonzero test', bits: bits(bound) };
    }
    return undefined;
  }

  private defineByProduct(wire: number, { a, b, c }: Sides): Exact | undefined {
    const known = this.knowledge;
    const relation = { a: known.resolve(a), b: known.resolve(b), c: known.resolve(c) };
    const both = known.boundOfProduct(relation.a, relation.b);
    const bound = known.boundOfDefined(relation, wire);
    const width = bits(both);
    if (2n * size(both) >= SCALAR_FIELD) {
      // Cases may bound the result where the factors' bounds alone do not.
      const result = sideBound(relation.c, wire, bound, known);
      if (2n * size(result) >= SCALAR_FIELD) return undefined;
    }
    known.define(wire, bound, relation);
    this.becomesKnown(wire);
    return { kind: 'product', bits: Math.min(width, bits(sideBound(relation.c, wire, bound, known))) };
  }

  private check({ a, b, c }: Sides): Exact | undefined {
    const known = this.knowledge;
    const [x, y] = [known.bound(a), known.bound(b)];
    if (isZero(c)) {
      if (size(x) >= SCALAR_FIELD || size(y) >= SCALAR_FIELD) return undefined;
      return this.checkRoots(a, b) ?? this.zeroProduct(a, b, Math.max(bits(x), bits(y)));
    }
    const difference = sum(known.boundOfProduct(a, b), scaled(known.bound(c), -1n, 1n));
    if (size(difference) >= SCALAR_FIELD) return undefined;
    known.addProduct({ a, b, c });
    known.addFact(c, known.boundOfProduct(a, b));
    return { kind: 'equation', bits: bits(difference) };
  }

  private zeroProduct(a: Form, b: Form, width: number): Exact {
    this.knowledge.addZeroProduct(a, b);
    return { kind: 'zero product', bits: width };
  }

  /** a · b = 0 says that a known form takes one of two values: a range check, or the last of a one-hot. */
  private checkRoots(a: Form, b: Form): Exact | undefined {
    const known = this.knowledge;
    const [x, y] = [known.resolve(a), known.resolve(b)];
    const first = known.others(x)[0] ?? x.terms.keys().next().value;
    if (first === undefined) return undefined;
    const root = rootsOf(x, y, first);
    if (root === undefined) return undefined;
    const width = Math.max(bits(known.bound(x)), bits(known.bound(y)));
    const form = combine([[x, root[1] * (root[0] < 0n ? -1n : 1n), root[0] < 0n ? -root[0] : root[0]]]);
    const others = known.others(form);
    const [only] = others;
    if (others.length === 1 && only !== undefined) {
      const n = form.terms.get(only) as bigint;
      const terms = new Map(form.terms);
      terms.delete(only);
      const [sign, length] = n < 0n ? [-1n, -n] : [1n, n];
      const boolean = known.newBoolean();
      known.replace(
        only,
        combine([
          [variable(boolean), sign * form.d, length],
          [{ ...form, terms }, -sign * form.d, length],
        ]),
      );
    } else {
      known.addBooleanForm(form);
    }
    return { kind: 'range', bits: width };
  }

  private becomesKnown(wire: number): void {
    for (const index of this.uses[wire] ?? []) {
      const left = (this.unknowns[index] as number) - 1;
      this.unknowns[index] = left;
      if (left <= 1 && this.exact[index] === undefined) this.queue.push(index);
    }
  }
}

/** n/d with b = 0 exactly where a = n/d, for forms that differ by a factor and a constant only; d > 0. */
function rootsOf(a: Form, b: Form, x: number): [n: bigint, d: bigint] | undefined {
  const [one, two] = [a.terms.get(x), b.terms.get(x)];
  if (one === undefined || two === undefined) return undefined;
  const [n, d] = one * b.d < 0n ? [-two * a.d, -one * b.d] : [two * a.d, one * b.d];
  const rest = combine([
    [b, 1n],
    [a, -n, d],
  ]);
  if (rest.terms.size > 0 || rest.constant === 0n) return undefined;
  // b = n/d a + rest.
  const [up, down] = [-rest.constant * d, rest.d * n];
  return down < 0n ? [-up, -down] : [up, down];
}

function sideBound(c: Form, wire: number, bound: Bound, known: Knowledge): Bound {
  const terms = new Map(c.terms);
  terms.delete(wire);
  return sum(known.bound({ ...c, terms }), scaled(bound, c.terms.get(wire) as bigint, c.d));
}

const isZero = (form: Form) => form.terms.size === 0 && form.constant === 0n;

function wiresOf([a, b, c]: Constraint): Set<number> {
  const wires = new Set<number>();
  for (const side of [a, b, c]) for (const [wire] of side) if (wire !== 0) wires.add(wire);
  return wires;
}
