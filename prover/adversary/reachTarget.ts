import type { FillLimits } from './fillClose.ts';
import { total } from './total.ts';

/**
 * What a close becomes where a round has to reach its target: what is missing is closed of one leg after the other, and
 * lots that are superfluous then are handed back, the last of the order first.
 *
 * @param helping legs that help and are held
 * @returns the close itself where it reaches the target, or where no more lots help
 */
export function reachTarget(
  closed: Float64Array,
  helping: readonly number[],
  { order, lots, gain, shortfall }: Pick<FillLimits, 'order' | 'lots' | 'gain' | 'shortfall'>,
): Float64Array[] {
  const missing = shortfall - total(closed, gain);
  if (missing <= 0 || helping.every((i) => closed[i] === lots[i])) return [closed];
  return helping.flatMap((last) => {
    const own = gain[last] as number;
    const count = Math.ceil(missing / own);
    if ((closed[last] as number) + count > (lots[last] as number)) return [];
    const reached = closed.slice();
    reached[last] = (closed[last] as number) + count;
    let surplus = count * own - missing;
    for (const i of [...order].reverse()) {
      const held = reached[i] as number;
      const each = gain[i] as number;
      if (i === last || held === 0 || surplus < each) continue;
      const back = Math.min(held, Math.floor(surplus / each));
      reached[i] = held - back;
      surplus -= back * each;
    }
    return surplus < own ? [reached] : [];
  });
}
