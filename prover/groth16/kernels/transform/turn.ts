import { add, gather, mul, scatter, sub } from '../field/field';
import { ELEMENT, SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';

/**
 * The last layer of the inverse transform and the first one of the forward transform, which combine the two lanes of a
 * pair, on two pairs. The same pair may be given twice.
 *
 * For weight 2 and values up to 1.7: the first layer gives weight 3 and values up to 2.7, the second one 4 and 3.9.
 *
 * @param last twiddles of the inverse layer, of `a` and of `b`
 * @param first twiddle of the forward layer, in both lanes
 */
export function turn(a: usize, b: usize, last: usize, first: usize): void {
  const lower = slot(104);
  const upper = slot(105);
  const product = slot(106);
  const sum = slot(107);
  const difference = slot(108);
  exchange(lower, upper, a, b);
  mul(SCALAR_FIELD, product, upper, last);
  add(sum, lower, product);
  sub(difference, lower, product);
  mul(SCALAR_FIELD, product, difference, first);
  add(lower, sum, product);
  sub(upper, sum, product);
  exchange(a, b, lower, upper);
}

/**
 * Makes one pair of the first lanes of `a` and `b`, and one of their second lanes. That of the first lanes is written
 * last: it is what stays if the results have one place.
 */
function exchange(firsts: usize, seconds: usize, a: usize, b: usize): void {
  const parts = slot(109);
  const more = slot(110);
  scatter(a, parts, parts + ELEMENT);
  scatter(b, more, more + ELEMENT);
  gather(seconds, parts + ELEMENT, more + ELEMENT);
  gather(firsts, parts, more);
}
