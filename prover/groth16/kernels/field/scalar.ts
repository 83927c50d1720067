/**
 * The scalar form of field elements: limbs of 29 bits (`limb29.ts`), for engines without vectors. A pair is computed one
 * lane after the other, by functions that see every second limb in memory.
 */
import { ELEMENT, PAIR } from './layout';
import { mul as mulOne, mulSum as mulSumOne, reduce as reduceOne, sqr as sqrOne } from './scalarProducts';

export { readLane, writeLane } from './limb29';

/** out = a·b / R. */
export function mul(f: usize, out: usize, a: usize, b: usize): void {
  mulOne(f, out, a, b);
  mulOne(f, out + 8, a + 8, b + 8);
}

/** out = a² / R, for weight 1. */
export function sqr(f: usize, out: usize, a: usize): void {
  sqrOne(f, out, a);
  sqrOne(f, out + 8, a + 8);
}

/** out = (a·b + c·d) / R. */
export function mulSum(f: usize, out: usize, a: usize, b: usize, c: usize, d: usize): void {
  mulSumOne(f, out, a, b, c, d);
  mulSumOne(f, out + 8, a + 8, b + 8, c + 8, d + 8);
}

/** out = a modulo the modulus, reduced. */
export function reduce(f: usize, out: usize, a: usize): void {
  reduceOne(f, out, a);
  reduceOne(f, out + 8, a + 8);
}

/** out = a + b, limb by limb: weights and values add up. */
export function add(out: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < PAIR; i += 8) store<i64>(out + i, load<i64>(a + i) + load<i64>(b + i));
}

/** out = a - b, limb by limb: weights and values add up. */
export function sub(out: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < PAIR; i += 8) store<i64>(out + i, load<i64>(a + i) - load<i64>(b + i));
}

/** out = -a. */
export function neg(out: usize, a: usize): void {
  for (let i: usize = 0; i < PAIR; i += 8) store<i64>(out + i, -load<i64>(a + i));
}

/** Which lanes of a reduced pair are zero: bit 0 and bit 1. */
export function zeroLanes(a: usize): i32 {
  let first: i64 = 0;
  let second: i64 = 0;
  for (let i: usize = 0; i < PAIR; i += 16) {
    first |= load<i64>(a + i);
    second |= load<i64>(a + i, 8);
  }
  return i32(first === 0) | (i32(second === 0) << 1);
}

/** Makes a pair of the elements at `p` and `q`. */
export function gather(out: usize, p: usize, q: usize): void {
  gatherSigned(out, p, q, 0, 0);
}

/** As `gather`, times -1 in the lanes whose sign is 1. */
export function gatherSigned(out: usize, p: usize, q: usize, pSign: u32, qSign: u32): void {
  const first = 1 - 2 * <i64>pSign;
  const second = 1 - 2 * <i64>qSign;
  for (let i: usize = 0; i < ELEMENT; i += 8) {
    store<i64>(out + 2 * i, first * load<i64>(p + i));
    store<i64>(out + 2 * i, second * load<i64>(q + i), 8);
  }
}

/** Writes the elements of a pair to `p` and `q`, in this order. */
export function scatter(a: usize, p: usize, q: usize): void {
  for (let i: usize = 0; i < ELEMENT; i += 8) {
    const first = load<i64>(a + 2 * i);
    const second = load<i64>(a + 2 * i, 8);
    store<i64>(p + i, first);
    store<i64>(q + i, second);
  }
}
