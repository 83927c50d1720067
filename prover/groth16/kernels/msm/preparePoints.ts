import { affineBytes, fileBytes } from '../curve/affine';
import {
  add,
  Extension,
  elementBytes,
  mul,
  pairBytes,
  reduce,
  scatter,
  sqr,
  sub,
  zeroLanes,
} from '../curve/coordinate';
import * as field from '../field/field';
import { BASE_FIELD, CURVE_B3, FROM_KEY, PAIR } from '../field/layout';
import { slot } from '../scratch';

/** What `preparePoints` answers for a point that is not on its curve, or whose coordinates are not canonical. */
const INVALID: i32 = -1;

/**
 * Brings affine points of a key file (Montgomery form of 2^256, zeros for infinity) to the form of the kernels, without
 * those at infinity.
 *
 * @param file points as in the file
 * @param count number of points in the file
 * @param first index of the first one, from which their scalars are numbered
 * @param out room for `count` affine points
 * @param scalars room for `count` 32-bit indices
 * @returns how many points were written, or -1 if one is not on the curve or has a coordinate that is not below p
 */
export function preparePoints<F>(file: usize, count: usize, first: u32, out: usize, scalars: usize): i32 {
  const x = slot(32);
  const y = slot(34);
  const right = slot(36);
  const bytes = fileBytes<F>();
  let kept = 0;
  for (let i: usize = 0; i < count; i++) {
    const point = file + 2 * bytes * i;
    let any: u64 = 0;
    for (let at: usize = 0; at < 2 * bytes; at += 8) any |= load<u64>(point + at);
    if (any == 0) continue;
    for (let at: usize = 0; at < 2 * bytes; at += 32) if (!isCanonical(point + at)) return INVALID;
    readCoordinate<F>(x, point);
    readCoordinate<F>(y, point + bytes);
    scatter<F>(x, out, out);
    scatter<F>(y, out + elementBytes<F>(), out + elementBytes<F>());
    // 3 y² = 3 x³ + 3 b
    sqr<F>(right, x);
    mul<F>(right, right, x);
    sqr<F>(y, y);
    sub<F>(right, right, y);
    reduce<F>(right, right);
    add<F>(y, right, right);
    add<F>(right, right, y);
    reduce<F>(right, right);
    add<F>(right, right, CURVE_B3 + (sizeof<F>() == sizeof<Extension>() ? PAIR : 0));
    reduce<F>(right, right);
    if (zeroLanes<F>(right) != 3) return INVALID;
    store<u32>(scalars, first + <u32>i);
    out += affineBytes<F>();
    scalars += 4;
    kept++;
  }
  return kept;
}

/** Both lanes = the coordinate in Montgomery form, reduced. */
function readCoordinate<F>(out: usize, file: usize): void {
  for (let at: usize = 0; at < pairBytes<F>(); at += PAIR) {
    field.readLane(out + at, 0, file);
    field.readLane(out + at, 1, file);
    field.reduce(BASE_FIELD, out + at, out + at);
    field.mul(BASE_FIELD, out + at, out + at, BASE_FIELD + FROM_KEY);
    field.reduce(BASE_FIELD, out + at, out + at);
    file += 32;
  }
}

/** Whether 32 little-endian bytes are a number below the order p of the base field. */
function isCanonical(bytes: usize): bool {
  const w3 = load<u64>(bytes, 24);
  if (w3 != 0x30644e72e131a029) return w3 < 0x30644e72e131a029;
  const w2 = load<u64>(bytes, 16);
  if (w2 != 0xb85045b68181585d) return w2 < 0xb85045b68181585d;
  const w1 = load<u64>(bytes, 8);
  if (w1 != 0x97816a916871ca8d) return w1 < 0x97816a916871ca8d;
  return load<u64>(bytes) < 0x3c208c16d87cfd47;
}
