// What TypeScript calls, once for each group.
import { Base, Extension } from '../curve/coordinate';
import { fillMultiples, fillMultiplesBytes } from './fillMultiples';
import { multiplyGenerator, multiplyGeneratorBytes } from './multiplyGenerator';

export { MULTIPLES_BATCH } from './multiplyGenerator';

export function g1FillMultiples(table: usize, bits: i32, windows: usize): void {
  fillMultiples<Base>(table, bits, windows);
}

export function g1FillMultiplesBytes(bits: i32, windows: usize): usize {
  return fillMultiplesBytes<Base>(bits, windows);
}

export function g1MultiplyGenerator(
  table: usize,
  bits: i32,
  windows: i32,
  scalars: usize,
  count: usize,
  out: usize,
): void {
  multiplyGenerator<Base>(table, bits, windows, scalars, count, out);
}

export function g1MultiplyGeneratorBytes(windows: i32): usize {
  return multiplyGeneratorBytes<Base>(windows);
}

export function g2FillMultiples(table: usize, bits: i32, windows: usize): void {
  fillMultiples<Extension>(table, bits, windows);
}

export function g2FillMultiplesBytes(bits: i32, windows: usize): usize {
  return fillMultiplesBytes<Extension>(bits, windows);
}

export function g2MultiplyGenerator(
  table: usize,
  bits: i32,
  windows: i32,
  scalars: usize,
  count: usize,
  out: usize,
): void {
  multiplyGenerator<Extension>(table, bits, windows, scalars, count, out);
}

export function g2MultiplyGeneratorBytes(windows: i32): usize {
  return multiplyGeneratorBytes<Extension>(windows);
}
