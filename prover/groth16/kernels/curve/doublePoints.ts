import { slot } from '../scratch';
import { addPairsBytes } from './addPairs';
import { affineBytes } from './affine';
import { add, elementBytes, gather, mul, pairBytes, reduce, setOne, sqr } from './coordinate';
import { invert } from './invert';
import { writeSum } from './writeSum';

/** Bytes that `doublePoints` needs to work in, for any number of points up to `DOUBLING_BATCH`. */
export function doublePointsBytes<F>(): usize {
  return addPairsBytes<F>();
}

/** Points whose doublings share one inversion. */
export const DOUBLING_BATCH: usize = 2048;

/**
 * Doubles affine points in place, none of them infinite: two points a vector, one inversion for all (see `addPairs`).
 *
 * @param points affine points, one after the other
 * @param count at most `DOUBLING_BATCH`
 * @param work `doublePointsBytes`
 */
export function doublePoints<F>(points: usize, count: usize, work: usize): void {
  const step = pairBytes<F>();
  const size = affineBytes<F>();
  const x = slot(34);
  const y = slot(36);
  const slope = slot(38);
  const triple = slot(40);
  const inverse = slot(42);
  const last = points + count * size;
  let at = work;
  setOne<F>(at);
  for (let p = points; p < last; p += 2 * size) {
    const q = p + size < last ? p + size : p;
    const denominator = at + step;
    gather<F>(y, p + elementBytes<F>(), q + elementBytes<F>());
    add<F>(denominator, y, y);
    mul<F>(at + 2 * step, at, denominator);
    at += 2 * step;
  }
  invert<F>(inverse, at);
  const vectors = (count + 1) / 2;
  for (let i = vectors; i > 0; i--) {
    at -= 2 * step;
    const p = points + (i - 1) * 2 * size;
    const q = p + size < last ? p + size : p;
    gather<F>(x, p, q);
    gather<F>(y, p + elementBytes<F>(), q + elementBytes<F>());
    mul<F>(slope, inverse, at);
    mul<F>(inverse, inverse, at + step);
    sqr<F>(triple, x);
    // 3 x² · 1 / 2y, as 3 (x² / 2y): the sum of three products is within the bounds of `reduce`.
    mul<F>(slope, slope, triple);
    add<F>(triple, slope, slope);
    add<F>(slope, slope, triple);
    reduce<F>(slope, slope);
    writeSum<F>(slope, x, x, y, p, q);
  }
}
