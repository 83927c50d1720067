import { addPairs, addPairsBytes, SUM_BYTES } from '../curve/addPairs';
import { affineBytes } from '../curve/affine';
import { doublePoints } from '../curve/doublePoints';
import { slot, workArea } from '../scratch';
import { multiple, multiplesOf } from './multiples';

/** Sums of one round: from 2^k + 1 to 2^(k + 1) - 1 in every window, the last time to just below 2^(bits - 1). */
function roundItems(bits: i32, windows: usize): usize {
  return windows * (multiplesOf(bits) >> 1);
}

/** Bytes of scratch memory that `fillMultiples` needs. */
export function fillMultiplesBytes<F>(bits: i32, windows: usize): usize {
  return workArea() - slot(0) + SUM_BYTES * roundItems(bits, windows) + addPairsBytes<F>();
}

/**
 * Computes a table of multiples of a generator: digit·2^(bits·w)·generator for every window w and every digit from 1 to
 * 2^(bits - 1), as affine points.
 *
 * @param table the generator stands at its beginning
 */
export function fillMultiples<F>(table: usize, bits: i32, windows: usize): void {
  const list = workArea();
  const work = list + SUM_BYTES * roundItems(bits, windows);
  let last = table;
  for (let window: usize = 0; window < windows; window++) {
    for (let digit: usize = 1; digit <= multiplesOf(bits); digit <<= 1) {
      const next = multiple<F>(table, bits, window, digit);
      if (next == table) continue;
      memory.copy(next, last, affineBytes<F>());
      doublePoints<F>(next, 1, work);
      last = next;
    }
  }
  // Between two powers of two: the lower one plus what is already there. Those are different multiples of one point, both
  // below 2^bits: never equal or opposite.
  for (let power: usize = 2; power < multiplesOf(bits); power <<= 1) {
    let item = list;
    for (let window: usize = 0; window < windows; window++) {
      for (let rest: usize = 1; rest < power; rest++) {
        store<u32>(item, <u32>multiple<F>(table, bits, window, power));
        store<u32>(item, <u32>multiple<F>(table, bits, window, rest), 4);
        store<u32>(item, <u32>multiple<F>(table, bits, window, power + rest), 8);
        item += SUM_BYTES;
      }
    }
    addPairs<F>(list, (item - list) / SUM_BYTES, false, work);
  }
}
