import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** An iron condor: a put and a call sold, and further strikes of both bought for protection. */
export const condor: Strategy = (input) => {
  const { draws, unit } = input;
  const expiry = chooseExpiry(input, 2, 120);
  if (!expiry) return [];
  const wings = [true, false].flatMap((isPut) => {
    const sold = nearestDelta(expiry, { isPut, delta: draws.between(0.12, 0.3) });
    const bought = sold && nearestDelta(expiry, { isPut, delta: draws.between(0.03, 0.1), beyond: sold.strike });
    if (!bought) return [];
    return [
      { instrument: sold.instrument, lots: -unit },
      { instrument: bought.instrument, lots: unit },
    ];
  });
  return wings.length === 4 ? wings : [];
};
