/**
 * Arithmetic on pairs of coordinates: of the base field for points of G1, of its quadratic extension by u² = -1 for
 * points of G2 (c0 before c1). Code above is generic in `F`, one of the two markers.
 *
 * The contract is that of `field.ts`; products in the extension come out reduced.
 */
import * as field from '../field/field';
import { BASE_FIELD, ELEMENT, ONE, PAIR } from '../field/layout';
import { slot } from '../scratch';

/** Marks code for the base field; told from `Extension` by its size, at compile time. */
export type Base = i32;
/** Marks code for the extension. */
export type Extension = i64;

/** Bytes of a coordinate in memory. */
export function elementBytes<F>(): usize {
  return sizeof<F>() == sizeof<Extension>() ? 2 * ELEMENT : ELEMENT;
}

/** Bytes of a pair of coordinates. */
export function pairBytes<F>(): usize {
  return sizeof<F>() == sizeof<Extension>() ? 2 * PAIR : PAIR;
}

/** out = a·b. */
export function mul<F>(out: usize, a: usize, b: usize): void {
  if (sizeof<F>() == sizeof<Extension>()) {
    const minusB1 = slot(0);
    const c0 = slot(1);
    field.neg(minusB1, b + PAIR);
    field.mulSum(BASE_FIELD, c0, a, b, a + PAIR, minusB1);
    field.mulSum(BASE_FIELD, out + PAIR, a, b + PAIR, a + PAIR, b);
    field.reduce(BASE_FIELD, out + PAIR, out + PAIR);
    field.reduce(BASE_FIELD, out, c0);
  } else {
    field.mul(BASE_FIELD, out, a, b);
  }
}

/** out = a², for weight 1. */
export function sqr<F>(out: usize, a: usize): void {
  if (sizeof<F>() == sizeof<Extension>()) {
    // (a0 + a1 u)² = (a0 + a1)(a0 - a1) + 2 a0 a1 u
    const sum = slot(0);
    const difference = slot(1);
    field.add(sum, a, a + PAIR);
    field.sub(difference, a, a + PAIR);
    field.mul(BASE_FIELD, difference, sum, difference);
    field.add(sum, a, a);
    field.mul(BASE_FIELD, out + PAIR, sum, a + PAIR);
    field.reduce(BASE_FIELD, out + PAIR, out + PAIR);
    field.reduce(BASE_FIELD, out, difference);
  } else {
    field.sqr(BASE_FIELD, out, a);
  }
}

export function add<F>(out: usize, a: usize, b: usize): void {
  field.add(out, a, b);
  if (sizeof<F>() == sizeof<Extension>()) field.add(out + PAIR, a + PAIR, b + PAIR);
}

export function sub<F>(out: usize, a: usize, b: usize): void {
  field.sub(out, a, b);
  if (sizeof<F>() == sizeof<Extension>()) field.sub(out + PAIR, a + PAIR, b + PAIR);
}

export function reduce<F>(out: usize, a: usize): void {
  field.reduce(BASE_FIELD, out, a);
  if (sizeof<F>() == sizeof<Extension>()) field.reduce(BASE_FIELD, out + PAIR, a + PAIR);
}

/** Which lanes of a reduced pair are zero: bits 0 and 1. */
export function zeroLanes<F>(a: usize): i32 {
  if (sizeof<F>() == sizeof<Extension>()) return field.zeroLanes(a) & field.zeroLanes(a + PAIR);
  return field.zeroLanes(a);
}

export function gather<F>(out: usize, p: usize, q: usize): void {
  field.gather(out, p, q);
  if (sizeof<F>() == sizeof<Extension>()) field.gather(out + PAIR, p + ELEMENT, q + ELEMENT);
}

/** As `gather`, times -1 in a lane whose sign is 1. */
export function gatherSigned<F>(out: usize, p: usize, q: usize, pSign: u32, qSign: u32): void {
  field.gatherSigned(out, p, q, pSign, qSign);
  if (sizeof<F>() == sizeof<Extension>()) field.gatherSigned(out + PAIR, p + ELEMENT, q + ELEMENT, pSign, qSign);
}

export function scatter<F>(a: usize, p: usize, q: usize): void {
  field.scatter(a, p, q);
  if (sizeof<F>() == sizeof<Extension>()) field.scatter(a + PAIR, p + ELEMENT, q + ELEMENT);
}

/** out = a. */
export function copy<F>(out: usize, a: usize): void {
  memory.copy(out, a, pairBytes<F>());
}

/** Copies one lane of a pair; the other lane of `out` stays. */
export function copyLane<F>(out: usize, a: usize, lane: usize): void {
  for (let at: usize = 8 * lane, end = pairBytes<F>(); at < end; at += 16) store<i64>(out + at, load<i64>(a + at));
}

/** out = 0. */
export function setZero<F>(out: usize): void {
  memory.fill(out, 0, pairBytes<F>());
}

/** out = 1. */
export function setOne<F>(out: usize): void {
  memory.copy(out, BASE_FIELD + ONE, PAIR);
  if (sizeof<F>() == sizeof<Extension>()) memory.fill(out + PAIR, 0, PAIR);
}
