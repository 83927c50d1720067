import type { ScenarioFigures } from './accountFigures.ts';

/** An account between rounds of an attack. */
export interface Standing {
  /** Lots held, by leg. */
  readonly lots: Float64Array;
  /** Money. */
  readonly equity: number;
  /** Closed notional, and what fees and penalties have taken, in all rounds until now; money. */
  readonly closedNotional: number;
  readonly taken: number;
  /** Rounds until now, and the last of them. */
  readonly rounds: number;
  readonly last: Move | undefined;
}

/** One round of an attack. */
export interface Move {
  readonly before: Standing;
  readonly under: ScenarioFigures;
  /** Lots closed, by leg. */
  readonly closed: Float64Array;
  readonly terminal: boolean;
}
