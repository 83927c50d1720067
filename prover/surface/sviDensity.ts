import { type SviParameters, sviTotalVariance } from '../companion/sviTotalVariance.ts';

/**
 * Durrleman's g(k) of a raw SVI slice: the risk-neutral density of the log-price up to a positive factor. A slice is
 * free of butterfly arbitrage where g is not negative and the total variance is positive (Gatheral and Jacquier 2014,
 * eq. 2.1 and lemma 2.2).
 *
 * g = (1 - k w'/(2w))² - w'²/4 (1/w + 1/4) + w''/2
 *
 * @returns g at the log-moneyness, or -Infinity where total variance is not positive
 */
export function sviDensity(slice: SviParameters, logMoneyness: number): number {
  const { b, rho, m, sigma } = slice;
  const x = logMoneyness - m;
  const root = Math.sqrt(x * x + sigma * sigma);
  const w = sviTotalVariance(slice, logMoneyness);
  if (!(w > 0)) return Number.NEGATIVE_INFINITY;
  const first = b * (rho + x / root);
  const second = (b * sigma * sigma) / (root * root * root);
  const middle = 1 - (logMoneyness * first) / (2 * w);
  return middle * middle - ((first * first) / 4) * (1 / w + 1 / 4) + second / 2;
}
