import type { AccountFigures, ScenarioFigures } from './accountFigures.ts';

/** A leg as the marginal one of FM-13, and what the closed notional must stay below then; money. */
export interface NotionalLimit {
  readonly marginal: number;
  readonly limit: number;
}

/**
 * FM-13 for every leg that could be the marginal one, the widest limit first:
 * Σ x n < n_m H / g_m - Σ N max(n_m g / g_m - n, 0) + n_m.
 *
 * @param shortfall H, the unit of the gains
 */
export function leastNotionalLimits(
  { notional }: AccountFigures,
  { gain, helping }: ScenarioFigures,
  lots: Float64Array,
  shortfall: number,
): NotionalLimit[] {
  const limits: NotionalLimit[] = [];
  let betterGain = 0;
  let betterNotional = 0;
  for (const i of helping) {
    const held = lots[i] as number;
    if (held === 0) continue;
    const own = notional[i] as number;
    const limit = (own / (gain[i] as number)) * (shortfall - betterGain) + betterNotional + own;
    // The first lot must fit; a money unit less, as `fillClose` leaves one.
    if (limit - 1 > own) limits.push({ marginal: i, limit: limit - 1 });
    betterGain += held * (gain[i] as number);
    betterNotional += held * own;
  }
  return limits.sort((x, y) => y.limit - x.limit);
}
