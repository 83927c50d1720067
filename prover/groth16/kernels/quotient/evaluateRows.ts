import { add, gather, mul, reduce, scatter } from '../field/field';
import { ELEMENT, PAIR, SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';
import { firstButterfly4 } from '../transform/butterflies';
import { evaluateRow } from './evaluateRow';
import { INVERSE, PARTS, POLYNOMIALS, VECTORS } from './plan';

/**
 * Vectors `from` to `to` of each part of A, B and C: the rows of A and B times the witness, and C = A·B. With four
 * parts, also the first two layers of the inverse transforms, which combine the same vector of each part.
 */
export function evaluateRows(plan: usize, from: usize, to: usize): void {
  const a = <usize>load<u32>(plan, POLYNOMIALS);
  const vectors = <usize>load<u32>(plan, VECTORS);
  const parts = <usize>load<u32>(plan, PARTS);
  const twiddle = <usize>load<u32>(plan, INVERSE) + PAIR;
  const part = vectors / parts;
  const b = a + vectors * PAIR;
  const c = b + vectors * PAIR;
  for (let i = from; i < to; i++) {
    for (let j = i; j < vectors; j += part) {
      const at = j * PAIR;
      evaluateTwo(plan, 4 * j, a + at);
      evaluateTwo(plan, 4 * j + 1, b + at);
      mul(SCALAR_FIELD, c + at, a + at, b + at);
    }
    if (parts === 4) {
      for (let polynomial = a; polynomial <= c; polynomial += vectors * PAIR) {
        firstPass(polynomial + i * PAIR, part * PAIR, twiddle);
      }
    }
  }
}

function firstPass(at: usize, quarter: usize, twiddle: usize): void {
  firstButterfly4(at, at + 2 * quarter, at + quarter, at + 3 * quarter, twiddle);
}

/** out = (row, row + 2) times the witness: two neighbours of one matrix. */
function evaluateTwo(plan: usize, row: usize, out: usize): void {
  const sums = slot(117);
  const first = slot(118);
  const second = slot(119);
  evaluateRow(plan, row, sums);
  scatter(sums, first, first + ELEMENT);
  evaluateRow(plan, row + 2, sums);
  scatter(sums, second, second + ELEMENT);
  gather(out, first, second);
  gather(sums, first + ELEMENT, second + ELEMENT);
  add(out, out, sums);
  reduce(SCALAR_FIELD, out, out);
}
