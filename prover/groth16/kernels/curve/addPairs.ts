/**
 * Sums of many pairs of affine points with one inversion a batch (P. Montgomery, "Speeding the Pollard and elliptic
 * curve methods of factorization", 1987, section 10.3.1): five products, a squaring and a share of the inversion each.
 */

import { slot } from '../scratch';
import { affineBytes, isInfinity } from './affine';
import {
  add,
  copyLane,
  elementBytes,
  gather,
  gatherSigned,
  mul,
  pairBytes,
  reduce,
  scatter,
  setOne,
  sqr,
  sub,
  zeroLanes,
} from './coordinate';
import { invert } from './invert';
import { writeSum } from './writeSum';

/** Bytes of one item of a list of sums: addresses of both points, whose bit 0 negates them, and of the result. */
export const SUM_BYTES: usize = 12;
/** Pairs of sums that share one inversion. Their denominators and products (160 kB in G1) stay in the second-level cache. */
const BATCH: usize = 1024;

/** Bytes that `addPairs` needs to work in. */
export function addPairsBytes<F>(): usize {
  return (2 * BATCH + 1) * pairBytes<F>();
}

/**
 * Adds all pairs of a list; results may not overwrite points that are still to be read.
 *
 * A pair of equal points, of opposite ones, or with infinity makes a denominator zero. That shows in the product of
 * the batch, which is then computed with care; infinities among the points do not show, so that lists that may hold any
 * have to be computed with care from the start.
 *
 * @param list `count` items of `SUM_BYTES`
 * @param careful whether points of the list may be infinite
 * @param work `addPairsBytes` to work in
 * @returns whether one of the results may be infinite
 */
export function addPairs<F>(list: usize, count: usize, careful: bool, work: usize): bool {
  let infinite = careful;
  const last = list + count * SUM_BYTES;
  for (let from = list; from < last; from += 2 * BATCH * SUM_BYTES) {
    const to = min(from + 2 * BATCH * SUM_BYTES, last);
    if (careful || !addBatch<F>(from, to, false, work)) {
      addBatch<F>(from, to, true, work);
      infinite = true;
    }
  }
  return infinite;
}

/** The second item of a vector; alone at the end of a list, an item fills both lanes. */
function partner(item: usize, end: usize): usize {
  return item + SUM_BYTES < end ? item + SUM_BYTES : item;
}

function address(signed: u32): usize {
  return signed & ~1;
}

/** @returns false, with nothing written, if a denominator is zero and no care is taken. */
function addBatch<F>(from: usize, to: usize, careful: bool, work: usize): bool {
  const step = pairBytes<F>();
  const x1 = slot(34);
  const x2 = slot(36);
  fetchPoints<F>(from, to);
  // Forward: the product of all denominators before, and the denominator x2 - x1.
  let at = work;
  setOne<F>(at);
  for (let item = from; item < to; item += 2 * SUM_BYTES) {
    const other = partner(item, to);
    const denominator = at + step;
    gather<F>(x1, address(load<u32>(item)), address(load<u32>(other)));
    gather<F>(x2, address(load<u32>(item, 4)), address(load<u32>(other, 4)));
    sub<F>(denominator, x2, x1);
    if (careful) {
      mendDenominator<F>(denominator, item, 0);
      mendDenominator<F>(denominator, other, 1);
    }
    mul<F>(at + 2 * step, at, denominator);
    at += 2 * step;
  }
  const inverse = slot(38);
  const product = slot(32);
  reduce<F>(product, at);
  if (zeroLanes<F>(product) != 0) return false;
  invert<F>(inverse, product);

  // Backward: the inverse of one denominator at a time.
  const slope = slot(40);
  const y1 = slot(42);
  const y2 = slot(44);
  const vectors = (to - from + 2 * SUM_BYTES - 1) / (2 * SUM_BYTES);
  for (let i = vectors; i > 0; i--) {
    at -= 2 * step;
    const item = from + (i - 1) * 2 * SUM_BYTES;
    const other = partner(item, to);
    const p1 = load<u32>(item);
    const q1 = load<u32>(other);
    const p2 = load<u32>(item, 4);
    const q2 = load<u32>(other, 4);
    gather<F>(x1, address(p1), address(q1));
    gather<F>(x2, address(p2), address(q2));
    gatherSigned<F>(y1, address(p1) + elementBytes<F>(), address(q1) + elementBytes<F>(), p1 & 1, q1 & 1);
    gatherSigned<F>(y2, address(p2) + elementBytes<F>(), address(q2) + elementBytes<F>(), p2 & 1, q2 & 1);
    sub<F>(y2, y2, y1);
    if (careful) {
      mendNumerator<F>(y2, item, 0);
      mendNumerator<F>(y2, other, 1);
    }
    mul<F>(slope, inverse, at);
    mul<F>(inverse, inverse, at + step);
    mul<F>(slope, y2, slope);
    writeSum<F>(slope, x1, x2, y1, load<u32>(item, 8), load<u32>(other, 8));
    if (careful) {
      mendResult<F>(item);
      mendResult<F>(other);
    }
  }
  return true;
}

