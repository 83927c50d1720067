import { centred, type Term } from '../circuit/constraintSystem.ts';
import { bitLength, gcd, lcm } from './integers.ts';
import { asRatio } from './ratio.ts';

/** A linear form with rational coefficients: (constant + sum of n · x) / d over variables x; d > 0. */
export interface Form {
  readonly terms: ReadonlyMap<number, bigint>;
  readonly constant: bigint;
  readonly d: bigint;
}

export const constantForm = (n: bigint, d = 1n): Form => ({ terms: new Map(), constant: n, d });
export const variable = (x: number): Form => ({ terms: new Map([[x, 1n]]), constant: 0n, d: 1n });

/** Denominators come from powers of two and of ten, from hours and from places in a one-hot. */
const ODD_PART_BITS = 24;
/** A numerator over a denominator that is not its own has as many bits as the field has, but for a chance of 2^-20. */
const COMMON_BITS = 234;

/**
 * One side of a constraint, over its wires; wire 0 is the constant one. Where the size of a coefficient leaves its
 * fraction open, the denominator is that of the others: a form comes from one division.
 */
export function formOfSide(side: readonly Term[]): Form {
  const ratios = side.map(([wire, coefficient]) => ({ wire, coefficient, ratio: asRatio(coefficient) }));
  let common = 1n;
  for (const { ratio } of ratios) {
    if (bitLength(oddPart(ratio.d)) <= ODD_PART_BITS) common = lcm(common, ratio.d);
  }
  const chosen = ratios.map(({ wire, coefficient, ratio }) => {
    const n = centred(coefficient * common);
    return bitLength(n) <= COMMON_BITS ? { wire, n, d: common } : { wire, ...ratio };
  });
  const d = chosen.reduce((all, each) => lcm(all, each.d), 1n);
  const terms = new Map<number, bigint>();
  let constant = 0n;
  for (const each of chosen) {
    if (each.wire === 0) constant = each.n * (d / each.d);
    else terms.set(each.wire, each.n * (d / each.d));
  }
  return { terms, constant, d };
}

/** Sum of n/d times each form. */
export function combine(parts: readonly (readonly [form: Form, n: bigint, d?: bigint])[]): Form {
  let denominator = 1n;
  for (const [form, , d = 1n] of parts) denominator = lcm(denominator, form.d * d);
  const terms = new Map<number, bigint>();
  let constant = 0n;
  for (const [form, n, d = 1n] of parts) {
    const factor = n * (denominator / (form.d * d));
    if (factor === 0n) continue;
    constant += form.constant * factor;
    for (const [x, coefficient] of form.terms) {
      const total = (terms.get(x) ?? 0n) + coefficient * factor;
      if (total === 0n) terms.delete(x);
      else terms.set(x, total);
    }
  }
  return reduced(terms, constant, denominator);
}

/** Replaces variables by forms, where `replace` has one. */
export function substitute(form: Form, replace: (x: number) => Form | undefined): Form {
  const parts: [Form, bigint, bigint][] = [];
  const kept = new Map<number, bigint>();
  for (const [x, coefficient] of form.terms) {
    const other = replace(x);
    if (other === undefined) kept.set(x, coefficient);
    else parts.push([other, coefficient, form.d]);
  }
  if (parts.length === 0) return form;
  return combine([[{ terms: kept, constant: form.constant, d: form.d }, 1n], ...parts]);
}

function reduced(terms: Map<number, bigint>, constant: bigint, d: bigint): Form {
  if (d === 1n) return { terms, constant, d };
  let common = gcd(d, constant);
  for (const coefficient of terms.values()) {
    if (common === 1n) return { terms, constant, d };
    common = gcd(common, coefficient);
  }
  if (common === 1n) return { terms, constant, d };
  for (const [x, coefficient] of terms) terms.set(x, coefficient / common);
  return { terms, constant: constant / common, d: d / common };
}

function oddPart(value: bigint): bigint {
  return value / (value & -value);
}
