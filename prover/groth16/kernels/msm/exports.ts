// What TypeScript calls, once for each group.
import { Base, Extension } from '../curve/coordinate';
import { combineWindows } from './combineWindows';
import { fillTables } from './fillTables';
import { preparePoints } from './preparePoints';
import { sumWindows, sumWindowsBytes } from './sumWindows';

export { recode } from './recode';

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

export function g1FillTables(bases: usize, from: usize, to: usize, bits: i32, windows: i32, tableBytes: usize): void {
  fillTables<Base>(bases, from, to, bits, windows, tableBytes);
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

export function g2FillTables(bases: usize, from: usize, to: usize, bits: i32, windows: i32, tableBytes: usize): void {
  fillTables<Extension>(bases, from, to, bits, windows, tableBytes);
}
