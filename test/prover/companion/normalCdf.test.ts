import { expect, test } from 'vitest';
import { normalCdf } from '../../../prover/companion/normalCdf.ts';

// mpmath 1.3.0 at 40 digits: ncdf(x). One row or more in each branch, and on both sides of its borders.
test.each([
  [-38, 2.88542835e-316, 1e-8], // a subnormal number has few digits left
  [-20, 2.7536241186062337e-89, 4e-15],
  [-8.5, 9.479534822203318e-18, 4e-15],
  [-5.7, 5.990371401063534e-9, 4e-15],
  [-3.25, 0.000577025042390767, 4e-15],
  [-1, 0.15865525393145705, 4e-15],
  [-0.6, 0.2742531177500736, 4e-15],
  [-0.1, 0.460172162722971, 4e-15],
  [0, 0.5, 0],
  [0.3, 0.6179114221889527, 4e-15],
  [0.66, 0.7453730853286639, 4e-15],
  [0.67, 0.7485711049046899, 4e-15],
  [1.5, 0.9331927987311419, 4e-15],
  [4, 0.9999683287581669, 4e-15],
  [6, 0.9999999990134123, 4e-15],
  [9, 1, 0],
  [Number.POSITIVE_INFINITY, 1, 0],
  [Number.NEGATIVE_INFINITY, 0, 0],
])('normalCdf(%s) agrees with mpmath', (x, expected, tolerance) => {
  expect(Math.abs(normalCdf(x) - expected)).toBeLessThanOrEqual(tolerance * expected);
});

test('normalCdf is symmetric and rises', () => {
  let before = 0;
  for (let x = -8; x <= 8; x += 1 / 64) {
    expect(Math.abs(normalCdf(x) + normalCdf(-x) - 1)).toBeLessThan(3e-16);
    expect(normalCdf(x)).toBeGreaterThanOrEqual(before);
    before = normalCdf(x);
  }
});
