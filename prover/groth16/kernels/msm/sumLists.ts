import { addPairsBytes, SUM_BYTES } from '../curve/addPairs';
import { affineBytes } from '../curve/affine';
import { sumSegments } from './sumSegments';

/** Points that are added at a time: their sums (1.3 MB in G1) stay in the second-level cache. */
const GROUP: usize = 16384;

/**
 * Sums lists of points, as `sumSegments` does, in groups of points that the cache holds. A list that a border between
 * groups cuts, or that is longer than a group, leaves a sum in each; those are summed at the end.
 *
 * @param points signed addresses of the points, list after list; becomes the addresses of the sums of non-empty lists
 * @param counts points of each list; becomes 1 for every list that was not empty
 * @param total number of points in all lists
 * @param pieces room for `sumListsPieces` affine points: the sums
 * @param work `sumListsBytes`
 * @returns whether a sum may be infinite
 */
export function sumLists<F>(
  points: usize,
  counts: usize,
  lists: usize,
  total: usize,
  pieces: usize,
  work: usize,
): bool {
  const size = affineBytes<F>();
  const groupCounts = work;
  const items = groupCounts + 4 * lists;
  const sums = (items + SUM_BYTES * (GROUP / 2) + 15) & ~15;
  const addWork = sums + size * GROUP;
  let infinite = false;
  let first: usize = 0;
  let left = load<u32>(counts);
  let piece = points;
  store<u32>(counts, 0);
  for (let from = points, end = points + 4 * total; from < end; from += 4 * GROUP) {
    // The lists that have points in this group: from `first` on.
    let room = min(GROUP, (end - from) >> 2);
    let last = first;
    let count = min(<usize>left, room);
    store<u32>(groupCounts, <u32>count);
    left -= <u32>count;
    room -= count;
    while (room > 0) {
      last++;
      left = load<u32>(counts + 4 * last);
      store<u32>(counts + 4 * last, 0);
      count = min(<usize>left, room);
      store<u32>(groupCounts + 4 * (last - first), <u32>count);
      left -= <u32>count;
      room -= count;
    }
    if (sumSegments<F>(from, groupCounts, last - first + 1, false, sums, items, addWork)) infinite = true;
    // Keeps the sums; the places of the points that were added take their addresses.
    let sum = from;
    for (let list = first; list <= last; list++) {
      if (load<u32>(groupCounts + 4 * (list - first)) == 0) continue;
      const signed = load<u32>(sum);
      memory.copy(pieces, signed & ~1, size);
      store<u32>(piece, <u32>pieces | (signed & 1));
      store<u32>(counts + 4 * list, load<u32>(counts + 4 * list) + 1);
      sum += 4;
      piece += 4;
      pieces += size;
    }
    first = last;
  }
  // Lists in several pieces: few, since a group of points cuts at most one list at each end.
  return sumSegments<F>(points, counts, lists, infinite, pieces, items, addWork);
}

/** Most pieces, and sums of pieces, that `sumLists` leaves. */
export function sumListsPieces(lists: usize, total: usize): usize {
  return lists + 2 * (total / GROUP + 1);
}

/** Bytes that `sumLists` needs to work in. */
export function sumListsBytes<F>(lists: usize): usize {
  return 4 * lists + SUM_BYTES * (GROUP / 2) + 16 + affineBytes<F>() * GROUP + addPairsBytes<F>();
}
