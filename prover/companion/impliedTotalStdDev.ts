import { black76 } from './black76.ts';
import { normalDensity } from './normalDensity.ts';

/** One option price to be explained by a total standard deviation. */
export interface ImpliedTotalStdDevInput {
  /** Price in the currency of forward and strike, discounted with `discountFactor`. */
  price: number;
  forward: number;
  strike: number;
  /** Discount factor to the expiry; 1 by default. */
  discountFactor?: number;
  isPut: boolean;
}

const LARGEST_TOTAL_STD_DEV = 64;
const MAXIMUM_STEPS = 200;

/**
 * The s = sigma * sqrt(years) at which Black-76 gives `price`, or `undefined` where there is none: a price at or below
 * intrinsic value, at or above the forward (call) or strike (put), or beyond s = 64.
 *
 * An in-the-money price is first turned into the out-of-the-money one by parity, because only the time value depends on
 * s. Then Newton's method runs on the logarithm of the price, which is nearly straight in the far wings where the price
 * itself is flat, inside a bracket that bisection keeps shrinking: it cannot leave the bracket or stall.
 */
export function impliedTotalStdDev(input: ImpliedTotalStdDevInput): number | undefined {
  const { forward, strike } = input;
  const undiscounted = input.price / (input.discountFactor ?? 1);
  const isPut = strike < forward;
  const target = input.isPut === isPut ? undiscounted : undiscounted - Math.abs(forward - strike);
  if (!(target > 0) || !(target < Math.min(forward, strike))) return undefined;

  const logTarget = Math.log(target);
  const logForwardOverStrike = Math.log(forward / strike);
  let low = 0;
  let high = LARGEST_TOTAL_STD_DEV;
  // Where the price's curvature in s changes sign (Manaster and Koehler 1982); at the money, a flat 0.5.
  let s = Math.max(Math.sqrt(2 * Math.abs(logForwardOverStrike)), 0.5);
  for (let step = 0; step < MAXIMUM_STEPS; step++) {
    const price = black76({ forward, strike, totalStdDev: s, isPut });
    const excess = Math.log(price) - logTarget;
    if (excess > 0) high = s;
    else low = s;
    const d1 = logForwardOverStrike / s + s / 2;
    const slope = (forward * normalDensity(d1)) / price;
    let next = s - excess / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - s) <= 1e-15 * s) return next < LARGEST_TOTAL_STD_DEV * 0.999 ? next : undefined;
    s = next;
  }
  return s < LARGEST_TOTAL_STD_DEV * 0.999 ? s : undefined;
}
