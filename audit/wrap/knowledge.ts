import { BOOLEAN, type Bound, bits, both, either, exactly, product, scaled, square, sum } from './bound.ts';
import { combine, constantForm, type Form, substitute, variable } from './form.ts';
import { bitLength } from './integers.ts';

/** a · b = c between rationals. */
export interface Product {
  readonly a: Form;
  readonly b: Form;
  readonly c: Form;
}

/** Values given to booleans: one case of a distinction. */
interface Case {
  readonly values: ReadonlyMap<number, bigint>;
  /** What variables are in this case, where that is known. */
  readonly memo: Map<number, Form | undefined>;
}

const EVERY_CASE: Case = { values: new Map(), memo: new Map() };
/** Bounds this narrow are not worth more work. */
const NARROW_BITS = 40;
/** How many distinctions may be nested. */
const DEPTH = 3;
/** Larger factors are no switches. */
const SWITCH_TERMS = 40;

/**
 * What is known of the variables of a constraint system: for each a bound or a linear form of others, products, bounds
 * of linear forms, sets of booleans of which at most one is 1. Everything in here is true of every satisfying
 * assignment, for the rationals that stand for its field elements.
 */
export class Knowledge {
  private readonly bounds = new Map<number, Bound>();
  private readonly replaced = new Map<number, Form>();
  /** The product that a variable was defined by; c holds the variable. */
  private readonly definitions = new Map<number, Product>();
  private readonly groups = new Map<number, readonly number[]>();
  private readonly resolved = new WeakMap<Form, Form>();
  /** Bounds found since `forget`, in no particular case. */
  private found = new WeakMap<Form, Bound>();
  /** Forms of booleans that are themselves 0 or 1. */
  private readonly booleanForms: Form[] = [];
  private readonly facts: { form: Form; bound: Bound }[] = [];
  private readonly factsOf = new Map<number, number[]>();
  private readonly products: Product[] = [];
  private readonly productsOf = new Map<number, number[]>();
  private readonly zeros: (readonly [Form, Form])[] = [];
  private readonly zerosOf = new Map<number, number[]>();

  /** @param next first number that no variable has */
  constructor(private next: number) {}

  isKnown(x: number): boolean {
    return this.bounds.has(x) || this.replaced.has(x);
  }

  /** The form in variables that stand for themselves. */
  resolve(form: Form): Form {
    let current = this.resolved.get(form) ?? form;
    while (true) {
      let stale = false;
      for (const x of current.terms.keys()) {
        if (this.replaced.has(x)) {
          stale = true;
          break;
        }
      }
      if (!stale) {
        if (current !== form) this.resolved.set(form, current);
        return current;
      }
      current = substitute(current, (x) => this.replaced.get(x));
    }
  }

  isBoolean(x: number): boolean {
    const bound = this.bounds.get(x);
    return bound !== undefined && bound.d === 1n && bound.lo >= 0n && bound.hi <= 1n;
  }

  /** Terms of a resolved form that are no booleans. */
  others(form: Form): number[] {
    return [...form.terms.keys()].filter((x) => !this.isBoolean(x));
  }

  /** A variable of its own that is 0 or 1. */
  newBoolean(): number {
    this.bounds.set(this.next, BOOLEAN);
    return this.next++;
  }

  defineBoolean(x: number): void {
    this.bounds.set(x, BOOLEAN);
  }

  define(x: number, bound: Bound, definition?: Product): void {
    this.bounds.set(x, bound);
    if (definition !== undefined) {
      this.definitions.set(x, definition);
      this.addProduct(definition);
    }
  }

  /** x is the form from now on. */
  replace(x: number, form: Form): void {
    this.bounds.delete(x);
    this.replaced.set(x, form);
  }

  addFact(form: Form, bound: Bound): void {
    const resolved = this.resolve(form);
    const index = this.facts.push({ form: resolved, bound }) - 1;
    for (const x of this.others(resolved)) push(this.factsOf, x, index);
  }

