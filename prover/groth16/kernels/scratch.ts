import { PAIR } from './field/layout';

/** Pairs at the start of the scratch memory that kernels use for intermediate values; `slot` divides them. */
const SLOTS: usize = 128;

/** Start of the scratch memory of this instance: instances that share one memory have one each. */
let start: usize = 0;

/** Gives this instance its scratch memory: before any other call, and again when it needs more. */
export function setScratch(at: usize): void {
  start = at;
}

/**
 * Address of an intermediate pair. 0 to 31 belong to field and coordinates, 32 to 63 to points, 64 to 95 to sums of
 * points, 96 to 127 to transforms and coefficients.
 */
export function slot(index: usize): usize {
  return start + index * PAIR;
}

/** Start of the scratch memory behind the slots. */
export function workArea(): usize {
  return start + SLOTS * PAIR;
}
