export const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** Greatest common divisor, not negative. Most arguments are powers of two. */
export function gcd(a: bigint, b: bigint): bigint {
  if (a === 1n || b === 1n) return 1n;
  let [x, y] = [abs(a), abs(b)];
  if (x !== 0n && y !== 0n && ((x & (x - 1n)) === 0n || (y & (y - 1n)) === 0n)) {
    const [low, high] = [x & -x, y & -y];
    return low < high ? low : high;
  }
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Least common multiple of two positive integers. */
export function lcm(a: bigint, b: bigint): bigint {
  if (a === b || b === 1n) return a;
  if (a === 1n) return b;
  return (a / gcd(a, b)) * b;
}

/** Quotient rounded down, for a positive divisor. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** Number of binary digits of an integer's size. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : abs(value).toString(2).length;
}
