import { normalCdf } from '../companion/normalCdf.ts';
import { type SviParameters, sviTotalVariance } from '../companion/sviTotalVariance.ts';

/** Keeps the logarithm's divisor above zero where a slice touches zero. */
const LEAST_VARIANCE = 1e-12;

/** Black-76 delta to the forward on a fitted slice: 0 to 1 for calls, -1 to 0 for puts. */
export function optionDelta(slice: SviParameters, forward: number, strike: number, isPut: boolean): number {
  const k = Math.log(strike / forward);
  const s = Math.sqrt(Math.max(sviTotalVariance(slice, k), LEAST_VARIANCE));
  const call = normalCdf(-k / s + s / 2);
  return isPut ? call - 1 : call;
}
