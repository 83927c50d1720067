/**
 * Butterflies on pairs, in place. Those of both directions are the same, a ± t·b (J. Cooley, J. Tukey, "An algorithm for
 * the machine calculation of complex Fourier series", 1965): sums of them are not multiplied, so that only the first
 * operand has to be reduced, once for two layers.
 *
 * Bounds, for twiddles that are reduced: a product of a value v has weight 1 and value 0.19·v + 0.63 (`field/fma.ts`).
 * `butterfly4` gives weight 3 and, for operands up to 3.3 moduli, a value up to 3.3 again; its own factors have weight 4
 * and values up to 4.6, against twiddles of half a modulus.
 */
import { add, mul, reduce, sub } from '../field/field';
import { SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';

/** (a, b) = (a + t·b, a - t·b), for weights and values up to 4; gives weight 2. */
export function butterfly(a: usize, b: usize, t: usize): void {
  const first = slot(96);
  const product = slot(97);
  mul(SCALAR_FIELD, product, b, t);
  reduce(SCALAR_FIELD, first, a);
  add(a, first, product);
  sub(b, first, product);
}

/**
 * Two layers on four pairs: (a, b) and (c, d) with the twiddle `t`, then (a, c) with `u` and (b, d) with `v`. For weights
 * up to 3 and values up to 3.3; `a` may have 4.
 */
export function butterfly4(a: usize, b: usize, c: usize, d: usize, t: usize, u: usize, v: usize): void {
  const first = slot(96);
  const product = slot(97);
  const sum = slot(98);
  const difference = slot(99);
  const sumBelow = slot(100);
  const differenceBelow = slot(101);
  mul(SCALAR_FIELD, product, b, t);
  reduce(SCALAR_FIELD, first, a);
  add(sum, first, product);
  sub(difference, first, product);
  mul(SCALAR_FIELD, product, d, t);
  add(sumBelow, c, product);
  sub(differenceBelow, c, product);
  mul(SCALAR_FIELD, product, sumBelow, u);
  add(a, sum, product);
  sub(c, sum, product);
  mul(SCALAR_FIELD, product, differenceBelow, v);
  add(b, difference, product);
  sub(d, difference, product);
}

/** `butterfly4` with t = u = 1, for weight 1 and values up to 0.8; gives weight 1 and 3, values up to 2.6. */
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
