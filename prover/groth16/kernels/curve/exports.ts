// What TypeScript calls, once for each group.

import { addPairs, addPairsBytes } from './addPairs';
import { affineBytes } from './affine';
import { Base, Extension } from './coordinate';
import { doublePoints } from './doublePoints';
import { addPoints, gatherAffine, multiplyPoint, projectivePairBytes, writePoint } from './projective';

export function g1AffineBytes(): usize {
  return affineBytes<Base>();
}

export function g1ProjectivePairBytes(): usize {
  return projectivePairBytes<Base>();
}

export function g1AddPairs(list: usize, count: usize, careful: bool, work: usize): bool {
  return addPairs<Base>(list, count, careful, work);
}

export function g1AddPairsBytes(): usize {
  return addPairsBytes<Base>();
}

export function g1DoublePoints(points: usize, count: usize, work: usize): void {
  doublePoints<Base>(points, count, work);
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

export function g2AffineBytes(): usize {
  return affineBytes<Extension>();
}

export function g2ProjectivePairBytes(): usize {
  return projectivePairBytes<Extension>();
}

export function g2AddPairs(list: usize, count: usize, careful: bool, work: usize): bool {
  return addPairs<Extension>(list, count, careful, work);
}

export function g2AddPairsBytes(): usize {
  return addPairsBytes<Extension>();
}

export function g2DoublePoints(points: usize, count: usize, work: usize): void {
  doublePoints<Extension>(points, count, work);
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
