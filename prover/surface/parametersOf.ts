import type { SviParameters } from '../companion/sviTotalVariance.ts';
import type { FittedSlice } from './fittedSurface.ts';

/** The parameters of a fitted slice as floats, for charts and tables. */
export function parametersOf({ a, b, rho, m, sigma }: FittedSlice): SviParameters {
  return { a: Number(a), b: Number(b), rho: Number(rho), m: Number(m), sigma: Number(sigma) };
}
