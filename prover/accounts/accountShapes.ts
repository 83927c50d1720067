import type { InstanceShape } from '../../circuits/witnessInputs.ts';

/** Sizes of made-up accounts: a retail account, a trader's, and a market maker's. Each fits a circuit of its kind. */
export const ACCOUNT_SHAPES = {
  small: { optionLegs: 4, linearLegs: 1, expiries: 3, underlyings: 1 },
  large: { optionLegs: 12, linearLegs: 3, expiries: 6, underlyings: 3 },
  xl: { optionLegs: 32, linearLegs: 4, expiries: 12, underlyings: 4 },
} as const satisfies Record<string, InstanceShape>;

export type AccountSize = keyof typeof ACCOUNT_SHAPES;
