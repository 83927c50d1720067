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

/** Of random coefficients one in 2^100 has a fraction this small. */
const CHANCE_BITS = 150;
/** Larger numerators stand over powers of two, of ten, or small places in a one-hot. */
const ODD_PART_BITS = 24;

/**
 * One side of a constraint, over its wires; wire 0 is the constant one. A form comes from one division, so all its
 * coefficients get one denominator: the least common one of those that have a small or simple fraction.
 */
export function formOfSide(side: readonly Term[]): Form {
  const ratios = side.map(([wire, coefficient]) => ({ wire, coefficient, ratio: asRatio(coefficient) }));
  let common = 1n;
  for (const { ratio } of ratios) {
    const small = bitLength(ratio.n) + bitLength(ratio.d) <= CHANCE_BITS;
    if (small || bitLength(oddPart(ratio.d)) <= ODD_PART_BITS) common = lcm(common, ratio.d);
  }
  const terms = new Map<number, bigint>();
  let constant = 0n;
  for (const { wire, coefficient } of ratios) {
    const n = centred(coefficient * common);
    if (wire === 0) constant = n;
    else terms.set(wire, n);
  }
  return { terms, constant, d: common };
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
