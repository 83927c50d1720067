import { STD_DEV_BITS, STD_DEV_OFFSET } from '../../circuits/pricing/formats.ts';
import type { LeafInputs } from '../vectors/leaf.ts';

/** Log-moneyness -30 at s = 7.9: a saturated d1 of 7.7 where s is not below 2, which CoarseD1 refuses. */
const [LOG_MONEYNESS, STD_DEV] = [-30n << BigInt(STD_DEV_BITS), (79n << BigInt(STD_DEV_BITS)) / 10n];
const stdDevBits = Array.from({ length: 29 }, (_, bit) => ((STD_DEV + STD_DEV_OFFSET) >> BigInt(bit)) & 1n);

/** Inputs outside the domain of a template, which random edits do not reach: by the template's name. */
export const REFUSED_INPUTS: Readonly<Record<string, readonly LeafInputs[]>> = {
  CoarseD1: [{ logMoneyness: LOG_MONEYNESS, stdDevBits }],
  OptionPrice: [
    {
      logMoneyness: LOG_MONEYNESS,
      stdDevBits,
      isPut: 0n,
      discountedForward: 1n << 39n,
      discountedStrike: 0n,
    },
  ],
};
