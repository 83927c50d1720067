import { PAIR } from '../field/layout';
import { butterfly, butterfly4 } from './butterflies';
import { turn } from './turn';

/**
 * All layers of the inverse transform, then of the forward transform, that stay within one block: from values in natural
 * order at the powers of the root of unity w to values, times the size of the domain, at the odd powers of its square
 * root g, which is what snarkjs multiplies coefficient i by g^i for.
 *
 * Inverse: to remainders modulo x^m - t² follow remainders modulo x^(m/2) - t and x^(m/2) + t, from x^n - 1 on; so one
 * twiddle serves a whole block, a power of 1/w in bit-reversed order, and the coefficients come out in bit-reversed
 * order. Forward: Cooley-Tukey with decimation in time, from bit-reversed to natural order; evaluating p(g·x) instead of
 * p(x) makes the twiddles of size m odd powers of the 2m-th root instead of even ones, and costs nothing.
 *
 * Vector i holds elements 2i and 2i + 1 of the polynomial, so that all layers but the innermost treat both lanes alike.
 *
 * @param data first vector of the block
 * @param vectors length of the block: a power of two
 * @param index number of the block within the polynomial
 * @param inverse for each block of two halves its twiddle, in both lanes
 * @param innermost twiddles of the last inverse layer, of two elements in two lanes
 * @param forward twiddles of all forward layers; the one of distance h begins at vector h - 1
 * @param first twiddle of the first forward layer: a root of -1, in both lanes
 */
export function transformBlock(
  data: usize,
  vectors: usize,
  index: usize,
  inverse: usize,
  innermost: usize,
  forward: usize,
  first: usize,
): void {
  let distance = vectors >> 1;
  let blocks = index;
  for (; distance >= 4; distance >>= 2, blocks <<= 2) inversePass4(data, vectors, distance, blocks, inverse);
  for (; distance >= 2; distance >>= 1, blocks <<= 1) inversePass(data, vectors, distance, blocks, inverse);
  if (distance === 0) {
    turn(data, data, innermost, first);
    return;
  }
  for (let i: usize = 0; i < vectors; i += 2) {
    const a = data + i * PAIR;
    const b = a + PAIR;
    const twiddle = (blocks + (i >> 1)) * PAIR;
    butterfly(a, b, inverse + twiddle);
    turn(a, b, innermost + twiddle, first);
    butterfly(a, b, forward);
  }
  distance = 2;
  for (; distance << 2 <= vectors; distance <<= 2) forwardPass4(data, vectors, distance, forward);
  if (distance << 1 <= vectors) forwardPass(data, vectors, distance, forward);
}

/** The layers of distance h and h / 2. */
function inversePass4(data: usize, vectors: usize, h: usize, block: usize, inverse: usize): void {
  const quarter = (h >> 1) * PAIR;
  for (let i: usize = 0; i < vectors; i += 2 * h, block++) {
    const t = inverse + block * PAIR;
    const u = inverse + 2 * block * PAIR;
    const begin = data + i * PAIR;
    for (let a = begin; a < begin + quarter; a += PAIR) {
      butterfly4(a, a + 2 * quarter, a + quarter, a + 3 * quarter, t, u, u + PAIR);
    }
  }
}

function inversePass(data: usize, vectors: usize, h: usize, block: usize, inverse: usize): void {
  const half = h * PAIR;
  for (let i: usize = 0; i < vectors; i += 2 * h, block++) {
    const begin = data + i * PAIR;
    for (let a = begin; a < begin + half; a += PAIR) butterfly(a, a + half, inverse + block * PAIR);
  }
}

/** The layers of distance h and 2h. */
function forwardPass4(data: usize, vectors: usize, h: usize, forward: usize): void {
  for (let i: usize = 0; i < vectors; i += 4 * h) forwardRange4(data + i * PAIR, h, 0, h, forward);
}

/** The vectors `from` to `to` of the first quarter, with their partners, of a block of 4h vectors. */
export function forwardRange4(data: usize, h: usize, from: usize, to: usize, forward: usize): void {
  const quarter = h * PAIR;
  const near = forward + (h - 1) * PAIR;
  const far = forward + (2 * h - 1) * PAIR;
  for (let at = from * PAIR; at < to * PAIR; at += PAIR) {
    const a = data + at;
    butterfly4(a, a + quarter, a + 2 * quarter, a + 3 * quarter, near + at, far + at, far + quarter + at);
  }
}

function forwardPass(data: usize, vectors: usize, h: usize, forward: usize): void {
  const half = h * PAIR;
  const twiddles = forward + (h - 1) * PAIR;
  for (let i: usize = 0; i < vectors; i += 2 * h) {
    for (let at: usize = 0; at < half; at += PAIR) {
      const a = data + i * PAIR + at;
      butterfly(a, a + half, twiddles + at);
    }
  }
}
