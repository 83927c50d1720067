import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** Spot held as collateral, and calls sold on it. */
export const coveredCall: Strategy = (input) => {
  const { underlying, draws, unit } = input;
  const expiry = chooseExpiry(input, 5, 200);
  const call = expiry && nearestDelta(expiry, { isPut: false, delta: draws.between(0.12, 0.4) });
  if (!call) return [];
  return [
    { instrument: underlying.spot, lots: unit },
    { instrument: call.instrument, lots: -unit },
  ];
};
