import { addPairs, addPairsBytes, SUM_BYTES } from '../curve/addPairs';
import { affineBytes, fileBytes } from '../curve/affine';
import { recode } from '../msm/recode';
import { slot, workArea } from '../scratch';
import { multiple } from './multiples';
import { writeFilePoint } from './writeFilePoint';

/** Most scalars of one call: as many sums as share an inversion, so that more would save nothing. */
export const MULTIPLES_BATCH: usize = 2048;

/** Bytes of scratch memory that `multiplyGenerator` needs for `MULTIPLES_BATCH` scalars. */
export function multiplyGeneratorBytes<F>(windows: i32): usize {
  const each = 2 * <usize>windows + 4 + SUM_BYTES + 2 * affineBytes<F>();
  return workArea() - slot(0) + MULTIPLES_BATCH * each + addPairsBytes<F>();
}

/**
 * Multiplies a generator by many scalars: for each the sum of its digits' multiples in a table, window after window, all
 * scalars at a time (fixed-base windows: E. Brickell, D. Gordon, K. McCurley and D. Wilson, "Fast exponentiation with
 * precomputation", 1992).
 *
 * A sum of lower windows is smaller than the term that is added, so that the two are not equal or opposite as integers;
 * should they be so modulo the order, in the last window, `addPairs` sees it. Only a scalar of zero makes infinity.
 *
 * @param table of `fillMultiples`
 * @param scalars canonical numbers below the order, of 32 little-endian bytes
 * @param count at most `MULTIPLES_BATCH`
 * @param out affine points as in a key file
 */
export function multiplyGenerator<F>(
  table: usize,
  bits: i32,
  windows: i32,
  scalars: usize,
  count: usize,
  out: usize,
): void {
  const size = affineBytes<F>();
  const points = workArea();
  const work = points + 2 * size * MULTIPLES_BATCH;
  const list = work + addPairsBytes<F>();
  const sums = list + SUM_BYTES * MULTIPLES_BATCH;
  const digits = sums + 4 * MULTIPLES_BATCH;
  recode(scalars, 0, count, bits, windows, digits, count);
  // Signed addresses of the sums so far; 0 for infinity.
  memory.fill(sums, 0, 4 * count);
  for (let window: usize = 0; window < <usize>windows; window++) {
    let item = list;
    for (let i: usize = 0; i < count; i++) {
      const digit = <i32>load<i16>(digits + 2 * (window * count + i));
      if (digit == 0) continue;
      const term = <u32>multiple<F>(table, bits, window, <usize>abs(digit)) | (<u32>digit >> 31);
      const sum = load<u32>(sums + 4 * i);
      let next = term;
      if (sum != 0) {
        // Of the scalar's two places that in which the sum does not stand: it is still to be read.
        next = <u32>(points + 2 * size * i);
        if (next == sum) next += <u32>size;
        store<u32>(item, sum);
        store<u32>(item, term, 4);
        store<u32>(item, next, 8);
        item += SUM_BYTES;
      }
      store<u32>(sums + 4 * i, next);
    }
    addPairs<F>(list, (item - list) / SUM_BYTES, false, work);
  }
  for (let i: usize = 0; i < count; i++) writeFilePoint<F>(out + 2 * fileBytes<F>() * i, load<u32>(sums + 4 * i));
}
