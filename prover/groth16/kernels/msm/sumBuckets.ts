import { addPairsBytes, SUM_BYTES } from '../curve/addPairs';
import { affineBytes } from '../curve/affine';
import { addPoints, gatherAffine, setInfinity, swapLanes } from '../curve/projective';
import { slot } from '../scratch';
import { sumSegments } from './sumSegments';

/**
 * out = Σ (j + 1)·bucket_j in lane 0, for 2^bits buckets.
 *
 * The buckets are taken as a square: with j = row·2^k + column, Σ (j + 1)·bucket_j is 2^k·Σ row·(sum of the row) plus
 * Σ (column + 1)·(sum of the column). Sums of rows and columns are affine additions, two a bucket; only the two short
 * sums with weights are taken by running totals, in projective points, one in each lane.
 *
 * @param buckets signed addresses of the sums of the non-empty buckets, in order
 * @param counts 1 for a bucket that is not empty, else 0
 * @param work `sumBucketsBytes`
 */
export function sumBuckets<F>(out: usize, buckets: usize, counts: usize, bits: i32, careful: bool, work: usize): void {
  const columnBits = bits >> 1;
  const columns: usize = 1 << columnBits;
  const rows: usize = 1 << (bits - columnBits);
  const total = rows * columns;
  const lists = rows + columns;
  const listCounts = work;
  const points = listCounts + 4 * lists;
  const items = points + 8 * total;
  const sums = (items + SUM_BYTES * total + 15) & ~15;
  const addWork = sums + 2 * total * affineBytes<F>();

  // Rows first, then columns.
  memory.fill(listCounts, 0, 4 * lists);
  let write = points;
  let bucket = buckets;
  for (let j: usize = 0; j < total; j++) {
    if (load<u32>(counts + 4 * j) == 0) continue;
    increment(listCounts + 4 * (j >> columnBits));
    increment(listCounts + 4 * (rows + (j & (columns - 1))));
    store<u32>(write, load<u32>(bucket));
    write += 4;
    bucket += 4;
  }
  // Then the same addresses by column, each to where its column has got to.
  const cursors = items;
  for (let column: usize = 0; column < columns; column++) {
    store<u32>(cursors + 4 * column, <u32>write);
    write += 4 * load<u32>(listCounts + 4 * (rows + column));
  }
  bucket = buckets;
  for (let j: usize = 0; j < total; j++) {
    if (load<u32>(counts + 4 * j) == 0) continue;
    const cursor = cursors + 4 * (j & (columns - 1));
    store<u32>(load<u32>(cursor), load<u32>(bucket));
    store<u32>(cursor, load<u32>(cursor) + 4);
    bucket += 4;
  }
  sumSegments<F>(points, listCounts, lists, careful, sums, items, addWork);

  // Expands the sums of non-empty lists to one address a list, 0 for infinity.
  const addresses = items;
  let read = points;
  for (let list: usize = 0; list < lists; list++) {
    const filled = load<u32>(listCounts + 4 * list) != 0;
    store<u32>(addresses + 4 * list, filled ? load<u32>(read) : 0);
    if (filled) read += 4;
  }
  const running = slot(64);
  const weighted = slot(70);
  const point = slot(76);
  setInfinity<F>(running);
  setInfinity<F>(weighted);
  // Row 0 has weight 0: lane 0 takes rows 1 to rows - 1, lane 1 columns 0 to columns - 1.
  const steps = max(rows - 1, columns);
  for (let i = steps; i > 0; i--) {
    const row = i < rows ? load<u32>(addresses + 4 * i) : 0;
    const column = i <= columns ? load<u32>(addresses + 4 * (rows + i - 1)) : 0;
    gatherAffine<F>(point, row, column);
    addPoints<F>(running, running, point);
    addPoints<F>(weighted, weighted, running);
  }
  // Lane 0 times 2^k, plus lane 1 brought to lane 0.
  swapLanes<F>(point, weighted);
  for (let i = 0; i < columnBits; i++) addPoints<F>(weighted, weighted, weighted);
  addPoints<F>(out, weighted, point);
}

function increment(counter: usize): void {
  store<u32>(counter, load<u32>(counter) + 1);
}

/** Bytes that `sumBuckets` needs to work in. */
export function sumBucketsBytes<F>(bits: i32): usize {
  const total: usize = 1 << bits;
  const lists: usize = 2 << (bits - (bits >> 1));
  return 4 * lists + (8 + SUM_BYTES + 2 * affineBytes<F>()) * total + 16 + addPairsBytes<F>();
}
