// What TypeScript calls, once for each group.

import { addPairs, addPairsBytes } from './addPairs';
import { affineBytes } from './affine';
import * as coordinate from './coordinate';
import { Base, Extension } from './coordinate';
import { doublePoints, doublePointsBytes } from './doublePoints';
import { invert } from './invert';
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

export function g1DoublePointsBytes(): usize {
  return doublePointsBytes<Base>();
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

export function g2DoublePointsBytes(): usize {
  return doublePointsBytes<Extension>();
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

// For the tests.

export function g1Mul(out: usize, a: usize, b: usize): void {
  coordinate.mul<Base>(out, a, b);
}

export function g1Sqr(out: usize, a: usize): void {
  coordinate.sqr<Base>(out, a);
}

export function g1Add(out: usize, a: usize, b: usize): void {
  coordinate.add<Base>(out, a, b);
}

export function g1Sub(out: usize, a: usize, b: usize): void {
  coordinate.sub<Base>(out, a, b);
}

export function g1Reduce(out: usize, a: usize): void {
  coordinate.reduce<Base>(out, a);
}

export function g1ZeroLanes(a: usize): i32 {
  return coordinate.zeroLanes<Base>(a);
}

export function g1Gather(out: usize, p: usize, q: usize): void {
  coordinate.gather<Base>(out, p, q);
}

export function g1GatherSigned(out: usize, p: usize, q: usize, pSign: u32, qSign: u32): void {
  coordinate.gatherSigned<Base>(out, p, q, pSign, qSign);
}

export function g1Scatter(a: usize, p: usize, q: usize): void {
  coordinate.scatter<Base>(a, p, q);
}

export function g1Invert(out: usize, a: usize): void {
  invert<Base>(out, a);
}

export function g2Mul(out: usize, a: usize, b: usize): void {
  coordinate.mul<Extension>(out, a, b);
}

export function g2Sqr(out: usize, a: usize): void {
  coordinate.sqr<Extension>(out, a);
}

export function g2Add(out: usize, a: usize, b: usize): void {
  coordinate.add<Extension>(out, a, b);
}

export function g2Sub(out: usize, a: usize, b: usize): void {
  coordinate.sub<Extension>(out, a, b);
}

export function g2Reduce(out: usize, a: usize): void {
  coordinate.reduce<Extension>(out, a);
}

export function g2ZeroLanes(a: usize): i32 {
  return coordinate.zeroLanes<Extension>(a);
}

export function g2Gather(out: usize, p: usize, q: usize): void {
  coordinate.gather<Extension>(out, p, q);
}

export function g2GatherSigned(out: usize, p: usize, q: usize, pSign: u32, qSign: u32): void {
  coordinate.gatherSigned<Extension>(out, p, q, pSign, qSign);
}

export function g2Scatter(a: usize, p: usize, q: usize): void {
  coordinate.scatter<Extension>(a, p, q);
}

export function g2Invert(out: usize, a: usize): void {
  invert<Extension>(out, a);
}
