import { mul, readLane, reduce } from '../field/field';
import { FROM_PLAIN, PAIR, SCALAR_FIELD } from '../field/layout';
import { slot } from '../scratch';

/** Reads two numbers of 32 little-endian bytes, below 2^256, into the lanes of a pair, in Montgomery form and reduced. */
function readPair(out: usize, bytes: usize): void {
  readLane(out, 0, bytes);
  readLane(out, 1, bytes + 32);
  reduce(SCALAR_FIELD, out, out);
  mul(SCALAR_FIELD, out, out, SCALAR_FIELD + FROM_PLAIN);
  reduce(SCALAR_FIELD, out, out);
}

/**
 * Writes 2^bits pairs: number i is the pair at `bytes`, times those of the `bits` pairs behind it that the bits of i
 * choose, the lowest bit the first. Powers of a root are such products, in natural and in bit-reversed order.
 */
export function subsetProducts(out: usize, bytes: usize, bits: i32): void {
  readPair(out, bytes);
  for (let bit = 0; bit < bits; bit++) {
    const half = PAIR << bit;
    const factor = slot(111);
    readPair(factor, bytes + 64 * (bit + 1));
    for (let at: usize = 0; at < half; at += PAIR) {
      const product = out + half + at;
      mul(SCALAR_FIELD, product, out + at, factor);
      reduce(SCALAR_FIELD, product, product);
    }
  }
}
