import { bn254 } from '@noble/curves/bn254.js';
import type { GroupName } from '../../prover/groth16/products/basePoints.ts';
import { BASE_FIELD } from '../../verifier/points.ts';

/** c0 alone, or c0 and c1 of c0 + c1·u with u² = -1; canonical. */
export type Coordinate = readonly bigint[];
/** Affine; undefined is the point at infinity. */
export type AffinePoint = { readonly x: Coordinate; readonly y: Coordinate } | undefined;

export const modulo = (value: bigint, modulus = BASE_FIELD) => ((value % modulus) + modulus) % modulus;

/** 1 / value modulo a prime, by Euclid; 1 / 0 = 0. */
export function inverse(value: bigint, modulus = BASE_FIELD): bigint {
  let [low, high, x, y] = [modulo(value, modulus), modulus, 1n, 0n];
  if (low === 0n) return 0n;
  while (low > 1n) {
    const quotient = high / low;
    [high, low] = [low, high - quotient * low];
    [y, x] = [x, y - quotient * x];
  }
  return modulo(x, modulus);
}

/** Arithmetic in the base field or in its extension, as it stands in textbooks. */
export const coordinates = {
  add: (a: Coordinate, b: Coordinate): Coordinate => a.map((value, i) => modulo(value + b[i]!)),
  subtract: (a: Coordinate, b: Coordinate): Coordinate => a.map((value, i) => modulo(value - b[i]!)),
  negate: (a: Coordinate): Coordinate => a.map((value) => modulo(-value)),
  multiply([a0 = 0n, a1]: Coordinate, [b0 = 0n, b1]: Coordinate): Coordinate {
    if (a1 === undefined || b1 === undefined) return [modulo(a0 * b0)];
    return [modulo(a0 * b0 - a1 * b1), modulo(a0 * b1 + a1 * b0)];
  },
  invert([a0 = 0n, a1]: Coordinate): Coordinate {
    if (a1 === undefined) return [inverse(a0)];
    const norm = inverse(a0 * a0 + a1 * a1);
    return [modulo(a0 * norm), modulo(-a1 * norm)];
  },
  isZero: (a: Coordinate) => a.every((value) => value === 0n),
} as const;

/** A group of the curve in affine BigInt arithmetic: chords and tangents, nothing shared with the kernels. */
export class AffineGroup {
  constructor(
    readonly name: GroupName,
    readonly generator: NonNullable<AffinePoint>,
  ) {}

  add(p: AffinePoint, q: AffinePoint): AffinePoint {
    if (p === undefined) return q;
    if (q === undefined) return p;
    const { add, subtract, multiply, invert, isZero } = coordinates;
    const run = subtract(q.x, p.x);
    let slope: Coordinate;
    if (isZero(run)) {
      if (isZero(add(p.y, q.y))) return undefined;
      const square = multiply(p.x, p.x);
      slope = multiply(add(add(square, square), square), invert(add(p.y, p.y)));
    } else {
      slope = multiply(subtract(q.y, p.y), invert(run));
    }
    const x = subtract(subtract(multiply(slope, slope), p.x), q.x);
    return { x, y: subtract(multiply(slope, subtract(p.x, x)), p.y) };
  }

  negate(p: AffinePoint): AffinePoint {
    return p && { x: p.x, y: coordinates.negate(p.y) };
  }

  multiply(p: AffinePoint, scalar: bigint): AffinePoint {
    let sum: AffinePoint;
    for (const bit of scalar.toString(2)) {
      sum = this.add(sum, sum);
      if (bit === '1') sum = this.add(sum, p);
    }
    return sum;
  }
}

const { x, y } = bn254.G2.Point.BASE.toAffine();

/** The groups with their usual generators. */
export const AFFINE_GROUPS: Readonly<Record<GroupName, AffineGroup>> = {
  g1: new AffineGroup('g1', { x: [1n], y: [2n] }),
  g2: new AffineGroup('g2', { x: [x.c0, x.c1], y: [y.c0, y.c1] }),
};
