import { add, gather, gatherSigned, mul, mulSum, reduce } from '../field/field';
import { ELEMENT, SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';
import { COEFFICIENTS, KINDS, STARTS, TERMS, WIRES } from './plan';

/** Terms of weight 1 that a reduced sum takes before it has to be reduced: their values are below 0.9 moduli each. */
const LAZY: i32 = 3;

/**
 * out = the sum of coefficient times wire over the terms of a row, as two parts, one a lane; each is reduced.
 *
 * Terms are sorted into those that only have to be added or subtracted, taken two at a time, and products, taken four at
 * a time with one reduction. Wires that are 0 are left out.
 *
 * @param row number of the row: 2r for row r of A, 2r + 1 for row r of B
 */
export function evaluateRow(plan: usize, row: usize, out: usize): void {
  const wires = <usize>load<u32>(plan, WIRES);
  const kinds = <usize>load<u32>(plan, KINDS);
  const coefficients = <usize>load<u32>(plan, COEFFICIENTS);
  const terms = <usize>load<u32>(plan, TERMS);
  const start = <usize>load<u32>(plan, STARTS) + 4 * row;
  const end = terms + 8 * <usize>load<u32>(start, 4);
  const zero = coefficients + 2 * ELEMENT;
  const term = slot(112);
  gather(out, zero, zero);
  let lazy = 0;
  // What waits for a partner: the address of an element to add, and those of the factors of up to three products.
  let waiting: usize = 0;
  let waitingSign: u32 = 0;
  let products = 0;
  let c0 = zero;
  let c1 = zero;
  let c2 = zero;
  let w0 = zero;
  let w1 = zero;
  let w2 = zero;
  for (let at = terms + 8 * <usize>load<u32>(start); at < end; at += 8) {
    const wire = <usize>load<u32>(at);
    const kind = load<u8>(kinds + wire);
    if (kind === 0) continue;
    const number = load<u32>(at, 4);
    const coefficient = coefficients + ELEMENT * <usize>number;
    const value = wires + ELEMENT * wire;
    if (kind === 1 || number < 2) {
      const summand = kind === 1 ? coefficient : value;
      const sign = kind === 1 ? 0 : number;
      if (waiting === 0) {
        waiting = summand;
        waitingSign = sign;
        continue;
      }
      gatherSigned(term, waiting, summand, waitingSign, sign);
      waiting = 0;
    } else if (products < 3) {
      c2 = c1;
      w2 = w1;
      c1 = c0;
      w1 = w0;
      c0 = coefficient;
      w0 = value;
      products++;
      continue;
    } else {
      multiplyFour(term, coefficient, value, c0, w0, c1, w1, c2, w2);
      products = 0;
      // Moves on with the next product: what has no partner at the end is then multiplied beside a coefficient of zero.
      c0 = zero;
    }
    lazy = addTerm(out, term, lazy);
  }
  if (waiting !== 0) {
    gatherSigned(term, waiting, zero, waitingSign, 0);
    lazy = addTerm(out, term, lazy);
  }
  if (products > 0) {
    if (products === 3) multiplyFour(term, zero, zero, c0, w0, c1, w1, c2, w2);
    else multiplyTwo(term, c0, w0, c1, w1);
    lazy = addTerm(out, term, lazy);
  }
  if (lazy > 0) reduce(SCALAR_FIELD, out, out);
}

/** Adds a term to a sum that holds `lazy` of them since it was reduced; returns how many it holds now. */
function addTerm(sum: usize, term: usize, lazy: i32): i32 {
  add(sum, sum, term);
  if (lazy + 1 < LAZY) return lazy + 1;
  reduce(SCALAR_FIELD, sum, sum);
  return 0;
}

/** out = (c·w, d·x). */
function multiplyTwo(out: usize, c: usize, w: usize, d: usize, x: usize): void {
  const coefficients = slot(113);
  const values = slot(114);
  gather(coefficients, c, d);
  gather(values, w, x);
  mul(SCALAR_FIELD, out, coefficients, values);
}

/** out = (c·w + e·y, d·x + g·z). */
function multiplyFour(
  out: usize,
  c: usize,
  w: usize,
  d: usize,
  x: usize,
  e: usize,
  y: usize,
  g: usize,
  z: usize,
): void {
  const coefficients = slot(113);
  const values = slot(114);
  const moreCoefficients = slot(115);
  const moreValues = slot(116);
  gather(coefficients, c, d);
  gather(values, w, x);
  gather(moreCoefficients, e, g);
  gather(moreValues, y, z);
  mulSum(SCALAR_FIELD, out, coefficients, values, moreCoefficients, moreValues);
}
