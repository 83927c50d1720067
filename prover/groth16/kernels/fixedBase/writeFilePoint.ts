import { fileBytes } from '../curve/affine';
import { elementBytes, gatherSigned, pairBytes } from '../curve/coordinate';
import * as field from '../field/field';
import { BASE_FIELD, PAIR, TO_KEY } from '../field/layout';
import { slot } from '../scratch';

/**
 * Writes an affine point as key files have it: x and y, little-endian Montgomery numbers of radix 2^256 (c0 before c1);
 * infinity as zeros. The way back is `preparePoints`.
 *
 * @param point signed address of an affine point that is not infinite, or 0 for infinity
 */
export function writeFilePoint<F>(file: usize, point: u32): void {
  const bytes = fileBytes<F>();
  if (point == 0) {
    memory.fill(file, 0, 2 * bytes);
    return;
  }
  // x in lane 0, y in lane 1.
  const coordinates = slot(64);
  const x: usize = point & ~1;
  gatherSigned<F>(coordinates, x, x + elementBytes<F>(), 0, point & 1);
  for (let at: usize = 0; at < pairBytes<F>(); at += PAIR) {
    const pair = coordinates + at;
    field.mul(BASE_FIELD, pair, pair, BASE_FIELD + TO_KEY);
    field.reduce(BASE_FIELD, pair, pair);
    field.writeLane(BASE_FIELD, file, pair, 0);
    field.writeLane(BASE_FIELD, file + bytes, pair, 1);
    file += 32;
  }
}
