/** x / y rounded to nearest, halves up; y is above zero. */
export function nearestQuotient(x: bigint, y: bigint): bigint {
  const doubled = 2n * x + y;
  const quotient = doubled / (2n * y);
  return doubled < 0n && doubled % (2n * y) !== 0n ? quotient - 1n : quotient;
}
