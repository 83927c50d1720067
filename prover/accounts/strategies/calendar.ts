import { chooseExpiry } from '../chooseExpiry.ts';
import { nearestDelta } from '../nearestDelta.ts';
import type { Strategy } from '../strategy.ts';

/** One strike in two expiries, mostly the earlier sold; the nearest strike where the later does not list it. */
export const calendar: Strategy = (input) => {
  const { underlying, draws, unit } = input;
  const isPut = draws.chance(0.5);
  const early = chooseExpiry(input, 1, 60);
  const late = early && draws.pick(underlying.expiries.filter(({ days }) => days > early.days && days < 250));
  const sold = early && nearestDelta(early, { isPut, delta: draws.between(0.2, 0.5) });
  if (!late || !sold) return [];
  const [bought] = late.options
    .filter((option) => option.isPut === isPut)
    .sort((x, y) => Math.abs(x.strike - sold.strike) - Math.abs(y.strike - sold.strike));
  if (!bought) return [];
  const side = draws.chance(0.8) ? 1n : -1n;
  return [
    { instrument: sold.instrument, lots: -side * unit },
    { instrument: bought.instrument, lots: side * unit },
  ];
};