  /** The form is 0 or 1. */
  addBooleanForm(form: Form): void {
    const resolved = this.resolve(form);
    const members = [...resolved.terms.keys()];
    if (members.length > 0 && members.every((x) => this.isBoolean(x))) {
      if (!this.addGroup(resolved, members)) this.booleanForms.push(resolved);
      return;
    }
    this.addFact(resolved, BOOLEAN);
  }

  /** 1 - (x + y + ...) or x + y + ...: at most one of them is 1, where 1 - x may stand for an x. */
  private addGroup(form: Form, members: readonly number[]): boolean {
    const signs = members.map((x) => form.terms.get(x) as bigint);
    if (!signs.every((n) => n === form.d || n === -form.d)) return false;
    const up = BigInt(signs.filter((n) => n > 0n).length) * form.d;
    const flipped =
      form.constant === form.d - up ? 1n : form.constant === BigInt(members.length) * form.d - up ? -1n : 0n;
    if (flipped === 0n) return false;
    const group = members.map((x) => {
      if (form.terms.get(x) !== flipped * form.d) return x;
      const opposite = this.newBoolean();
      this.replace(x, { terms: new Map([[opposite, -1n]]), constant: 1n, d: 1n });
      return opposite;
    });
    for (const x of group) if (!this.groups.has(x)) this.groups.set(x, group);
    return true;
  }

  addProduct(relation: Product): void {
    const index = this.products.push(relation) - 1;
    for (const side of [relation.a, relation.b]) {
      for (const x of this.others(this.resolve(side))) push(this.productsOf, x, index);
    }
  }

  addZeroProduct(a: Form, b: Form): void {
    const index = this.zeros.push([a, b]) - 1;
    for (const side of [a, b]) for (const x of this.resolve(side).terms.keys()) push(this.zerosOf, x, index);
  }

  /** Variables that were defined by a product and are wider than the given bits. */
  wideVariables(least: number): number[] {
    return [...this.definitions.keys()].filter((x) => {
      const bound = this.bounds.get(x);
      return bound !== undefined && bits(bound) > least;
    });
  }

  /** Bounds a variable again by its product; true where that narrowed it. */
  tighten(x: number): boolean {
    const before = this.bounds.get(x) as Bound;
    const defined = this.boundOfDefined(this.definitions.get(x) as Product, x);
    const after = both(both(before, defined), this.bound(variable(x)));
    this.bounds.set(x, after);
    return bits(after) < bits(before);
  }

