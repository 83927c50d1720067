import { affineBytes } from '../curve/affine';

/** Multiples of a window that stand in a table: 1 to 2^(bits - 1), as signed digits have them. */
export function multiplesOf(bits: i32): usize {
  return (<usize>1) << (bits - 1);
}

/** Address of digit·2^(bits·window)·generator in a table, for a digit from 1 on. */
export function multiple<F>(table: usize, bits: i32, window: usize, digit: usize): usize {
  return table + (window * multiplesOf(bits) + digit - 1) * affineBytes<F>();
}
