import { InputError } from '../../circuits/errors.ts';
import { HOURS_PER_DAY, HOURS_PER_YEAR } from '../surface/hours.ts';
import { black76 } from './black76.ts';
import type { Greeks } from './greeks.ts';
import { normalCdf } from './normalCdf.ts';
import { normalDensity } from './normalDensity.ts';

/** One European option on a forward, with volatility and time apart. All numbers are above zero. */
export interface Black76GreeksInput {
  /** Forward price of the underlying for the option's expiry, in the settlement currency. */
  forward: number;
  /** In the same currency. */
  strike: number;
  /** Per square root of a year: 0.6 is 60%. */
  volatility: number;
  /** Time to expiry in years of 365 days. */
  years: number;
  /** Discount factor to the expiry. 1 (the default) is a rate of zero. */
  discountFactor?: number;
  isPut: boolean;
}

const DAYS_PER_YEAR = HOURS_PER_YEAR / HOURS_PER_DAY;
const POINTS_PER_VOLATILITY = 100;

function checkInput(input: Black76GreeksInput): void {
  for (const field of ['forward', 'strike', 'volatility', 'years', 'discountFactor'] as const) {
    const value = input[field] ?? 1;
    if (value > 0 && value < Number.POSITIVE_INFINITY) continue;
    const why = field === 'years' ? ': an expired option has no Greeks' : '';
    throw new InputError('GREEKS_INPUT', `${field} is not a finite number above zero${why}`, { field });
  }
  if (input.volatility * Math.sqrt(input.years) > 0) return;
  throw new InputError('GREEKS_INPUT', 'volatility is so small that it vanishes over the time to expiry', {
    field: 'volatility',
  });
}

/**
 * Greeks of a long European option on one unit of the underlying, by Black-76 (`black76`). In floating point: for
 * explanations, not for proofs.
 *
 * With D the discount factor, s = volatility √years, d1 = ln(F/K)/s + s/2, V the price, and r = -ln D / years:
 * - delta = D N(d1) for a call, -D N(-d1) for a put: by the **forward**, not by the spot price, and discounted.
 * - gamma = D n(d1) / (F s)
 * - vega = D F n(d1) √years
 * - theta = r V - D F n(d1) volatility / (2 √years): forward, volatility and the **rate** r are held while time passes,
 *   so the discount factor rises and the first term is the interest on the option's value. It makes the theta of an
 *   option deep in the money positive. Nothing is added for the drift of a spot price.
 *
 * Formulas of E. G. Haug, "The Complete Guide to Option Pricing Formulas", 2nd ed., McGraw-Hill 2007, chapter 2, with a
 * cost of carry of zero. Haug's delta and gamma by the spot price are these times the growth of the forward, once and
 * twice.
 *
 * @throws InputError `GREEKS_INPUT` for a number that is not finite and above zero, and where s is zero in floating point
 */
export function black76Greeks(input: Black76GreeksInput): Greeks {
  checkInput(input);
  const { forward, strike, volatility, years, discountFactor = 1, isPut } = input;
  const sign = isPut ? -1 : 1;
  const totalStdDev = volatility * Math.sqrt(years);
  const d1 = Math.log(forward / strike) / totalStdDev + totalStdDev / 2;
  const density = discountFactor * normalDensity(d1);
  const price = black76({ forward, strike, totalStdDev, discountFactor, isPut });
  const vega = forward * density * Math.sqrt(years);
  const rate = -Math.log(discountFactor) / years;
  const theta = rate * price - (vega * volatility) / (2 * years);
  return {
    delta: sign * discountFactor * normalCdf(sign * d1),
    gamma: density / (forward * totalStdDev),
    vega,
    vegaPerPoint: vega / POINTS_PER_VOLATILITY,
    theta,
    thetaPerDay: theta / DAYS_PER_YEAR,
  };
}
