import { CONSTANTS } from '../../circuits/constants.ts';
import type { SviParameters } from '../companion/sviTotalVariance.ts';

/** Steps of the committed formats: a is finer, because it alone carries the variance of a slice of a few hours. */
const A_SCALE = 2 ** Number(CONSTANTS.SVI_A_FRACTION_BITS);
const SCALE = 2 ** Number(CONSTANTS.SVI_FRACTION_BITS);

/** Digits with which parameters are printed: rounding them to the nearest step gives the quantised value back. */
export const PARAMETER_DIGITS = 12;

/**
 * The slice as the commitment can hold it: every parameter at the nearest multiple of its format's step, and rho so
 * that b·rho is one.
 *
 * The fit is checked for arbitrage and its error measured after this, so what is reported is what is committed.
 */
export function quantizeSvi({ a, b, rho, m, sigma }: SviParameters): SviParameters {
  const quantizedB = Math.round(b * SCALE) / SCALE;
  const quantizedSlope = Math.round(b * rho * SCALE) / SCALE;
  return {
    a: Math.round(a * A_SCALE) / A_SCALE,
    b: quantizedB,
    rho: quantizedB === 0 ? 0 : quantizedSlope / quantizedB,
    m: Math.round(m * SCALE) / SCALE,
    sigma: Math.round(sigma * SCALE) / SCALE,
  };
}
