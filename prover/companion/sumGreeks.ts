import type { Greeks } from './greeks.ts';

/** Some number of things with equal Greeks; below zero for a short position. */
export interface CountedGreeks {
  count: number;
  greeks: Greeks;
}

/** Greeks of all parts together: Σ count × greeks, zero for no parts. */
export function sumGreeks(parts: readonly CountedGreeks[]): Greeks {
  const sum = (key: keyof Greeks) => parts.reduce((total, { count, greeks }) => total + count * greeks[key], 0);
  return {
    delta: sum('delta'),
    gamma: sum('gamma'),
    vega: sum('vega'),
    vegaPerPoint: sum('vegaPerPoint'),
    theta: sum('theta'),
    thetaPerDay: sum('thetaPerDay'),
  };
}
