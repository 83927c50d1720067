import { mul, mulSum, reduce, writeLane } from '../field/field';
import { PAIR, SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';
import { forwardRange4 } from '../transform/transformBlock';
import { FORWARD, PARTS, POLYNOMIALS, SCALARS, SCALES, VECTORS } from './plan';

/**
 * Vectors `from` to `to` of each part: the layers of the forward transforms across the parts, if there are four, then
 * A·B - C as numbers below the order. A, B and C come out of the transforms times the size of the domain, with weights
 * up to 4 and values up to 3.9 moduli.
 */
export function finishQuotient(plan: usize, from: usize, to: usize): void {
  const vectors = <usize>load<u32>(plan, VECTORS);
  const parts = <usize>load<u32>(plan, PARTS);
  const forward = <usize>load<u32>(plan, FORWARD);
  const scales = <usize>load<u32>(plan, SCALES);
  const scalars = <usize>load<u32>(plan, SCALARS);
  const part = vectors / parts;
  const a = <usize>load<u32>(plan, POLYNOMIALS);
  const b = a + vectors * PAIR;
  const c = b + vectors * PAIR;
  const result = slot(120);
  const reduced = slot(121);
  for (let i = from; i < to; i++) {
    if (parts === 4) {
      for (let polynomial = a; polynomial <= c; polynomial += vectors * PAIR) {
        forwardRange4(polynomial, part, i, i + 1, forward);
      }
    }
    for (let j = i; j < vectors; j += part) {
      const at = j * PAIR;
      reduce(SCALAR_FIELD, reduced, a + at);
      mul(SCALAR_FIELD, result, reduced, b + at);
      reduce(SCALAR_FIELD, reduced, c + at);
      mulSum(SCALAR_FIELD, result, result, scales, reduced, scales + PAIR);
      reduce(SCALAR_FIELD, result, result);
      writeLane(SCALAR_FIELD, scalars + 64 * j, result, 0);
      writeLane(SCALAR_FIELD, scalars + 64 * j + 32, result, 1);
    }
  }
}
