import { createHash } from 'node:crypto';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { type Constraint, centred, type Term } from '../circuit/constraintSystem.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';
import { booleanForm } from './booleanForms.ts';
import { type LinearForm, linearForm } from './linearForm.ts';
import type { PropagationView } from './propagate.ts';

/** A question to an SMT solver: `unsat` says that the goals are unique given what is known. */
export interface UniquenessQuery {
  /** SMT-LIB 2. */
  readonly text: string;
  /** sha256 of the text: what a verdict is about. */
  readonly hash: string;
  /** Constraints that the text states. */
  readonly constraints: readonly number[];
}

/** Names of integer variables with coefficients; the constant has the empty name. */
type Expression = Map<string, bigint>;
type Interval = readonly [low: bigint, high: bigint];
/** `a * b = c` over the field; without factors `0 = c`. */
interface Equation {
  readonly factors: readonly [Expression, Expression] | undefined;
  readonly c: Expression;
}

const HALF = (SCALAR_FIELD - 1n) / 2n;
const ANY: Interval = [-HALF, HALF];
const BOOLEAN: Interval = [0n, 1n];
/** Coefficients beyond this size are taken for fractions in the field: numbers of the circuits stay below. */
const FRACTION = 1n << 140n;
const magnitude = (value: bigint) => (value < 0n ? -value : value);

/** Collects the statement of a query. */
class Statement {
  readonly ranges = new Map<string, Interval>();
  readonly equations: Equation[] = [];
  readonly nonzero: Expression[] = [];
  /** By the normalised known part, the coefficients of its first wire wherever it stands. */
  private readonly parameters = new Map<string, { name: string; leads: bigint[] }>();
  /** Boolean forms that are not one wire, each with the name of its value. */
  private readonly bits: { name: string; form: LinearForm }[] = [];

  constructor(
    private readonly view: PropagationView,
    /** Names of the unknown wires that take part. */
    readonly unknown: ReadonlyMap<number, string>,
  ) {
    for (const [wire, name] of unknown) {
      this.ranges.set(name, view.booleanBy(wire) === undefined ? ANY : BOOLEAN);
    }
  }

  /** A form in terms of unknown wires, boolean forms and one parameter for its known part, the same in both witnesses. */
  expression(whole: LinearForm): Expression {
    const [form, bits] = this.inBits(whole);
    const expression: Expression = new Map(bits);
    const known: Term[] = [];
    for (const [wire, coefficient] of [...form].sort(([x], [y]) => x - y)) {
      if (wire === 0) expression.set('', coefficient);
      else if (this.view.isKnown(wire)) known.push([wire, coefficient]);
      else expression.set(this.unknown.get(wire) as string, coefficient);
    }
    if (known[0] !== undefined) {
      const lead = known[0][1];
      const inverse = fieldInverse(lead);
      const key = known.map(([wire, coefficient]) => `${wire}:${centred(coefficient * inverse)}`).join();
      const parameter = this.parameters.get(key) ?? { name: `known${this.parameters.size}`, leads: [] };
      this.parameters.set(key, parameter);
      parameter.leads.push(lead);
      this.ranges.set(parameter.name, ANY);
      expression.set(parameter.name, lead);
    }
    return expression;
  }

  /**
   * Where simplification replaced a bit by a form of others, other forms hold fractions of these: writes such a form by
   * the bit again, which leaves smaller coefficients.
   */
  private inBits(whole: LinearForm): [LinearForm, Expression] {
    let form = whole;
    const bits: Expression = new Map();
    const fractions = (of: LinearForm) => [...of.values()].filter((value) => magnitude(value) > FRACTION).length;
    for (const { name, form: bit } of this.bits) {
      for (const [wire, coefficient] of bit) {
        const factor = centred((form.get(wire) ?? 0n) * fieldInverse(coefficient));
        if (wire === 0 || factor === 0n || magnitude(factor) > FRACTION) continue;
        const rest = linearForm([1n, form], [-factor, bit]);
        if (fractions(rest) >= fractions(form)) continue;
        form = rest;
        bits.set(name, (bits.get(name) ?? 0n) + factor);
      }
    }
    return [form, bits];
  }

