import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** A short put and a short call of one expiry, both out of the money. */
export const shortStrangle: Strategy = (input) => {
  const { draws, unit } = input;
  const expiry = chooseExpiry(input, 1, 120);
  const put = expiry && nearestDelta(expiry, { isPut: true, delta: draws.between(0.08, 0.3) });
  const call = expiry && nearestDelta(expiry, { isPut: false, delta: draws.between(0.08, 0.3) });
  if (!put || !call) return [];
  return [
    { instrument: put.instrument, lots: -unit },
    { instrument: call.instrument, lots: -unit },
  ];
};
