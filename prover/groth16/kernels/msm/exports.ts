// What TypeScript calls, once for each group.
import { affineBytes } from '../curve/affine';
import { Base, Extension } from '../curve/coordinate';
import { addPoints, gatherAffine, multiplyPoint, projectivePairBytes, writePoint } from '../curve/projective';
import { combineWindows } from './combineWindows';
import { preparePoints } from './preparePoints';
import { sumWindows, sumWindowsBytes } from './sumWindows';

export { recode } from './recode';

export function g1AffineBytes(): usize {
  return affineBytes<Base>();
}

export function g1ProjectivePairBytes(): usize {
  return projectivePairBytes<Base>();
}

export function g1GatherAffine(out: usize, p: u32, q: u32): void {
  gatherAffine<Base>(out, p, q);
}

export function g1AddPoints(out: usize, a: usize, b: usize): void {
  addPoints<Base>(out, a, b);
}

export function g1MultiplyPoint(out: usize, a: usize, scalar: usize): void {
  multiplyPoint<Base>(out, a, scalar);
}

export function g1WritePoint(bytes: usize, a: usize): void {
  writePoint<Base>(bytes, a);
}

export function g1PreparePoints(file: usize, count: usize, first: u32, out: usize, scalars: usize): i32 {
  return preparePoints<Base>(file, count, first, out, scalars);
}

export function g1SumWindows(
  out: usize,
  bases: usize,
  scalars: usize,
  count: usize,
  digits: usize,
  stride: usize,
  bits: i32,
  from: usize,
  to: usize,
  tableBytes: usize,
): void {
  sumWindows<Base>(out, bases, scalars, count, digits, stride, bits, from, to, tableBytes);
}

export function g1SumWindowsBytes(digits: usize, bits: i32): usize {
  return sumWindowsBytes<Base>(digits, bits);
}

export function g1CombineWindows(out: usize, sums: usize, count: usize, bits: i32): void {
  combineWindows<Base>(out, sums, count, bits);
}

export function g2AffineBytes(): usize {
  return affineBytes<Extension>();
}

export function g2ProjectivePairBytes(): usize {
  return projectivePairBytes<Extension>();
}

export function g2GatherAffine(out: usize, p: u32, q: u32): void {
  gatherAffine<Extension>(out, p, q);
}

export function g2AddPoints(out: usize, a: usize, b: usize): void {
  addPoints<Extension>(out, a, b);
}

export function g2MultiplyPoint(out: usize, a: usize, scalar: usize): void {
  multiplyPoint<Extension>(out, a, scalar);
}

export function g2WritePoint(bytes: usize, a: usize): void {
  writePoint<Extension>(bytes, a);
}

export function g2PreparePoints(file: usize, count: usize, first: u32, out: usize, scalars: usize): i32 {
  return preparePoints<Extension>(file, count, first, out, scalars);
}

export function g2SumWindows(
  out: usize,
  bases: usize,
  scalars: usize,
  count: usize,
  digits: usize,
  stride: usize,
  bits: i32,
  from: usize,
  to: usize,
  tableBytes: usize,
): void {
  sumWindows<Extension>(out, bases, scalars, count, digits, stride, bits, from, to, tableBytes);
}

export function g2SumWindowsBytes(digits: usize, bits: i32): usize {
  return sumWindowsBytes<Extension>(digits, bits);
}

export function g2CombineWindows(out: usize, sums: usize, count: usize, bits: i32): void {
  combineWindows<Extension>(out, sums, count, bits);
}
