/** What the amount clauses read, by leg, all money at the scale of FINE; from the model or exact. */
export interface ClauseValues {
  gains: readonly bigint[];
  marks: readonly bigint[];
  /** Cap of the penalty, by leg. */
  caps: readonly bigint[];
  /** H. */
  shortfall: bigint;
}

/** What does not depend on prices. */
export interface ClosedLots {
  held: readonly bigint[];
  closed: readonly bigint[];
  /** Money per lot. */
  notionals: readonly bigint[];
  isLong: readonly boolean[];
  /** Closing prices at the scale of FINE. */
  prices: readonly bigint[];
  marginal: number;
  /** g_m of FM-13 as witnessed: weak duality holds for any, so the exact margin takes it too. */
  marginalGain: bigint;
}

/** By how much each clause holds, at the scale of FINE (FM-13: times a notional): above zero it holds; FM-14 also at zero. */
export interface ClauseMargins {
  /** FM-11, by leg: g. */
  helps: bigint[];
  /** FM-12, by leg: g - S. */
  needed: bigint[];
  /** FM-13. */
  leastNotional: bigint;
  /** FM-14, by leg. */
  fair: bigint[];
}

/** The clauses FM-11 to FM-14 as STATEMENT.md writes them, without roundings. */
export function clauseMargins({ gains, marks, caps, shortfall }: ClauseValues, lots: ClosedLots): ClauseMargins {
  const { held, closed, notionals, isLong, prices, marginal, marginalGain } = lots;
  const at = (list: readonly bigint[], place: number) => list[place] as bigint;
  const surplus = gains.reduce((sum, gain, place) => sum + at(closed, place) * gain, 0n) - shortfall;
  const marginalNotional = at(notionals, marginal);
  let leastNotional = marginalNotional * shortfall + marginalGain * marginalNotional;
  gains.forEach((gain, place) => {
    const better = marginalNotional * gain - marginalGain * at(notionals, place);
    if (better > 0n) leastNotional -= at(held, place) * better;
    leastNotional -= marginalGain * at(closed, place) * at(notionals, place);
  });
  return {
    helps: [...gains],
    needed: gains.map((gain) => gain - surplus),
    leastNotional,
    fair: marks.map((mark, place) => (isLong[place] ? 1n : -1n) * (at(prices, place) - mark) + at(caps, place)),
  };
}
