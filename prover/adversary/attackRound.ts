import type { PlannedRound } from '../plan.ts';

/** One round as a venue would send it, honest or not. */
export type AttackRound = Pick<
  PlannedRound,
  'scenario' | 'margin' | 'legs' | 'close' | 'accountBefore' | 'accountAfter'
>;
