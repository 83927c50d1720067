import { affineBytes } from '../curve/affine';
import { setInfinity } from '../curve/projective';
import { slot, workArea } from '../scratch';
import { sumBuckets, sumBucketsBytes } from './sumBuckets';
import { sumLists, sumListsBytes, sumListsPieces } from './sumLists';

/**
 * Σ over windows w and bases i of digit_w(i)·base_w(i), by buckets (N. Pippenger, "On the evaluation of powers and
 * related problems", 1976; signed digits): the points of a bucket, those whose digit has the same absolute value, are
 * added first, and each bucket is multiplied by its digit once for all windows.
 *
 * Without tables of the windows, a call has one window; with them, base_w(i) = 2^(bits·w)·base(i) stands in table w.
 *
 * @param out a projective point, both lanes: the sum in lane 0
 * @param bases affine points, none infinite: table w begins at bases + w·tableBytes
 * @param scalars for each base the index of its scalar (32 bits)
 * @param count number of bases
 * @param digits as `recode` writes them, with its stride
 * @param bits of a digit; there are 2^(bits - 1) buckets
 * @param from first window, `to` the one after the last
 * @param tableBytes 0 without tables
 */
export function sumWindows<F>(
  out: usize,
  bases: usize,
  scalars: usize,
  count: usize,
  digits: usize,
  stride: usize,
  bits: i32,
  from: usize,
  to: usize,
  tableBytes: usize,
): void {
  const size = affineBytes<F>();
  const buckets: usize = (<usize>1) << (bits - 1);
  const counts = workArea();
  const cursors = counts + 4 * buckets;
  const points = cursors + 4 * buckets;

  memory.fill(counts, 0, 4 * buckets);
  let filled: usize = 0;
  for (let window = from; window < to; window++) {
    const row = digits + 2 * window * stride;
    for (let i: usize = 0; i < count; i++) {
      const digit = <i32>load<i16>(row + 2 * load<u32>(scalars + 4 * i));
      if (digit == 0) continue;
      const counter = counts + 4 * bucketOf(digit);
      store<u32>(counter, load<u32>(counter) + 1);
      filled++;
    }
  }
  if (filled == 0) {
    setInfinity<F>(out);
    return;
  }
  let cursor = points;
  for (let bucket: usize = 0; bucket < buckets; bucket++) {
    store<u32>(cursors + 4 * bucket, <u32>cursor);
    cursor += 4 * load<u32>(counts + 4 * bucket);
  }
  for (let window = from; window < to; window++) {
    const row = digits + 2 * window * stride;
    const table = bases + window * tableBytes;
    for (let i: usize = 0; i < count; i++) {
      const digit = <i32>load<i16>(row + 2 * load<u32>(scalars + 4 * i));
      if (digit == 0) continue;
      const cursor = cursors + 4 * bucketOf(digit);
      const at = load<u32>(cursor);
      store<u32>(at, <u32>(table + i * size) | (<u32>digit >> 31));
      store<u32>(cursor, at + 4);
    }
  }
  const sums = (points + 4 * filled + 15) & ~15;
  const work = sums + size * sumListsPieces(buckets, filled);
  const infinite = sumLists<F>(points, counts, buckets, filled, sums, work);
  sumBuckets<F>(out, points, counts, bits - 1, infinite, work);
}

function bucketOf(digit: i32): usize {
  return <usize>(abs(digit) - 1);
}

/** Bytes of scratch memory that `sumWindows` needs for that many digits. */
export function sumWindowsBytes<F>(digits: usize, bits: i32): usize {
  const buckets: usize = (<usize>1) << (bits - 1);
  const lists: usize = 8 * buckets + 4 * digits + 16 + affineBytes<F>() * sumListsPieces(buckets, digits);
  return workArea() - slot(0) + lists + max(sumListsBytes<F>(buckets), sumBucketsBytes<F>(bits - 1));
}