/**
 * Reads a word at both ends of every point: loads that wait for nothing, so that many lines of memory are on their way to
 * the cache at a time. Arithmetic would wait for them one vector after the other.
 */
function fetchPoints<F>(from: usize, to: usize): void {
  const end = affineBytes<F>() - 8;
  let words: u64 = 0;
  for (let item = from; item < to; item += SUM_BYTES) {
    const p = address(load<u32>(item));
    const q = address(load<u32>(item, 4));
    words ^= load<u64>(p) ^ load<u64>(q) ^ load<u64>(p + end) ^ load<u64>(q + end);
  }
  // So that no compiler leaves the loads out.
  store<u64>(slot(32), words);
}

// What becomes of a sum that is not one of two different points.
const ORDINARY: i32 = 0;
const DOUBLING: i32 = 1;
const TO_INFINITY: i32 = 2;
const FIRST: i32 = 3;
const SECOND: i32 = 4;

function kindOf<F>(item: usize): i32 {
  const p = load<u32>(item);
  const q = load<u32>(item, 4);
  if (isInfinity<F>(address(p))) return SECOND;
  if (isInfinity<F>(address(q))) return FIRST;
  const a = slot(48);
  const b = slot(50);
  gather<F>(a, address(p), address(p) + elementBytes<F>());
  gatherSigned<F>(b, address(q), address(q) + elementBytes<F>(), 0, (p ^ q) & 1);
  sub<F>(a, a, b);
  reduce<F>(a, a);
  const equal = zeroLanes<F>(a);
  if ((equal & 1) == 0) return ORDINARY;
  return equal == 3 ? DOUBLING : TO_INFINITY;
}

/** Puts 2y in place of x2 - x1 for a doubling, and 1 where the result needs no division. */
function mendDenominator<F>(denominator: usize, item: usize, lane: usize): void {
  const kind = kindOf<F>(item);
  if (kind == ORDINARY) return;
  const mended = slot(48);
  if (kind == DOUBLING) {
    const p = load<u32>(item);
    const y = address(p) + elementBytes<F>();
    gatherSigned<F>(mended, y, y, p & 1, p & 1);
    add<F>(mended, mended, mended);
  } else {
    setOne<F>(mended);
  }
  copyLane<F>(denominator, mended, lane);
}

/** Puts 3x² in place of y2 - y1 for a doubling. */
function mendNumerator<F>(numerator: usize, item: usize, lane: usize): void {
  if (kindOf<F>(item) != DOUBLING) return;
  const square = slot(48);
  const mended = slot(50);
  const x = address(load<u32>(item));
  gather<F>(square, x, x);
  sqr<F>(square, square);
  add<F>(mended, square, square);
  add<F>(mended, mended, square);
  reduce<F>(mended, mended);
  copyLane<F>(numerator, mended, lane);
}

/** Writes the result of a sum that needs no division. */
function mendResult<F>(item: usize): void {
  const kind = kindOf<F>(item);
  const out = load<u32>(item, 8);
  if (kind == TO_INFINITY) memory.fill(out, 0, affineBytes<F>());
  else if (kind == FIRST) copySigned<F>(out, load<u32>(item));
  else if (kind == SECOND) copySigned<F>(out, load<u32>(item, 4));
}

function copySigned<F>(out: usize, signed: u32): void {
  const point = address(signed);
  const y = slot(48);
  gatherSigned<F>(y, point + elementBytes<F>(), point + elementBytes<F>(), signed & 1, signed & 1);
  memory.copy(out, point, elementBytes<F>());
  scatter<F>(y, out + elementBytes<F>(), out + elementBytes<F>());
}
