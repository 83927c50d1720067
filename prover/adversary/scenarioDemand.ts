import { type AccountFigures, GAIN_UNIT, type ScenarioFigures } from './accountFigures.ts';
import type { Standing } from './standing.ts';
import { total } from './total.ts';

/** What a scenario asks of an account. */
export interface ScenarioDemand {
  /** R; money. */
  readonly requirement: number;
  /** By how much equity is below the requirement beyond the errors; violated where positive. Money. */
  readonly excess: number;
  /** H, the unit of the gains. */
  readonly shortfall: number;
}

/** FM-09 and H of FM-12 in floating point. */
export function scenarioDemand(
  { targetBuffer }: AccountFigures,
  { margin, certain }: ScenarioFigures,
  { lots, equity }: Standing,
): ScenarioDemand {
  const requirement = total(lots, margin);
  return {
    requirement,
    excess: total(lots, certain) - equity,
    shortfall: Math.floor(((1 + targetBuffer) * requirement - equity) / GAIN_UNIT),
  };
}
