/** Standard normal density n(x). Float companion of the model, for fitting and for explanations. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
