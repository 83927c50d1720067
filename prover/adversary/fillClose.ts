/** What bounds a close. */
export interface FillLimits {
  /** Legs in the order in which they are filled. */
  readonly order: readonly number[];
  /** Lots held, by leg. */
  readonly lots: Float64Array;
  /** Per lot: g, and money. */
  readonly gain: Float64Array;
  readonly notional: Float64Array;
  /** H; the unit of the gains. */
  readonly shortfall: number;
  /** What the closed notional stays below; money. */
  readonly notionalLimit: number;
  /** A leg of which a lot is closed in any case; -1 for none. */
  readonly marginal: number;
  /** Legs that gain less stay open. */
  readonly leastGain: number;
  /** What the rest of the account must stay below its requirement by, and what a lot of each leg takes from that. */
  readonly kept?: { readonly room: number; readonly damage: Float64Array };
}

/**
 * Closes as many lots of one leg after the other as FM-11, FM-12 and the limits leave room for. A closed lot is never
 * superfluous: the gains together stay below the shortfall and the smallest gain among them.
 *
 * @returns lots by leg, or `undefined` where none fits
 */
export function fillClose(limits: FillLimits): Float64Array | undefined {
  const { order, lots, gain, notional, shortfall, notionalLimit, marginal, leastGain, kept } = limits;
  const closed = new Float64Array(lots.length);
  let gained = 0;
  let spent = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let room = kept ? kept.room : Number.POSITIVE_INFINITY;
  let any = false;
  const close = (i: number, count: number) => {
    closed[i] = (closed[i] as number) + count;
    gained += count * (gain[i] as number);
    spent += count * (notional[i] as number);
    smallest = Math.min(smallest, gain[i] as number);
    if (kept) room -= count * (kept.damage[i] as number);
    any = true;
  };
  if (marginal >= 0) close(marginal, 1);
  for (const i of order) {
    const own = gain[i] as number;
    if (own <= 0 || own < leastGain) continue;
    // A unit less than FM-12 and FM-13 allow: what sums beyond 2^53 round away.
    const gainRoom = shortfall + Math.min(smallest, own) - 2 - gained;
    let count = Math.min(
      (lots[i] as number) - (closed[i] as number),
      Math.floor(gainRoom / own),
      Math.ceil((notionalLimit - spent) / (notional[i] as number)) - 1,
    );
    if (kept && (kept.damage[i] as number) > 0) {
      count = Math.min(count, Math.ceil(room / (kept.damage[i] as number)) - 1);
    }
    if (count > 0) close(i, count);
  }
  return any ? closed : undefined;
}
