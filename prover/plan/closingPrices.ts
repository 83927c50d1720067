import type { LegTerms } from '../../circuits/margin/legTerms.ts';

/** The price of a lot of a closed leg, money (10^-6). The planner moves it towards the mark where FM-15 needs that. */
export type ClosingPrices = (leg: LegTerms) => bigint;
