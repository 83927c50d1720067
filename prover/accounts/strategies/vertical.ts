import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** Two options of one kind and expiry at two strikes: mostly for a credit, the nearer strike sold. */
export const vertical: Strategy = (input) => {
  const { draws, unit } = input;
  const isPut = draws.chance(0.6);
  const expiry = chooseExpiry(input, 1, 200);
  const near = expiry && nearestDelta(expiry, { isPut, delta: draws.between(0.2, 0.45) });
  const far = near && nearestDelta(expiry, { isPut, delta: draws.between(0.05, 0.2), beyond: near.strike });
  if (!far) return [];
  const side = draws.chance(0.75) ? -1n : 1n;
  return [
    { instrument: near.instrument, lots: side * unit },
    { instrument: far.instrument, lots: -side * unit },
  ];
};
