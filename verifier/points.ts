import { bn254 } from '@noble/curves/bn254.js';

/** A BN254 G1 point: affine coordinates as canonical decimals below the base field order. */
export type G1Coordinates = readonly [x: string, y: string];

/**
 * A BN254 G2 point: affine coordinates, each `[c0, c1]` for c0 + c1·u, as canonical decimals below the base field
 * order. This is the order of snarkjs; calldata of the EVM precompile has c1 first.
 */
export type G2Coordinates = readonly [x: readonly [c0: string, c1: string], y: readonly [c0: string, c1: string]];

/** Order of the BN254 base field: the bound of every coordinate. */
export const BASE_FIELD = bn254.fields.Fp.ORDER;

/** Order of the BN254 scalar field, and of both groups: the bound of every public signal. */
export const SCALAR_FIELD = bn254.fields.Fr.ORDER;

const DECIMAL = /^(0|[1-9][0-9]{0,76})$/;

/** Makes the error of the format that is being read, for the path of the offending value. */
export type Refuse = (field: string, reason: string) => Error;

/** Reads a canonical decimal below `bound`: one text per value, so that no proof has two spellings. */
export function parseDecimal(value: unknown, bound: bigint, field: string, refuse: Refuse): bigint {
  if (typeof value !== 'string' || !DECIMAL.test(value)) throw refuse(field, 'is not a canonical decimal string');
  const number = BigInt(value);
  if (number >= bound) throw refuse(field, 'is not below the field order');
  return number;
}

/** Checks that `value` is an array of exactly `length` entries. */
export function parseArray(value: unknown, length: number, field: string, refuse: Refuse): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== length) throw refuse(field, `is not an array of ${length}`);
  return value;
}

/** Checks that `value` is an object with exactly the given own keys. */
export function parseObject(
  value: unknown,
  keys: readonly string[],
  field: string,
  refuse: Refuse,
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse(field, 'is not an object');
  const own = Object.keys(value);
  if (own.length !== keys.length || !keys.every((key) => Object.hasOwn(value, key))) {
    throw refuse(field, `does not have exactly the fields ${keys.join(', ')}`);
  }
  return value as Record<string, unknown>;
}

/** Reads the spelling of a G1 point; says nothing about the curve. */
export function parseG1(value: unknown, field: string, refuse: Refuse): G1Coordinates {
  const point = parseArray(value, 2, field, refuse);
  point.forEach((coordinate, index) => {
    parseDecimal(coordinate, BASE_FIELD, `${field}[${index}]`, refuse);
  });
  return [point[0] as string, point[1] as string];
}

/** Reads the spelling of a G2 point; says nothing about the curve or the subgroup. */
export function parseG2(value: unknown, field: string, refuse: Refuse): G2Coordinates {
  const point = parseArray(value, 2, field, refuse);
  return [parseG1(point[0], `${field}[0]`, refuse), parseG1(point[1], `${field}[1]`, refuse)];
}

/** The G1 point of read coordinates; `(0, 0)` is the identity. Not checked: call `assertValidity`. */
export function g1Point([x, y]: G1Coordinates): InstanceType<typeof bn254.G1.Point> {
  return bn254.G1.Point.fromAffine({ x: BigInt(x), y: BigInt(y) });
}

/** The G2 point of read coordinates; all zeros is the identity. Not checked: call `assertValidity`. */
export function g2Point([x, y]: G2Coordinates): InstanceType<typeof bn254.G2.Point> {
  return bn254.G2.Point.fromAffine({
    x: { c0: BigInt(x[0]), c1: BigInt(x[1]) },
    y: { c0: BigInt(y[0]), c1: BigInt(y[1]) },
  });
}

/** Whether the point lies on its curve and in the subgroup of prime order; the identity counts as valid here. */
export function isValidPoint(point: { assertValidity(): void }): boolean {
  try {
    point.assertValidity();
    return true;
  } catch {
    return false;
  }
}
