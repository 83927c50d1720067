import { Extension, elementBytes } from './coordinate';

/**
 * An affine point in memory is its coordinates x and y, reduced, one element after the other; the point at infinity is
 * all zero bits (no point of either group has y = 0: their orders are odd).
 */
export function affineBytes<F>(): usize {
  return 2 * elementBytes<F>();
}

/** Bytes of a coordinate of a point in a key file. */
export function fileBytes<F>(): usize {
  return sizeof<F>() == sizeof<Extension>() ? 64 : 32;
}

/** Whether a point in memory is the one at infinity. */
export function isInfinity<F>(point: usize): bool {
  const y = point + elementBytes<F>();
  let bits: i64 = 0;
  // Shifted left once: the sign of a zero does not count.
  for (let at: usize = 0, end = elementBytes<F>(); at < end; at += 8) bits |= load<i64>(y + at) << 1;
  return bits == 0;
}
