import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** One option bought, and two or three further out of the money sold. */
export const ratioSpread: Strategy = (input) => {
  const { draws, unit } = input;
  const isPut = draws.chance(0.5);
  const expiry = chooseExpiry(input, 2, 120);
  const bought = expiry && nearestDelta(expiry, { isPut, delta: draws.between(0.3, 0.5) });
  const sold = bought && nearestDelta(expiry, { isPut, delta: draws.between(0.1, 0.25), beyond: bought.strike });
  if (!sold) return [];
  return [
    { instrument: bought.instrument, lots: unit },
    { instrument: sold.instrument, lots: -unit * BigInt(draws.whole(2, 3)) },
  ];
};
