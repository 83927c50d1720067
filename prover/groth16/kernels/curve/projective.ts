import * as field from '../field/field';
import { BASE_FIELD, CURVE_B3, PAIR, PLAIN_ONE } from '../field/layout';
import { slot } from '../scratch';
import { isInfinity } from './affine';
import {
  add,
  copyLane,
  Extension,
  elementBytes,
  gather,
  gatherSigned,
  mul,
  pairBytes,
  reduce,
  setOne,
  setZero,
  sub,
} from './coordinate';
import { invert } from './invert';

/** Bytes of a pair of projective points: pairs of X, Y and Z, all reduced; infinity is (0, 1, 0). */
export function projectivePairBytes<F>(): usize {
  return 3 * pairBytes<F>();
}

/** Both lanes infinite. */
export function setInfinity<F>(out: usize): void {
  setZero<F>(out);
  setOne<F>(out + pairBytes<F>());
  setZero<F>(out + 2 * pairBytes<F>());
}

/** out = a. */
export function copyPoint<F>(out: usize, a: usize): void {
  memory.copy(out, a, projectivePairBytes<F>());
}

/** Copies one lane of a point. */
export function copyPointLane<F>(out: usize, a: usize, lane: usize): void {
  for (let i: usize = 0; i < 3; i++) copyLane<F>(out + i * pairBytes<F>(), a + i * pairBytes<F>(), lane);
}

/** out = a with its lanes exchanged; `out` and `a` differ. */
export function swapLanes<F>(out: usize, a: usize): void {
  for (let at: usize = 0, end = projectivePairBytes<F>(); at < end; at += 16) {
    store<i64>(out + at, load<i64>(a + at, 8));
    store<i64>(out + at, load<i64>(a + at), 8);
  }
}

/** Makes a pair of the affine points at `p` and `q`; address 0 stands for infinity, bit 0 of an address negates. */
export function gatherAffine<F>(out: usize, p: u32, q: u32): void {
  const step = pairBytes<F>();
  const point = slot(32);
  setInfinity<F>(out);
  setOne<F>(point + 2 * step);
  for (let lane: usize = 0; lane < 2; lane++) {
    const signed = lane == 0 ? p : q;
    const at: usize = signed & ~1;
    if (at == 0 || isInfinity<F>(at)) continue;
    const y = at + elementBytes<F>();
    gather<F>(point, at, at);
    gatherSigned<F>(point + step, y, y, signed & 1, signed & 1);
    copyPointLane<F>(out, point, lane);
  }
}

/** out = a·3b, b the constant of the curve y² = x³ + b. */
function mulB3<F>(out: usize, a: usize): void {
  mul<F>(out, a, sizeof<F>() == sizeof<Extension>() ? CURVE_B3 + PAIR : CURVE_B3);
  reduce<F>(out, out);
}

function sumProduct<F>(out: usize, a: usize, b: usize, c: usize, d: usize): void {
  const sum = slot(50);
  add<F>(out, a, b);
  add<F>(sum, c, d);
  mul<F>(out, out, sum);
}

function difference<F>(out: usize, a: usize, b: usize): void {
  sub<F>(out, a, b);
  reduce<F>(out, out);
}

function product<F>(out: usize, a: usize, b: usize): void {
  mul<F>(out, a, b);
  reduce<F>(out, out);
}

/**
 * out = a + b for any points, also equal, opposite or infinite ones: the complete formulas for y² = x³ + b of J. Renes,
 * C. Costello and L. Batina, "Complete addition formulas for prime order elliptic curves" (2015), algorithm 7. `out` may
 * be an operand.
 */
export function addPoints<F>(out: usize, a: usize, b: usize): void {
  const step = pairBytes<F>();
  const ay = a + step;
  const az = ay + step;
  const by = b + step;
  const bz = by + step;
  const t0 = slot(36);
  const t1 = slot(38);
  const t2 = slot(40);
  const t3 = slot(42);
  const t4 = slot(44);
  const x3 = slot(46);
  const y3 = slot(48);
  product<F>(t0, a, b);
  product<F>(t1, ay, by);
  product<F>(t2, az, bz);
  sumProduct<F>(t3, a, ay, b, by);
  sub<F>(t3, t3, t0);
  difference<F>(t3, t3, t1);
  sumProduct<F>(t4, ay, az, by, bz);
  sub<F>(t4, t4, t1);
  difference<F>(t4, t4, t2);
  sumProduct<F>(y3, a, az, b, bz);
  sub<F>(y3, y3, t0);
  difference<F>(y3, y3, t2);
  add<F>(x3, t0, t0);
  add<F>(t0, t0, x3);
  reduce<F>(t0, t0);
  mulB3<F>(t2, t2);
  add<F>(x3, t1, t2);
  reduce<F>(x3, x3);
  difference<F>(t1, t1, t2);
  mulB3<F>(y3, y3);
  // From here t0 = 3 X X', t1 = YY' - 3b ZZ', x3 = YY' + 3b ZZ', y3 = 3b(XZ' + X'Z), t3 = XY' + X'Y, t4 = YZ' + Y'Z.
  mul<F>(t2, t4, y3);
  mul<F>(y3, y3, t0);
  mul<F>(t0, t0, t3);
  mul<F>(t3, t3, t1);
  mul<F>(t1, t1, x3);
  mul<F>(x3, x3, t4);
  difference<F>(out, t3, t2);
  add<F>(out + step, t1, y3);
  reduce<F>(out + step, out + step);
  add<F>(out + 2 * step, x3, t0);
  reduce<F>(out + 2 * step, out + 2 * step);
}

/**
 * out = scalar·a in both lanes, with an addition for every bit and a choice without a branch, since the scalar may be
 * secret. `out` and `a` differ.
 *
 * @param scalar 32 little-endian bytes
 */
export function multiplyPoint<F>(out: usize, a: usize, scalar: usize): void {
  const sum = slot(52);
  setInfinity<F>(out);
  for (let bit = 255; bit >= 0; bit--) {
    addPoints<F>(out, out, out);
    addPoints<F>(sum, out, a);
    const chosen = -(<i64>((load<u8>(scalar + (bit >> 3)) >> <u8>(bit & 7)) & 1));
    for (let at: usize = 0, end = projectivePairBytes<F>(); at < end; at += 8) {
      const kept = load<i64>(out + at);
      store<i64>(out + at, kept ^ ((kept ^ load<i64>(sum + at)) & chosen));
    }
  }
}

/**
 * Writes lane 0 of a point as x and y (c0 before c1), each the number in 32 little-endian bytes; infinity as zeros.
 */
export function writePoint<F>(bytes: usize, a: usize): void {
  const step = pairBytes<F>();
  const inverse = slot(36);
  const coordinate = slot(38);
  invert<F>(inverse, a + 2 * step);
  for (let i: usize = 0; i < 2; i++) {
    mul<F>(coordinate, a + i * step, inverse);
    for (let at: usize = 0; at < step; at += PAIR) {
      field.mul(BASE_FIELD, coordinate + at, coordinate + at, BASE_FIELD + PLAIN_ONE);
      field.reduce(BASE_FIELD, coordinate + at, coordinate + at);
      field.writeLane(BASE_FIELD, bytes, coordinate + at, 0);
      bytes += 32;
    }
  }
}