  /** Scales every parameter so that its coefficients are small; asked once, when all expressions are there. */
  settleParameters(): void {
    for (const { name, leads } of this.parameters.values()) {
      const largest = (scale: bigint) =>
        leads.reduce((most, lead) => {
          const size = magnitude(centred(lead * scale));
          return size > most ? size : most;
        }, 0n);
      const scale = [1n, ...leads.map(fieldInverse)].reduce((best, other) =>
        largest(other) < largest(best) ? other : best,
      );
      for (const { factors, c } of this.equations) {
        for (const expression of [...(factors ?? []), c]) {
          const lead = expression.get(name);
          if (lead !== undefined) expression.set(name, centred(lead * scale));
        }
      }
      for (const expression of this.nonzero) {
        const lead = expression.get(name);
        if (lead !== undefined) expression.set(name, centred(lead * scale));
      }
    }
  }

  add(constraint: Constraint): void {
    const boolean = booleanForm(constraint);
    if (boolean !== undefined) {
      // One wire that is boolean has its range already.
      const wires = [...boolean.keys()].filter((wire) => wire !== 0);
      if (wires.length === 1 && this.view.booleanBy(wires[0] as number) !== undefined) return;
      const name = `bit${this.ranges.size}`;
      const small = this.smallest(boolean);
      const c = this.expression(linearForm([small, boolean]));
      c.set(name, centred((c.get(name) ?? 0n) - small));
      this.ranges.set(name, BOOLEAN);
      this.bits.push({ name, form: boolean });
      this.equations.push({ factors: undefined, c });
      return;
    }
    const [a, b, c] = constraint.map((side) => linearForm([1n, side])) as [LinearForm, LinearForm, LinearForm];
    const constant = [a, b].find((side) => [...side.keys()].every((wire) => wire === 0));
    if (constant !== undefined) {
      const other = constant === a ? b : a;
      const form = linearForm([1n, c], [-(constant.get(0) ?? 0n), other]);
      this.equations.push({ factors: undefined, c: this.expression(linearForm([this.smallest(form), form])) });
    } else {
      this.equations.push({ factors: [this.expression(a), this.expression(b)], c: this.expression(c) });
    }
  }

  /** The factor, of those that make one unknown's coefficient 1, that makes the largest coefficient smallest. */
  private smallest(form: LinearForm): bigint {
    const coefficients = [...form].filter(([wire]) => wire !== 0 && !this.view.isKnown(wire)).map(([, value]) => value);
    const largest = (scale: bigint) =>
      coefficients.reduce((most, value) => {
        const size = magnitude(centred(value * scale));
        return size > most ? size : most;
      }, 0n);
    return [1n, ...coefficients.map(fieldInverse)].reduce((best, scale) =>
      largest(scale) < largest(best) ? scale : best,
    );
  }

  interval(expression: Expression): Interval {
    let [low, high] = [0n, 0n];
    for (const [name, coefficient] of expression) {
      const [from, to] = name === '' ? [1n, 1n] : (this.ranges.get(name) as Interval);
      low += coefficient * (coefficient > 0n ? from : to);
      high += coefficient * (coefficient > 0n ? to : from);
    }
    return [low, high];
  }

  /** Values of a * b - c. */
  equationInterval({ factors, c }: Equation): Interval {
    const [low, high] = this.interval(c);
    if (factors === undefined) return [-high, -low];
    const [[p, q], [r, s]] = factors.map((factor) => this.interval(factor)) as [Interval, Interval];
    const corners = [p * r, p * s, q * r, q * s].sort((x, y) => (x < y ? -1 : 1));
    return [(corners[0] as bigint) - high, (corners[3] as bigint) - low];
  }

