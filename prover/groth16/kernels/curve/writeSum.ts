import { slot } from '../scratch';
import { elementBytes, mul, reduce, scatter, sqr, sub } from './coordinate';

/**
 * Writes the third point on the line of a slope through two points, mirrored, which is their sum: x3 = slope² - x1 - x2
 * and y3 = slope·(x1 - x3) - y1, to `p` from the first lane and to `q` from the second. Overwrites `slope` and `x1`.
 *
 * @param slope a product, or reduced
 * @param x1 pairs of coordinates, reduced, as are `x2` (which may be `x1`) and `y1`
 */
export function writeSum<F>(slope: usize, x1: usize, x2: usize, y1: usize, p: usize, q: usize): void {
  const x3 = slot(46);
  sqr<F>(x3, slope);
  sub<F>(x3, x3, x1);
  sub<F>(x3, x3, x2);
  reduce<F>(x3, x3);
  sub<F>(x1, x1, x3);
  mul<F>(slope, slope, x1);
  sub<F>(slope, slope, y1);
  reduce<F>(slope, slope);
  scatter<F>(x3, p, q);
  scatter<F>(slope, p + elementBytes<F>(), q + elementBytes<F>());
}
