import { bn254 } from '@noble/curves/bn254.js';
import { describe, expect, test } from 'vitest';
import { KERNEL_FORMS } from '../../../prover/groth16/forms/kernelForm.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import type { AffinePoint } from '../../support/affineGroup.ts';
import { GroupKernels } from '../../support/groupKernels.ts';
import { GuardedMemory } from '../../support/guardedMemory.ts';
import { seededScalars } from '../../support/seededScalars.ts';

const R = SCALAR_FIELD;
const { G1, G2 } = bn254;
type First = typeof G1.Point.BASE;
type Second = typeof G2.Point.BASE;

const first = (logarithm: bigint): First =>
  logarithm % R === 0n ? G1.Point.ZERO : G1.Point.BASE.multiply(logarithm % R);
const second = (logarithm: bigint): Second =>
  logarithm % R === 0n ? G2.Point.ZERO : G2.Point.BASE.multiply(logarithm % R);
/** noble's points in the shape of the reference; both groups have their coordinates in one array. */
function affine(point: First | Second): AffinePoint {
  if (point.is0()) return undefined;
  const { x, y } = point.toAffine();
  const parts = (value: typeof x) => (typeof value === 'bigint' ? [value] : [value.c0, value.c1]);
  return { x: parts(x), y: parts(y) };
}
const words = (point: First | Second, count: number) => {
  const read = affine(point);
  return read === undefined ? new Array<bigint>(count).fill(0n) : [...read.x, ...read.y];
};

describe.each(KERNEL_FORMS)('blind and assemble in the %s form', (form) => {
  const g1 = new GroupKernels(form, 'g1');
  const g2 = new GroupKernels(form, 'g2', g1.kernels);
  const { kernels } = g1;
  const size = g1.projectiveBytes;
  const key = g1.allocate(3 * size + 2 * g2.projectiveBytes);
  const blinded = new GuardedMemory(kernels.arena, kernels.view.buffer, 3 * size + g2.projectiveBytes);
  const sums = g1.allocate(4 * size + g2.projectiveBytes);
  const scalars = g1.allocate(96);
  const proof = new GuardedMemory(kernels.arena, kernels.view.buffer, 256);
  const [alpha, beta, delta, a, b, c, h, other] = seededScalars(8, 21) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];

  const [r, s] = seededScalars(2, 22) as [bigint, bigint];
  const BLINDING = [
    [r, s],
    [0n, 0n],
    [1n, R - 1n],
    [R - 1n, 2n],
    [0n, s],
    [r, 0n],
  ] as const;
  /** Σ a, Σ b, Σ c and Σ h by their logarithms; some infinite, and some that make A, B or the parts of C infinite. */
  const SUMS = [
    [a, b, c, h],
    [0n, 0n, 0n, 0n],
    [a, 0n, c, 0n],
    [alpha, beta, delta, delta],
    [R - alpha, R - beta, c, R - c],
    [a, b, c, c],
  ] as const;

  test.each(BLINDING.flatMap((blinding) => SUMS.map((logarithms) => ({ blinding, logarithms }))))(
    'blinding $blinding, sums $logarithms',
    ({ blinding: [r, s], logarithms: [a, b, c, h] }) => {
      // As `prepareBlinding` and `combineWindows` leave them: the second lanes hold infinity, or anything.
      for (const [i, log] of [alpha, beta, delta].entries()) {
        g1.writeProjective(key + i * size, 0, affine(first(log)), 1n);
        g1.writeProjective(key + i * size, 1, undefined);
      }
      for (const [i, log] of [beta, delta].entries()) {
        g2.writeProjective(key + 3 * size + i * g2.projectiveBytes, 0, affine(second(log)), 1n);
        g2.writeProjective(key + 3 * size + i * g2.projectiveBytes, 1, undefined);
      }
      for (const [i, log] of [a, b, c, h].entries()) {
        g1.writeProjective(sums + i * size, 0, affine(first(log)), 5n + BigInt(i));
        g1.writeProjective(sums + i * size, 1, affine(first(other)), 3n);
      }
      g2.writeProjective(sums + 4 * size, 0, affine(second(b)), 9n);
      g2.writeProjective(sums + 4 * size, 1, affine(second(other)), 2n);
      for (const [i, scalar] of [r, s, (R - ((r * s) % R)) % R].entries()) kernels.writeBytes(scalars + 32 * i, scalar);

      kernels.call.blind!(blinded.address, key, scalars);
      const logs = [alpha + r * delta, beta + s * delta, (R - ((r * s) % R)) * delta] as const;
      for (const [i, log] of logs.entries()) {
        expect(g1.readProjective(blinded.address + i * size, 0)).toEqual(affine(first(log)));
      }
      expect(g2.readProjective(blinded.address + 3 * size, 0)).toEqual(affine(second(logs[1])));

      kernels.call.assemble!(proof.address, blinded.address, sums, scalars);
      const A = alpha + a + r * delta;
      const B = beta + b + s * delta;
      const C = c + h + s * A + r * B + (R - ((r * s) % R)) * delta;
      const written = Array.from({ length: 8 }, (_, i) => kernels.readBytes(proof.address + 32 * i));
      expect(written).toEqual([...words(first(A), 2), ...words(second(B), 4), ...words(first(C), 2)]);
      expect(blinded.intact && proof.intact).toBe(true);
    },
  );
});
