import * as field from '../field/field';
import { BASE_FIELD, ONE, PAIR } from '../field/layout';
import { slot } from '../scratch';
import { Extension } from './coordinate';

/** Bits of the exponent that are taken at a time. */
const WINDOW: i32 = 4;

/** out = 1 / a in both lanes, 1 / 0 = 0; `out` may be `a`. Values as those of products. */
export function invert<F>(out: usize, a: usize): void {
  if (sizeof<F>() == sizeof<Extension>()) {
    // 1 / (a0 + a1 u) = (a0 - a1 u) / (a0² + a1²)
    const norm = slot(2);
    field.mulSum(BASE_FIELD, norm, a, a, a + PAIR, a + PAIR);
    field.reduce(BASE_FIELD, norm, norm);
    invertBase(norm, norm);
    field.mul(BASE_FIELD, out, a, norm);
    field.neg(norm, norm);
    field.mul(BASE_FIELD, out + PAIR, a + PAIR, norm);
  } else {
    invertBase(out, a);
  }
}

/**
 * out = a^(p - 2), by Fermat, with a table of the first 16 powers: 252 squarings and at most 63 products for two
 * inverses, in a time that does not depend on `a`.
 */
function invertBase(out: usize, a: usize): void {
  const powers = slot(4);
  memory.copy(powers, BASE_FIELD + ONE, PAIR);
  memory.copy(powers + PAIR, a, PAIR);
  for (let i: usize = 2; i < 1 << WINDOW; i++) field.mul(BASE_FIELD, powers + i * PAIR, powers + (i - 1) * PAIR, a);
  const result = slot(3);
  let at = 64 / WINDOW - 1;
  memory.copy(result, powers + digit(exponentWord(3), at) * PAIR, PAIR);
  for (let word = 3; word >= 0; word--) {
    for (at = word == 3 ? at - 1 : 64 / WINDOW - 1; at >= 0; at--) {
      for (let i = 0; i < WINDOW; i++) field.sqr(BASE_FIELD, result, result);
      const power = digit(exponentWord(word), at);
      if (power != 0) field.mul(BASE_FIELD, result, result, powers + power * PAIR);
    }
  }
  memory.copy(out, result, PAIR);
}

function digit(word: u64, at: i32): usize {
  return <usize>((word >> (WINDOW * at)) & ((1 << WINDOW) - 1));
}

/** Words of p - 2, the lowest first; p is the order of the base field of BN254. */
function exponentWord(index: i32): u64 {
  if (index == 0) return 0x3c208c16d87cfd45;
  if (index == 1) return 0x97816a916871ca8d;
  if (index == 2) return 0xb85045b68181585d;
  return 0x30644e72e131a029;
}
