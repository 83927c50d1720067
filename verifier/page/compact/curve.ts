import type { Field } from './field.ts';

/** Affine coordinates; the identity has none. */
export interface Affine<T> {
  readonly x: T;
  readonly y: T;
}

/** A point of y² = x³ + b, with the methods that the verifier uses of a library's points. Nothing here is secret. */
export interface CurvePoint<T> extends Affine<T> {
  is0(): boolean;
  equals(other: CurvePoint<T>): boolean;
  negate(): CurvePoint<T>;
  double(): CurvePoint<T>;
  add(other: CurvePoint<T>): CurvePoint<T>;
  /** Any scalar from 0 on, in time that depends on it. */
  multiplyUnsafe(scalar: bigint): CurvePoint<T>;
  toAffine(): Affine<T>;
  /** @throws RangeError for a point off the curve or outside the group of prime order */
  assertValidity(): void;
}

export interface CurveSettings<T> {
  readonly field: Field<T>;
  readonly b: T;
  /** Order of the group. */
  readonly order: bigint;
  /** Whether the curve has other points than those of the group. */
  readonly hasCofactor: boolean;
  readonly generator: Affine<T>;
}

export interface Curve<T> {
  readonly BASE: CurvePoint<T>;
  /** Both coordinates zero is the identity; nothing else is checked. */
  fromAffine(affine: Affine<T>): CurvePoint<T>;
}

/** A short Weierstrass curve with a = 0: small rather than fast. */
export function curve<T>({ field, b, order, hasCofactor, generator }: CurveSettings<T>): Curve<T> {
  const { ZERO, ONE, add, sub, mul, inverse, equals } = field;

  class Point implements CurvePoint<T> {
    constructor(
      readonly x: T,
      readonly y: T,
    ) {}

    is0(): boolean {
      // b is not zero, so (0, 0) is on no curve.
      return equals(this.x, ZERO) && equals(this.y, ZERO);
    }

    equals(other: CurvePoint<T>): boolean {
      return equals(this.x, other.x) && equals(this.y, other.y);
    }

    negate(): Point {
      return new Point(this.x, sub(ZERO, this.y));
    }

    double(): Point {
      if (equals(this.y, ZERO)) return IDENTITY;
      const square = mul(this.x, this.x);
      return this.meet(mul(add(add(square, square), square), inverse(add(this.y, this.y))), this);
    }

    add(other: CurvePoint<T>): Point {
      if (this.is0()) return new Point(other.x, other.y);
      if (other.is0()) return this;
      if (!equals(this.x, other.x)) {
        return this.meet(mul(sub(other.y, this.y), inverse(sub(other.x, this.x))), other);
      }
      return equals(this.y, other.y) ? this.double() : IDENTITY;
    }

    /** In Jacobian coordinates, x = X/Z² and y = Y/Z³: one inversion at the end. */
    multiplyUnsafe(scalar: bigint): Point {
      const twice = (a: T) => add(a, a);
      const square = (a: T) => mul(a, a);
      let [X, Y, Z] = [ZERO, ZERO, ZERO];
      for (const bit of scalar.toString(2)) {
        // Doubling; it leaves Z = 0, the identity, as it is.
        let slope = add(twice(square(X)), square(X));
        const yy = square(Y);
        let v = twice(twice(mul(X, yy)));
        X = sub(square(slope), twice(v));
        Z = twice(mul(Y, Z));
        Y = sub(mul(slope, sub(v, X)), twice(twice(twice(square(yy)))));
        if (bit === '0') continue;
        const zz = square(Z);
        const step = sub(mul(this.x, zz), X);
        slope = sub(mul(this.y, mul(Z, zz)), Y);
        if (equals(Z, ZERO)) [X, Y, Z] = [this.x, this.y, this.is0() ? ZERO : ONE];
        // The same point, or its opposite: for scalars about the order, where inversions are no matter.
        else if (equals(step, ZERO)) {
          const sum = this.add(equals(slope, ZERO) ? this : this.negate());
          [X, Y, Z] = [sum.x, sum.y, sum.is0() ? ZERO : ONE];
        } else {
          const cube = mul(step, square(step));
          v = mul(X, square(step));
          X = sub(sub(square(slope), cube), twice(v));
          Y = sub(mul(slope, sub(v, X)), mul(Y, cube));
          Z = mul(Z, step);
        }
      }
      if (equals(Z, ZERO)) return IDENTITY;
      const inverted = inverse(Z);
      return new Point(mul(X, square(inverted)), mul(Y, mul(square(inverted), inverted)));
    }

    toAffine(): Affine<T> {
      return { x: this.x, y: this.y };
    }

    assertValidity(): void {
      if (this.is0()) throw new RangeError('the identity');
      const isOnCurve = equals(mul(this.y, this.y), add(mul(this.x, mul(this.x, this.x)), b));
      if (!isOnCurve) throw new RangeError('not on the curve');
      if (hasCofactor && !this.multiplyUnsafe(order).is0()) throw new RangeError('not in the group');
    }

    /** The sum where a line of this slope through this point and another meets the curve again, mirrored. */
    private meet(slope: T, other: Affine<T>): Point {
      const x = sub(sub(mul(slope, slope), this.x), other.x);
      return new Point(x, sub(mul(slope, sub(this.x, x)), this.y));
    }
  }

  const IDENTITY = new Point(ZERO, ZERO);
  return {
    BASE: new Point(generator.x, generator.y),
    fromAffine: ({ x, y }) => new Point(x, y),
  };
}
