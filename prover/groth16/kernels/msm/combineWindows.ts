import { addPoints, copyPoint, projectivePairBytes, setInfinity } from '../curve/projective';
import { slot } from '../scratch';

/**
 * out = Σ 2^(bits·w)·sum_w in lane 0, by Horner's rule.
 *
 * @param sums projective points of `sumWindows`, the lowest window first
 * @param bits 0 if the windows are in tables, which bring their powers of two along
 */
export function combineWindows<F>(out: usize, sums: usize, count: usize, bits: i32): void {
  const total = slot(64);
  setInfinity<F>(total);
  for (let window = count; window > 0; window--) {
    for (let i = 0; i < bits; i++) addPoints<F>(total, total, total);
    addPoints<F>(total, total, sums + (window - 1) * projectivePairBytes<F>());
  }
  copyPoint<F>(out, total);
}