  /**
   * Replaces booleans that stand in one equation only, with coefficients u, 2u, 4u, ..., by u times one integer of their
   * range: what is unique without their being bits is unique with it.
   */
  groupBits(goals: ReadonlySet<string>): void {
    const uses = new Map<string, number>();
    const count = (expression: Expression) => {
      for (const name of expression.keys()) uses.set(name, (uses.get(name) ?? 0) + 1);
    };
    for (const { factors, c } of this.equations) [...(factors ?? []), c].forEach(count);
    this.nonzero.forEach(count);
    for (const { c } of this.equations) {
      const bits = [...c]
        .filter(
          ([name]) => name !== '' && !goals.has(name) && uses.get(name) === 1 && this.ranges.get(name) === BOOLEAN,
        )
        .sort(([, x], [, y]) => (magnitude(x) < magnitude(y) ? -1 : 1));
      while (bits.length > 0) {
        const [[first, unit]] = bits as [[string, bigint]];
        const end = bits.findIndex(([, coefficient], i) => coefficient !== unit << BigInt(i));
        const names = bits.splice(0, end < 0 ? bits.length : end).map(([name]) => name);
        if (names.length < 2) continue;
        for (const name of names) {
          c.delete(name);
          this.ranges.delete(name);
        }
        const name = `${first} and ${names.length - 1} more bits`;
        c.set(name, unit);
        this.ranges.set(name, [0n, (1n << BigInt(names.length)) - 1n]);
      }
    }
  }

  /**
   * Narrows ranges by equations in which one variable stands alone with coefficient 1 or -1: where the rest stays within
   * half the field, the centred value of the variable is the value of the rest as an integer.
   */
  narrow(): void {
    for (let again = true; again; ) {
      again = false;
      for (const { factors, c } of this.equations) {
        for (const [name, coefficient] of c) {
          if (this.ranges.get(name) !== ANY || magnitude(coefficient) !== 1n) continue;
          if (factors?.some((factor) => factor.has(name))) continue;
          const rest = new Map(c);
          rest.delete(name);
          const [low, high] = this.equationInterval({ factors, c: rest });
          const range: Interval = coefficient > 0n ? [low, high] : [-high, -low];
          if (range[0] < -HALF || range[1] > HALF) continue;
          this.ranges.set(name, range);
          again = true;
        }
      }
    }
  }
}

const number = (value: bigint) => (value < 0n ? `(- ${-value})` : String(value));
const isParameter = (name: string) => name.startsWith('known');

function sum(expression: Expression, copy: number): string {
  const terms = [...expression]
    .filter(([, coefficient]) => coefficient !== 0n)
    .map(([name, coefficient]) => {
      if (name === '') return number(coefficient);
      const variable = `|${name}${isParameter(name) ? '' : `#${copy}`}|`;
      return coefficient === 1n ? variable : `(* ${number(coefficient)} ${variable})`;
    });
  return terms.length === 0 ? '0' : terms.length === 1 ? (terms[0] as string) : `(+ ${terms.join(' ')})`;
}

const times = (factor: bigint, expression: Expression): Expression =>
  new Map([...expression].map(([name, coefficient]) => [name, factor * coefficient]));

/**
 * Asks whether two witnesses that agree on what is known can differ in a goal.
 *
 * The known part of each form is one integer variable, shared by the witnesses and of any value in the field, centred; so
 * the answer does not depend on ranges of the inputs. An equation of the field is one of integers where its sides
 * differ by less than the modulus; elsewhere it gets a bounded multiple of the modulus.
 *
 * @param unknown names of the unknown wires that take part
 * @param goals some of these names
 * @param scope wires of the component: a constraint with others takes no part
 */
