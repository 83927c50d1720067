import { bn254 } from '@noble/curves/bn254.js';
import { writeWord } from '../../prover/setup/binaryFile.ts';
import { BASE_FIELD } from '../../verifier/points.ts';

type G1 = InstanceType<typeof bn254.G1.Point>;
type G2 = InstanceType<typeof bn254.G2.Point>;

/** The generators times scalars in [0, r), as key files have points (zeros for infinity), by noble. */
export const keyPoints = {
  g1: (scalars: readonly bigint[]) => encodeG1(scalars.map((scalar) => bn254.G1.Point.BASE.multiplyUnsafe(scalar))),
  g2: (scalars: readonly bigint[]) => encodeG2(scalars.map((scalar) => bn254.G2.Point.BASE.multiplyUnsafe(scalar))),
};

/** The generators times 0, 1, … , count - 1: by one addition each. */
export const firstKeyPoints = {
  g1: (count: number) => encodeG1(running(bn254.G1.Point.ZERO, bn254.G1.Point.BASE, count)),
  g2: (count: number) => encodeG2(running(bn254.G2.Point.ZERO, bn254.G2.Point.BASE, count)),
};

function running<P extends { add(other: P): P }>(zero: P, step: P, count: number): P[] {
  const points = [zero];
  while (points.length < count) points.push((points.at(-1) as P).add(step));
  return points;
}

function encodeG1(points: readonly G1[]): Uint8Array {
  return encode(
    points.map((point) => {
      const { x, y } = point.toAffine();
      return [x, y];
    }),
  );
}

function encodeG2(points: readonly G2[]): Uint8Array {
  return encode(
    points.map((point) => {
      const { x, y } = point.toAffine();
      return [x.c0, x.c1, y.c0, y.c1];
    }),
  );
}

function encode(points: readonly bigint[][]): Uint8Array {
  const numbers = points.flat();
  const bytes = new Uint8Array(32 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) writeWord(view, 32 * i, (number << 256n) % BASE_FIELD);
  return bytes;
}
