import { addPairs, SUM_BYTES } from '../curve/addPairs';
import { affineBytes } from '../curve/affine';

/**
 * Sums lists of points, all lists at a time: in every round neighbours of a list are added, so that a list of m points
 * takes m - 1 additions and log2 m rounds, however many points one list holds.
 *
 * @param points signed addresses of the points, list after list; becomes the address of the sum at the place where each
 *   list began to hold it: list i's sum is the i-th of the non-empty lists'
 * @param counts points of each list; becomes 1 for every list that was not empty
 * @param careful whether a point may be infinite
 * @param sums room for as many affine points as there are points in the lists
 * @param items room for half as many items of `SUM_BYTES`
 * @param work `addPairsBytes`
 * @returns whether a sum may be infinite
 */
export function sumSegments<F>(
  points: usize,
  counts: usize,
  lists: usize,
  careful: bool,
  sums: usize,
  items: usize,
  work: usize,
): bool {
  const size = affineBytes<F>();
  let item: usize;
  do {
    item = items;
    let read = points;
    let write = points;
    for (let list: usize = 0; list < lists; list++) {
      const count = load<u32>(counts + 4 * list);
      if (count == 0) continue;
      const end = read + 4 * count;
      // An odd point waits, in front, where the next round takes it.
      if (count & 1) {
        store<u32>(write, load<u32>(read));
        write += 4;
        read += 4;
      }
      for (; read < end; read += 8) {
        store<u32>(item, load<u32>(read));
        store<u32>(item, load<u32>(read, 4), 4);
        store<u32>(item, <u32>sums, 8);
        store<u32>(write, <u32>sums);
        item += SUM_BYTES;
        sums += size;
        write += 4;
      }
      store<u32>(counts + 4 * list, (count + 1) >> 1);
    }
    careful = addPairs<F>(items, (item - items) / SUM_BYTES, careful, work);
  } while (item > items);
  return careful;
}
