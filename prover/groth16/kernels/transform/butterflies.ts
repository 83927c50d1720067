/**
 * Butterflies on pairs, in place. Those of both directions are the same, a ± t·b (J. Cooley, J. Tukey, "An algorithm for
 * the machine calculation of complex Fourier series", 1965): sums that are multiplied next need no reduction before.
 *
 * Bounds, in moduli, with twiddles that are reduced: t·b is within 0.63 + 0.19·b (the larger one of the forms), weight 1
 * for b up to 3.5 and 2 beyond.
 */
import { add, mul, reduce, sub } from '../field/field';
import { SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';

/**
 * (a, b) = (a + t·b, a - t·b), for weights and values up to 4. Gives weight 3 and values up to 1.9; from values of `b` up
 * to 2.6, weight 2 and 1.7.
 */
export function butterfly(a: usize, b: usize, t: usize): void {
  const reduced = slot(96);
  const product = slot(97);
  mul(SCALAR_FIELD, product, b, t);
  reduce(SCALAR_FIELD, reduced, a);
  add(a, reduced, product);
  sub(b, reduced, product);
}

/**
 * Two layers on four pairs: (a, b) and (c, d) with the twiddle `t`, then (a, c) with `u` and (b, d) with `v`. For weights
 * and values up to 4. From values of `b` and `d` up to 2.6 it gives weight 3 and values up to 2.6 again: a reduced
 * element, a product within 1.13, and one of the sum of both, within 0.94.
 */
export function butterfly4(a: usize, b: usize, c: usize, d: usize, t: usize, u: usize, v: usize): void {
  const reduced = slot(96);
  const product = slot(97);
  const sum = slot(98);
  const difference = slot(99);
  const sumBelow = slot(100);
  const differenceBelow = slot(101);
  mul(SCALAR_FIELD, product, b, t);
  reduce(SCALAR_FIELD, reduced, a);
  add(sum, reduced, product);
  sub(difference, reduced, product);
  mul(SCALAR_FIELD, product, d, t);
  reduce(SCALAR_FIELD, reduced, c);
  add(sumBelow, reduced, product);
  sub(differenceBelow, reduced, product);
  mul(SCALAR_FIELD, product, sumBelow, u);
  add(a, sum, product);
  sub(c, sum, product);
  mul(SCALAR_FIELD, product, differenceBelow, v);
  add(b, difference, product);
  sub(d, difference, product);
}

/** `butterfly4` with t = u = 1, for weight 1 and values up to 0.8; gives weights up to 3 and values up to 2.6. */
export function firstButterfly4(a: usize, b: usize, c: usize, d: usize, v: usize): void {
  const sum = slot(96);
  const difference = slot(97);
  const sumBelow = slot(98);
  const differenceBelow = slot(99);
  const product = slot(100);
  add(sum, a, b);
  sub(difference, a, b);
  add(sumBelow, c, d);
  sub(differenceBelow, c, d);
  add(a, sum, sumBelow);
  reduce(SCALAR_FIELD, a, a);
  sub(c, sum, sumBelow);
  reduce(SCALAR_FIELD, c, c);
  mul(SCALAR_FIELD, product, differenceBelow, v);
  add(b, difference, product);
  sub(d, difference, product);
}