export function uniquenessQuery(
  view: PropagationView,
  unknown: ReadonlyMap<number, string>,
  goals: readonly string[],
  scope: ReadonlySet<number>,
): UniquenessQuery {
  const statement = new Statement(view, unknown);
  const candidates = new Set([...unknown.keys()].flatMap((wire) => view.constraintsOf(wire)));
  const constraints: number[] = [];
  const inOrder = [...candidates].sort((x, y) => x - y);
  const isBoolean = (at: number) => booleanForm(view.system.constraints[at] as Constraint) !== undefined;
  // Boolean forms first: the other constraints are written by them.
  for (const at of [...inOrder.filter(isBoolean), ...inOrder.filter((other) => !isBoolean(other))]) {
    const constraint = view.system.constraints[at] as Constraint;
    const takesPart = (side: readonly Term[]) =>
      side.every(([wire]) => wire === 0 || (scope.has(wire) && (view.isKnown(wire) || unknown.has(wire))));
    const [a, b, c] = constraint;
    if (constraint.every(takesPart)) {
      statement.add(constraint);
      constraints.push(at);
      continue;
    }
    // A product that is a nonzero constant: neither factor is zero.
    const constant = c.length === 1 && c[0]?.[0] === 0;
    const side = [a, b].find((factor) => takesPart(factor) && factor.some(([wire]) => unknown.has(wire)));
    if (!constant || side === undefined) continue;
    statement.nonzero.push(statement.expression(linearForm([1n, side])));
    constraints.push(at);
  }
  statement.settleParameters();
  statement.groupBits(new Set(goals));
  statement.narrow();
  const text = write(statement, goals);
  return { text, hash: createHash('sha256').update(text).digest('hex'), constraints };
}

function write(statement: Statement, goals: readonly string[]): string {
  const lines: string[] = [];
  const used = new Set<string>(goals);
  let linear = true;
  for (const { factors, c } of statement.equations) {
    for (const expression of [...(factors ?? []), c]) for (const name of expression.keys()) used.add(name);
  }
  for (const expression of statement.nonzero) for (const name of expression.keys()) used.add(name);
  const declare = (name: string, [low, high]: Interval) => {
    lines.push(`(declare-const |${name}| Int)`, `(assert (<= ${number(low)} |${name}| ${number(high)}))`);
  };
  const names = [...statement.ranges].filter(([name]) => used.has(name));
  for (const [name, range] of names) if (isParameter(name)) declare(name, range);
  for (const copy of [1, 2]) {
    for (const [name, range] of names) if (!isParameter(name)) declare(`${name}#${copy}`, range);
    statement.equations.forEach((equation, index) => {
      const { factors, c } = equation;
      let product = '0';
      if (factors !== undefined) {
        const isSwitch = (factor: Expression) => {
          const variables = [...factor.keys()].filter((name) => name !== '');
          const [only] = variables;
          return variables.length === 1 && statement.ranges.get(only as string) === BOOLEAN ? only : undefined;
        };
        const at = factors.findIndex((factor) => isSwitch(factor) !== undefined);
        if (at >= 0) {
          const [factor, other] = [factors[at] as Expression, factors[1 - at] as Expression];
          const name = isSwitch(factor) as string;
          const off = factor.get('') ?? 0n;
          const on = off + (factor.get(name) as bigint);
          product = `(ite (= |${name}#${copy}| 1) ${sum(times(on, other), copy)} ${sum(times(off, other), copy)})`;
        } else {
          linear = false;
          product = `(* ${sum(factors[0], copy)} ${sum(factors[1], copy)})`;
        }
      }
      const [low, high] = statement.equationInterval(equation);
      if (low > -SCALAR_FIELD && high < SCALAR_FIELD) {
        lines.push(`(assert (= ${product} ${sum(c, copy)}))`);
      } else {
        const wraps = `wraps ${index}#${copy}`;
        declare(wraps, [low / SCALAR_FIELD, high / SCALAR_FIELD]);
        lines.push(`(assert (= ${product} (+ ${sum(c, copy)} (* ${SCALAR_FIELD} |${wraps}|))))`);
      }
    });
    for (const expression of statement.nonzero) {
      const [low, high] = statement.interval(expression);
      // Multiples of the modulus other than zero would need a condition of their own.
      if (low > -SCALAR_FIELD && high < SCALAR_FIELD) lines.push(`(assert (not (= 0 ${sum(expression, copy)})))`);
    }
  }
  const differ = goals.map((goal) => `(not (= |${goal}#1| |${goal}#2|))`);
  lines.push(`(assert ${differ.length === 1 ? differ[0] : `(or ${differ.join(' ')})`})`, '(check-sat)', '');
  return [`(set-logic ${linear ? 'QF_LIA' : 'QF_NIA'})`, ...lines].join('\n');
}
