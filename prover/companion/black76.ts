import { normalCdf } from './normalCdf.ts';

/** What Black-76 needs to price one European option on a forward. */
export interface Black76Input {
  /** Forward price of the underlying for the option's expiry, positive, in the price's currency. */
  forward: number;
  /** Strike, positive, in the same currency. */
  strike: number;
  /** sigma * sqrt(years to expiry): a pure number, not a volatility. Zero gives the intrinsic value. */
  totalStdDev: number;
  /** Discount factor to the expiry. 1 (the default) gives the undiscounted price. */
  discountFactor?: number;
  isPut: boolean;
}

/**
 * Black-76 price of a European option, in the currency of forward and strike.
 *
 * call = D (F N(d1) - K N(d2)), d1 = ln(F/K)/s + s/2, d2 = d1 - s (F. Black, "The pricing of commodity contracts",
 * J. Financial Economics 3, 1976). A put is computed from its own formula rather than by parity, so that a cheap
 * option keeps its relative precision.
 */
export function black76({ forward, strike, totalStdDev, discountFactor = 1, isPut }: Black76Input): number {
  const sign = isPut ? -1 : 1;
  if (totalStdDev === 0) return discountFactor * Math.max(sign * (forward - strike), 0);
  const d1 = Math.log(forward / strike) / totalStdDev + totalStdDev / 2;
  const d2 = d1 - totalStdDev;
  return discountFactor * Math.max(sign * (forward * normalCdf(sign * d1) - strike * normalCdf(sign * d2)), 0);
}
