/** Horner's rule over integers, constant coefficient first. */
export function evaluatePolynomial(coefficients: readonly bigint[], variable: bigint): bigint {
  return coefficients.reduceRight((sum, coefficient) => sum * variable + coefficient, 0n);
}
