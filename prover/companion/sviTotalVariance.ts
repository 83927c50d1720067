/**
 * One expiry's raw SVI slice (J. Gatheral and A. Jacquier, "Arbitrage-free SVI volatility surfaces", Quantitative
 * Finance 14, 2014). All are pure numbers; the slice gives total variance (volatility squared times years).
 */
export interface SviParameters {
  a: number;
  b: number;
  rho: number;
  m: number;
  sigma: number;
}

/** Total variance w(k) = a + b (rho (k - m) + sqrt((k - m)² + sigma²)) at log-moneyness k = ln(strike / forward). */
export function sviTotalVariance({ a, b, rho, m, sigma }: SviParameters, logMoneyness: number): number {
  const x = logMoneyness - m;
  return a + b * (rho * x + Math.sqrt(x * x + sigma * sigma));
}
