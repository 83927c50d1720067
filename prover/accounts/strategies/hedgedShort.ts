import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** Options sold, and their delta hedged with the future of their expiry or with the perpetual: by half up to whole. */
export const hedgedShort: Strategy = (input) => {
  const { underlying, draws, unit } = input;
  const isPut = draws.chance(0.5);
  const expiry = chooseExpiry(input, 0.5, 200);
  const option = expiry && nearestDelta(expiry, { isPut, delta: draws.between(0.2, 0.6) });
  if (!option) return [];
  const hedge = BigInt(Math.round(Number(unit) * option.delta * draws.between(0.5, 1)));
  const legs = [{ instrument: option.instrument, lots: -unit }];
  if (hedge === 0n) return legs;
  const linear = expiry.future !== undefined && draws.chance(0.5) ? expiry.future : underlying.perpetual;
  return [...legs, { instrument: linear, lots: hedge }];
};
