import type { Draws } from './draws.ts';
import type { ListedUnderlying } from './listedMarket.ts';

/** What a structure trades of one instrument. */
export interface StrategyLeg {
  instrument: string;
  /** Signed. */
  lots: bigint;
}

/** What a structure is drawn from. */
export interface StrategyInput {
  underlying: ListedUnderlying;
  draws: Draws;
  /** Lots of one unit of the structure, at least 1. */
  unit: bigint;
}

/** Draws one structure; no legs where the market lists nothing that would do. */
export type Strategy = (input: StrategyInput) => StrategyLeg[];
