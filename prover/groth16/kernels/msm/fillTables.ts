import { affineBytes } from '../curve/affine';
import { doublePoints } from '../curve/doublePoints';
import { workArea } from '../scratch';

/**
 * Computes the tables of the windows after the first for a range of bases: table w holds 2^(bits·w)·base.
 *
 * @param bases table 0; the others follow, `tableBytes` apart
 * @param from first base of the range, `to` the one after the last; at most `DOUBLING_BATCH`
 */
export function fillTables<F>(bases: usize, from: usize, to: usize, bits: i32, windows: i32, tableBytes: usize): void {
  const first = bases + from * affineBytes<F>();
  const bytes = (to - from) * affineBytes<F>();
  for (let window = 1; window < windows; window++) {
    const table = first + <usize>window * tableBytes;
    memory.copy(table, table - tableBytes, bytes);
    for (let i = 0; i < bits; i++) doublePoints<F>(table, to - from, workArea());
  }
}
