import { mul, readLane, reduce, scatter } from '../field/field';
import { ELEMENT, FROM_COEFFICIENT, FROM_PLAIN, SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';
import { KINDS, WIRES } from './plan';

/** Reads `count` numbers of 32 little-endian bytes, times the factor, as reduced elements. */
function importElements(out: usize, bytes: usize, count: usize, factor: usize): void {
  const pair = slot(111);
  for (let i: usize = 0; i < count; i += 2) {
    // A last number without a partner is its own.
    const next: usize = i + 1 < count ? 1 : 0;
    readLane(pair, 0, bytes + 32 * i);
    readLane(pair, 1, bytes + 32 * (i + next));
    reduce(SCALAR_FIELD, pair, pair);
    mul(SCALAR_FIELD, pair, pair, factor);
    reduce(SCALAR_FIELD, pair, pair);
    scatter(pair, out + ELEMENT * i, out + ELEMENT * (i + next));
  }
}

/** Brings coefficients of a key file, v·2^512, to elements. */
export function importCoefficients(out: usize, bytes: usize, count: usize): void {
  importElements(out, bytes, count, SCALAR_FIELD + FROM_COEFFICIENT);
}

/** Brings the wires `from` to `to` of a witness, numbers below the order, to elements, and notes which are 0 or 1. */
export function importWires(plan: usize, witness: usize, from: usize, to: usize): void {
  const wires = <usize>load<u32>(plan, WIRES);
  const kinds = <usize>load<u32>(plan, KINDS);
  importElements(wires + ELEMENT * from, witness + 32 * from, to - from, SCALAR_FIELD + FROM_PLAIN);
  for (let i = from; i < to; i++) {
    const word = witness + 32 * i;
    const low = load<u64>(word);
    const high = load<u64>(word, 8) | load<u64>(word, 16) | load<u64>(word, 24);
    store<u8>(kinds + i, high !== 0 || low > 1 ? 2 : <u8>low);
  }
}

/** Reads a number of 32 little-endian bytes into both lanes, reduced, but not in Montgomery form. */
export function importPlain(out: usize, bytes: usize): void {
  readLane(out, 0, bytes);
  readLane(out, 1, bytes);
  reduce(SCALAR_FIELD, out, out);
}
