import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** A short put or call out of the money. */
export const nakedShort: Strategy = (input) => {
  const { draws, unit } = input;
  const expiry = chooseExpiry(input, 0.5, 200);
  const option = expiry && nearestDelta(expiry, { isPut: draws.chance(0.6), delta: draws.between(0.05, 0.4) });
  return option ? [{ instrument: option.instrument, lots: -unit }] : [];
};
