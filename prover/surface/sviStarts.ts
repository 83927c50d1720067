import type { SviParameters } from '../companion/sviTotalVariance.ts';
import type { SmilePoint } from './fitSvi.ts';

interface Bounds {
  rho: number;
  m: number;
  sigmaLow: number;
  sigmaHigh: number;
  b: number;
}

const M_STEPS = 11;
const SIGMA_STEPS = 10;

/** Solves a symmetric 3 by 3 system by Cramer's rule; `undefined` when it is singular. */
function solve3(matrix: readonly number[], right: readonly number[]): [number, number, number] | undefined {
  const [xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0] = matrix;
  const [p = 0, q = 0, r = 0] = right;
  const a = yy * zz - yz * yz;
  const b = xz * yz - xy * zz;
  const c = xy * yz - xz * yy;
  const determinant = xx * a + xy * b + xz * c;
  if (!(Math.abs(determinant) > 1e-14 * Math.abs(xx * yy * zz))) return undefined;
  const d = xx * zz - xz * xz;
  const e = xy * xz - xx * yz;
  const f = xx * yy - xy * xy;
  return [
    (a * p + b * q + c * r) / determinant,
    (b * p + d * q + e * r) / determinant,
    (c * p + e * q + f * r) / determinant,
  ];
}

/**
 * Starting slices, best first: for every (m, sigma) of a fixed grid the least squares slice, which is linear in
 * (a, b·rho, b). Errors in total variance are scaled to vol points by d(vol)/dw = 1/(2 vol T).
 */
export function sviStarts(
  points: readonly SmilePoint[],
  years: number,
  weights: readonly number[],
  bounds: Bounds,
): SviParameters[] {
  const logs = points.map((point) => point.logMoneyness);
  const low = Math.max(Math.min(...logs), -bounds.m);
  const high = Math.min(Math.max(...logs), bounds.m);
  const targets = points.map(({ impliedVolatility }) => impliedVolatility ** 2 * years);
  const scales = points.map(({ impliedVolatility }, i) => weights[i]! / (2 * impliedVolatility * years) ** 2);
  const widest = Math.min(bounds.sigmaHigh, Math.max(2 * (high - low), 4 * bounds.sigmaLow));

  const found: { parameters: SviParameters; error: number }[] = [];
  for (let i = 0; i < M_STEPS; i++) {
    for (let j = 0; j < SIGMA_STEPS; j++) {
      const m = low + ((high - low) * i) / (M_STEPS - 1);
      const sigma = bounds.sigmaLow * (widest / bounds.sigmaLow) ** (j / (SIGMA_STEPS - 1));
      found.push(leastSquares(logs, targets, scales, m, sigma, bounds));
    }
  }
  found.sort((x, y) => x.error - y.error);
  // Neighbours on the grid lead to the same minimum: keep starts whose kinks lie apart.
  const apart: typeof found = [];
  for (const start of found) {
    const { m, sigma } = start.parameters;
    const near = apart.some(
      ({ parameters: p }) =>
        Math.abs(p.m - m) < (high - low) / (M_STEPS - 1) / 0.6 && Math.abs(Math.log(p.sigma / sigma)) < 1,
    );
    if (!near) apart.push(start);
  }
  return apart.map((start) => start.parameters);
}

function leastSquares(
  logs: readonly number[],
  targets: readonly number[],
  scales: readonly number[],
  m: number,
  sigma: number,
  bounds: Bounds,
): { parameters: SviParameters; error: number } {
  const matrix = [0, 0, 0, 0, 0, 0];
  const right = [0, 0, 0];
  let total = 0;
  let totalTarget = 0;
  const basis = logs.map((k) => [1, k - m, Math.hypot(k - m, sigma)] as const);
  basis.forEach(([one, x, root], i) => {
    const scale = scales[i]!;
    const target = targets[i]!;
    [one * one, one * x, one * root, x * x, x * root, root * root].forEach((value, n) => {
      matrix[n]! += scale * value;
    });
    [one, x, root].forEach((value, n) => {
      right[n]! += scale * value * target;
    });
    total += scale;
    totalTarget += scale * target;
  });
  const [, slope = 0, level = 0] = solve3(matrix, right) ?? [];
  const b = Math.min(Math.max(level, 1e-6), bounds.b);
  const rho = Math.min(Math.max(slope / b, -bounds.rho), bounds.rho);
  // After clamping, a is what is left on average; total variance must stay positive.
  const shape = basis.map(([, x, root]) => b * (rho * x + root));
  const mean = (totalTarget - shape.reduce((sum, value, i) => sum + scales[i]! * value, 0)) / total;
  const a = Math.max(mean, 1e-7 - b * sigma * Math.sqrt(1 - rho * rho));
  const error = shape.reduce((sum, value, i) => sum + scales[i]! * (a + value - targets[i]!) ** 2, 0);
  return { parameters: { a, b, rho, m, sigma }, error };
}