  /** Bound of the variable x that c holds, from a · b = c. */
  boundOfDefined({ a, b, c }: Product, x: number): Bound {
    const n = c.terms.get(x) as bigint;
    const terms = new Map(c.terms);
    terms.delete(x);
    const rest: Form = { ...c, terms };
    const [sign, size] = n < 0n ? [-1n, -n] : [1n, n];
    const plain = scaled(sum(this.boundOfProduct(a, b), scaled(this.bound(rest), -1n, 1n)), sign * c.d, size);
    let best = plain;
    for (const [factor, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const cases = this.casesOf(this.resolve(factor), EVERY_CASE);
      if (cases === undefined) continue;
      const bound = this.overCases(cases, (each) => {
        const value = this.under(factor, each);
        if (value.terms.size > 0) return plain;
        return this.bound(
          combine([
            [other, value.constant * sign * c.d, value.d * size],
            [rest, -sign * c.d, size],
          ]),
          each,
          DEPTH - 1,
        );
      });
      best = both(best, bound);
    }
    return best;
  }

  boundOfProduct(a: Form, b: Form): Bound {
    const [x, y] = [this.resolve(a), this.resolve(b)];
    const ratio = proportion(x, y);
    if (ratio !== undefined) return scaled(square(this.bound(x)), ratio[0], ratio[1]);
    return product(this.bound(x), this.bound(y));
  }

  /** A bound of the form; `within` and `depth` are for the recursion. */
  bound(form: Form, within: Case = EVERY_CASE, depth = DEPTH): Bound {
    const current = this.under(form, within);
    if (within !== EVERY_CASE || depth !== DEPTH) return this.findBound(current, within, depth);
    const found = this.found.get(current) ?? this.findBound(current, within, depth);
    this.found.set(current, found);
    return found;
  }

  /** Lets bounds be found again by what is known since. */
  forget(): void {
    this.found = new WeakMap();
  }

  private findBound(current: Form, within: Case, depth: number): Bound {
    let best = this.plainBound(current);
    if (bits(best) > 1 && current.terms.size <= SWITCH_TERMS) best = this.boundAsBoolean(current, best);
    if (bits(best) <= NARROW_BITS) return best;
    best = this.boundByFacts(current, best, within, 2);
    if (depth === 0 || bits(best) <= NARROW_BITS) return best;
    const cases = this.widestSwitch(current, within);
    if (cases === undefined) return best;
    return both(
      best,
      this.overCases(cases, (each) => this.bound(current, each, depth - 1)),
    );
  }

  private overCases(cases: readonly Case[], boundIn: (each: Case) => Bound): Bound {
    const possible = cases.map(boundIn).filter(({ lo, hi }) => lo <= hi);
    // No case is possible only where nothing satisfies the constraints; any bound is then true.
    return possible.length === 0 ? exactly(0n, 1n) : possible.reduce(either);
  }

  /** A known boolean form, scaled and moved. */
  private boundAsBoolean(form: Form, plain: Bound): Bound {
    let best = plain;
    const [x] = form.terms.keys();
    for (const each of this.booleanForms) {
      if (x === undefined || each.terms.size !== form.terms.size) continue;
      const known = this.resolve(each);
      const ratio = proportion({ ...known, constant: 0n }, { ...form, constant: 0n });
      if (ratio === undefined) continue;
      const rest = combine([
        [form, 1n],
        [known, -ratio[0], ratio[1]],
      ]);
      best = both(best, sum(exactly(rest.constant, rest.d), scaled(BOOLEAN, ratio[0], ratio[1])));
    }
    return best;
  }

  private plainBound(form: Form): Bound {
    let [lo, hi] = [form.constant, form.constant];
    const fractions: Bound[] = [];
    const groups = new Map<readonly number[], [bigint, bigint]>();
    for (const [x, n] of form.terms) {
      const group = this.groups.get(x);
      if (group !== undefined) {
        const range = groups.get(group);
        if (range === undefined) groups.set(group, n < 0n ? [n, 0n] : [0n, n]);
        else if (n < range[0]) range[0] = n;
        else if (n > range[1]) range[1] = n;
        continue;
      }
      const bound = this.bounds.get(x) as Bound;
      if (bound.d !== 1n) {
        fractions.push(scaled(bound, n, form.d));
      } else if (n > 0n) {
        lo += n * bound.lo;
        hi += n * bound.hi;
      } else {
        lo += n * bound.hi;
        hi += n * bound.lo;
      }
    }
    for (const [low, high] of groups.values()) [lo, hi] = [lo + low, hi + high];
    return fractions.reduce(sum, { d: form.d, lo, hi });
  }

  /** Takes facts and products off the form that leave less to bound. */
  private boundByFacts(form: Form, plain: Bound, within: Case, depth: number): Bound {
    let best = plain;
    const attempt = (part: Form, bound: Bound, x: number) => {
      const n = part.terms.get(x);
      if (n === undefined) return;
      let strange = 0;
      for (const y of part.terms.keys()) if (!form.terms.has(y) && !this.isBoolean(y)) strange++;
      if (strange >= depth) return;
      // form = ratio · part + rest, where x is not in rest.
      const [sign, down] = n < 0n ? [-1n, -n] : [1n, n];
      const [up, below] = [sign * (form.terms.get(x) as bigint) * part.d, form.d * down];
      const rest = combine([
        [form, 1n],
        [part, -up, below],
      ]);
      const left = this.plainBound(rest);
      const better = depth > 1 && bits(left) > NARROW_BITS ? this.boundByFacts(rest, left, within, depth - 1) : left;
      best = both(best, sum(better, scaled(bound, up, below)));
    };
    for (const x of this.widest(form)) {
      for (const index of this.factsOf.get(x) ?? []) {
        const fact = this.facts[index] as { form: Form; bound: Bound };
        attempt(this.under(fact.form, within), fact.bound, x);
      }
      for (const index of this.productsOf.get(x) ?? []) {
        const { a, b, c } = this.products[index] as Product;
        for (const [factor, other] of [
          [a, b],
          [b, a],
        ] as const) {
          const values = this.valuesIn(factor, within);
          if (values === undefined || values.some(({ constant }) => constant === 0n)) continue;
          const result = this.plainBound(this.under(c, within));
          const quotients = values.map(({ constant, d }) =>
            constant < 0n ? scaled(result, -d, -constant) : scaled(result, d, constant),
          );
          attempt(this.under(other, within), quotients.reduce(either), x);
        }
      }
    }
    return best;
  }

  /** The three terms that are no booleans and can be largest. */
  private widest(form: Form): number[] {
    return this.others(form)
      .map((x) => [x, this.weight(form, x)] as const)
      .sort(([, one], [, two]) => two - one)
      .slice(0, 3)
      .map(([x]) => x);
  }

  private weight(form: Form, x: number): number {
    return bits(this.bounds.get(x) as Bound) + bitLength(form.terms.get(x) as bigint);
  }

  /** The cases of the switch that the widest terms hang on. */
  private widestSwitch(form: Form, within: Case): Case[] | undefined {
    let [best, cases]: [number, Case[] | undefined] = [-1, undefined];
    for (const x of form.terms.keys()) {
      const definition = this.definitions.get(x);
      if (definition === undefined || this.isBoolean(x)) continue;
      const weight = this.weight(form, x);
      if (weight <= best) continue;
      const found =
        this.casesOf(this.under(definition.a, within), within) ??
        this.casesOf(this.under(definition.b, within), within);
      if (found !== undefined) [best, cases] = [weight, found];
    }
    return cases;
  }

  /** The cases in which the form is constant, where few booleans decide it. */
  private casesOf(form: Form, within: Case): Case[] | undefined {
    const members = [...form.terms.keys()];
    const [first] = members;
    if (first === undefined || members.length > SWITCH_TERMS || !members.every((x) => this.isBoolean(x)))
      return undefined;
    const group = this.groups.get(first);
    if (group !== undefined && members.every((x) => this.groups.get(x) === group)) {
      // All of the group: other terms of the form that is bounded hang on its other members.
      const open = group.filter((x) => !within.values.has(x));
      const choices = [undefined, ...open].map((chosen) => open.map((x) => [x, x === chosen ? 1n : 0n] as const));
      return choices.map((values) => this.assume(within, values)).filter((each) => each !== undefined);
    }
    if (members.length > 1) return undefined;
    return [0n, 1n].map((value) => this.assume(within, [[first, value]])).filter((each) => each !== undefined);
  }

  /** The case with more booleans given, and all that follows; undefined where that contradicts itself. */
  private assume(within: Case, given: readonly (readonly [number, bigint])[]): Case | undefined {
    const values = new Map(within.values);
    const open = [...given];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [x, value] = next;
      const before = values.get(x);
      if (before !== undefined && before !== value) return undefined;
      if (before !== undefined) continue;
      values.set(x, value);
      if (value === 1n) for (const other of this.groups.get(x) ?? []) if (other !== x) open.push([other, 0n]);
      const here: Case = { values, memo: new Map() };
      for (const index of this.zerosOf.get(x) ?? []) {
        const [a, b] = this.zeros[index] as readonly [Form, Form];
        for (const [factor, other] of [
          [a, b],
          [b, a],
        ] as const) {
          const known = this.constantIn(factor, here);
          if (known === undefined || known.constant === 0n) continue;
          const zero = this.under(other, here);
          const [only, ...more] = zero.terms.keys();
          if (only === undefined) {
            if (zero.constant !== 0n) return undefined;
          } else if (more.length === 0 && this.isBoolean(only)) {
            const n = zero.terms.get(only) as bigint;
            if (zero.constant !== 0n && zero.constant !== -n) return undefined;
            open.push([only, zero.constant === 0n ? 0n : 1n]);
          }
        }
      }
    }
    return { values, memo: new Map() };
  }

