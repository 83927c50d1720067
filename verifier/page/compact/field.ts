/** What curves and pairings need of a field. Elements are canonical, so two are equal exactly where they look equal. */
export interface Field<T> {
  readonly ZERO: T;
  readonly ONE: T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  /** @throws RangeError for zero */
  inverse(a: T): T;
  equals(a: T, b: T): boolean;
}

/** The prime field of order p, of big integers from 0 to p - 1. */
export interface PrimeField extends Field<bigint> {
  readonly ORDER: bigint;
  reduce(a: bigint): bigint;
}

export function primeField(order: bigint): PrimeField {
  const reduce = (a: bigint) => {
    const rest = a % order;
    return rest < 0n ? rest + order : rest;
  };
  return {
    ORDER: order,
    ZERO: 0n,
    ONE: 1n,
    reduce,
    add: (a, b) => reduce(a + b),
    sub: (a, b) => reduce(a - b),
    mul: (a, b) => reduce(a * b),
    equals: (a, b) => a === b,
    // Extended Euclid: u a = r modulo p for every remainder r.
    inverse(a) {
      let [r, next, u, v] = [order, reduce(a), 0n, 1n];
      if (next === 0n) throw new RangeError('zero has no inverse');
      while (next !== 0n) {
        const quotient = r / next;
        [r, next, u, v] = [next, r - quotient * next, v, u - quotient * v];
      }
      return reduce(u);
    },
  };
}

/** a^exponent by squaring. */
export function power<T>(field: Pick<Field<T>, 'ONE' | 'mul'>, a: T, exponent: bigint): T {
  let result = field.ONE;
  for (const bit of exponent.toString(2)) {
    result = field.mul(result, result);
    if (bit === '1') result = field.mul(result, a);
  }
  return result;
}
