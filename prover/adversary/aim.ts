import { type AccountFigures, GAIN_UNIT, type ScenarioFigures } from './accountFigures.ts';
import { scenarioDemand } from './scenarioDemand.ts';
import type { Standing } from './standing.ts';

/** What a cheat is after: closed notional, or money taken by fees and penalties. */
export type Objective = 'closedNotional' | 'taken';

/** A scenario that a cheat keeps violated for as long as possible, whatever the scenarios of the rounds are. */
export interface Aim {
  readonly under: ScenarioFigures;
  readonly objective: Objective;
  /** What a closed lot takes from the excess of the scenario; below zero for hedges. Money. */
  readonly damage: Float64Array;
  /** What a closed lot is worth to the cheat; money. */
  readonly worth: Float64Array;
  /** Legs that help under some scenario, least damage for its worth first. */
  readonly order: readonly number[];
}

export function aimAt(figures: AccountFigures, under: ScenarioFigures, objective: Objective): Aim {
  const { notional, fee, penalty, scenarios } = figures;
  const charge = fee.map((amount, i) => amount + (penalty[i] as number));
  const worth = objective === 'closedNotional' ? notional : charge;
  const damage = under.certain.map((margin, i) => margin - (charge[i] as number));
  const cost = damage.map((amount, i) => amount / (worth[i] as number));
  const order = [...damage.keys()]
    .filter((i) => scenarios.some(({ gain }) => (gain[i] as number) > 0))
    .sort((x, y) => (cost[x] as number) - (cost[y] as number));
  return { under, objective, damage, worth, order };
}

/** What an aim may still bring: all hedges, then lots in its order until the target of its scenario is reached; money. */
export function promise(figures: AccountFigures, { under, objective, damage, worth, order }: Aim, standing: Standing) {
  let room = scenarioDemand(figures, under, standing).shortfall * GAIN_UNIT;
  let sum = 0;
  for (const i of order) {
    const held = standing.lots[i] as number;
    const each = damage[i] as number;
    if (each > 0 && room <= 0) break;
    const lots = each > 0 ? Math.min(held, room / each) : held;
    sum += lots * (worth[i] as number);
    room -= lots * each;
  }
  return objective === 'taken' ? Math.min(sum, Math.max(standing.equity, 0)) : sum;
}