  /** The resolved form in a case. */
  private under(form: Form, within: Case): Form {
    const resolved = this.resolve(form);
    if (within.values.size === 0) return resolved;
    return substitute(resolved, (x) => this.inCase(x, within));
  }

  private inCase(x: number, within: Case): Form | undefined {
    const value = within.values.get(x);
    if (value !== undefined) return constantForm(value);
    if (!this.definitions.has(x)) return undefined;
    if (within.memo.has(x)) return within.memo.get(x);
    within.memo.set(x, undefined);
    const found = this.linearIn(x, within);
    within.memo.set(x, found);
    return found;
  }

  /** A variable that a product defined, where one factor is constant in the case. */
  private linearIn(x: number, within: Case): Form | undefined {
    const { a, b, c } = this.definitions.get(x) as Product;
    for (const [factor, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = this.constantIn(factor, within);
      if (known === undefined) continue;
      const n = c.terms.get(x) as bigint;
      const [sign, size] = n < 0n ? [-1n, -n] : [1n, n];
      const terms = new Map(c.terms);
      terms.delete(x);
      return this.under(
        combine([
          [other, known.constant * sign * c.d, known.d * size],
          [{ ...c, terms }, -sign * c.d, size],
        ]),
        within,
      );
    }
    return undefined;
  }

  /** The values that a factor takes in a case where at most one boolean is open; undefined otherwise. */
  private valuesIn(form: Form, within: Case): Form[] | undefined {
    const resolved = this.resolve(form);
    if (resolved.terms.size > SWITCH_TERMS) return undefined;
    for (const x of resolved.terms.keys()) if (!this.isBoolean(x)) return undefined;
    const open = this.under(resolved, within);
    const [only, ...more] = open.terms.keys();
    if (only === undefined) return [open];
    if (more.length > 0 || !this.isBoolean(only)) return undefined;
    return [open, { ...open, constant: open.constant + (open.terms.get(only) as bigint) }];
  }

  /** The value of a factor in a case, undefined where the case leaves it open. */
  private constantIn(form: Form, within: Case): Form | undefined {
    if (within.values.size === 0) return undefined;
    const resolved = this.resolve(form);
    if (resolved.terms.size > SWITCH_TERMS) return undefined;
    for (const x of resolved.terms.keys()) {
      if (!within.values.has(x) && !(this.definitions.has(x) && this.isBoolean(x))) return undefined;
    }
    const value = this.under(resolved, within);
    return value.terms.size === 0 ? value : undefined;
  }
}

/** n/d with b = n/d · a, d > 0, where the forms are proportional. */
export function proportion(a: Form, b: Form): [n: bigint, d: bigint] | undefined {
  if (a.terms.size !== b.terms.size || a.terms.size === 0) return undefined;
  const [first] = a.terms.keys();
  const [one, two] = [a.terms.get(first as number) as bigint, b.terms.get(first as number)];
  if (two === undefined || a.constant * two !== b.constant * one) return undefined;
  for (const [x, n] of a.terms) if (n * two !== (b.terms.get(x) ?? 0n) * one) return undefined;
  const [n, d] = [two * a.d, one * b.d];
  return d < 0n ? [-n, -d] : [n, d];
}

function push(index: Map<number, number[]>, x: number, value: number): void {
  const list = index.get(x);
  if (list === undefined) index.set(x, [value]);
  else if (list.at(-1) !== value) list.push(value);
}
