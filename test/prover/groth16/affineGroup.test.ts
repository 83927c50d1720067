import { bn254 } from '@noble/curves/bn254.js';
import { expect, test } from 'vitest';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { AFFINE_GROUPS } from '../../support/affineGroup.ts';

// What the kernels are compared with is compared with another library.
test.each([1n, 2n, 3n, 1234567n, SCALAR_FIELD - 1n])('multiples of the generators by %i', (scalar) => {
  const { g1, g2 } = AFFINE_GROUPS;
  const first = bn254.G1.Point.BASE.multiply(scalar).toAffine();
  expect(g1.multiply(g1.generator, scalar)).toEqual({ x: [first.x], y: [first.y] });
  const second = bn254.G2.Point.BASE.multiply(scalar).toAffine();
  const { x, y } = second;
  expect(g2.multiply(g2.generator, scalar)).toEqual({ x: [x.c0, x.c1], y: [y.c0, y.c1] });
  expect(g1.multiply(g1.generator, SCALAR_FIELD)).toBeUndefined();
  expect(g2.multiply(g2.generator, SCALAR_FIELD)).toBeUndefined();
});
