import { type AmountLeg, isLeastNotional, surplusOverTarget } from '../../circuits/closing/amountClauses.ts';

/** Lots to close of each leg, in the order of the legs. */
export interface LeastClose {
  closed: bigint[];
  /** Whether a finer last lot beat the greedy choice. */
  refined: boolean;
}

const smaller = (x: bigint, y: bigint) => (x < y ? x : y);

/** Closed notional, money. */
function notionalOf(legs: readonly AmountLeg[], closed: readonly bigint[]): bigint {
  return legs.reduce((sum, { leg }, i) => sum + leg.notional * (closed[i] ?? 0n), 0n);
}

/** FM-11, FM-12 and FM-13 of lots to close, by the predicates of the statement. */
function passes(legs: readonly AmountLeg[], closed: readonly bigint[], shortfall: bigint): boolean {
  const planned = legs.map((leg, i) => ({ ...leg, closed: closed[i] ?? 0n }));
  const touched = planned.filter((leg) => leg.closed > 0n);
  const reached = surplusOverTarget(planned, shortfall);
  return (
    touched.every(({ gain }) => gain > 0n && reached < gain) &&
    touched.some((leg) => isLeastNotional(planned, leg, shortfall))
  );
}

/**
 * Hands back the lots that FM-12 calls superfluous, those with the least gain per notional first.
 *
 * @param order places of the helping legs, largest gain per notional first
 */
function handBack(legs: readonly AmountLeg[], closed: bigint[], order: readonly number[], shortfall: bigint): bigint[] {
  const kept = [...closed];
  let surplus = legs.reduce((sum, { gain }, i) => sum + gain * (kept[i] ?? 0n), 0n) - shortfall;
  for (const place of [...order].reverse()) {
    const { gain } = legs[place] as AmountLeg;
    const held = kept[place] ?? 0n;
    if (surplus < gain || held === 0n) continue;
    const lots = smaller(surplus / gain, held);
    kept[place] = held - lots;
    surplus -= lots * gain;
  }
  return kept;
}

/**
 * The least notional that reaches the target, up to a lot of the marginal leg: legs in the order of their gain per
 * notional, the last one in part, then superfluous lots handed back. Greedy is the optimum of the linear relaxation
 * and its last leg the dual multiplier, so FM-13 holds with that leg as the marginal one; handing back keeps both
 * FM-13 (less notional) and the target. Where the last lot is coarse, lots of one other leg may finish finer.
 *
 * Where all helping lots together do not reach the target, all are closed: then FM-12 and FM-13 hold too.
 *
 * @param shortfall H, in the unit of the gains
 * @returns `undefined` where no leg helps
 */
export function leastClose(legs: readonly AmountLeg[], shortfall: bigint): LeastClose | undefined {
  const helping = legs.flatMap(({ gain }, place) => (gain > 0n ? [place] : []));
  const at = (place: number) => legs[place] as AmountLeg;
  const order = helping.sort((x, y) => {
    const difference = at(y).gain * at(x).leg.notional - at(x).gain * at(y).leg.notional;
    return difference < 0n ? -1 : difference > 0n ? 1 : x - y;
  });

  const whole = legs.map(() => 0n);
  let missing = shortfall;
  let marginal: number | undefined;
  for (const place of order) {
    if (missing <= 0n) break;
    const { gain, leg } = at(place);
    whole[place] = smaller(missing / gain, leg.quantity);
    missing -= (whole[place] as bigint) * gain;
    marginal = place;
    // A leg that is not closed whole is the last: less than one of its lots is missing.
    if ((whole[place] as bigint) < leg.quantity) break;
  }
  if (marginal === undefined) return undefined;
  if (missing <= 0n || (whole[marginal] as bigint) === at(marginal).leg.quantity) {
    return passes(legs, whole, shortfall) ? { closed: whole, refined: false } : undefined;
  }

  const candidates = order.flatMap((place) => {
    const { gain, leg } = at(place);
    const lots = (missing + gain - 1n) / gain;
    if ((whole[place] as bigint) + lots > leg.quantity) return [];
    const closed = whole.map((count, i) => (i === place ? count + lots : count));
    return [{ place, closed: handBack(legs, closed, order, shortfall) }];
  });
  let best: { place: number; closed: bigint[] } | undefined;
  for (const candidate of candidates) {
    if (!passes(legs, candidate.closed, shortfall)) continue;
    const improves = !best || notionalOf(legs, candidate.closed) < notionalOf(legs, best.closed);
    if (improves) best = candidate;
  }
  return best && { closed: best.closed, refined: best.place !== marginal };
}
