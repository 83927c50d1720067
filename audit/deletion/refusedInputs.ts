import { LOG_SCALE_BITS, STD_DEV_BITS, STD_DEV_OFFSET } from '../../circuits/pricing/formats.ts';
import type { LeafInputs } from '../vectors/leaf.ts';

/** Log-moneyness -30 at s = 7.9: a saturated d1 of 7.7 where s is not below 2, which CoarseD1 refuses. */
const [LOG_MONEYNESS, STD_DEV] = [-30n << BigInt(STD_DEV_BITS), (79n << BigInt(STD_DEV_BITS)) / 10n];
const stdDevBits = Array.from({ length: 29 }, (_, bit) => ((STD_DEV + STD_DEV_OFFSET) >> BigInt(bit)) & 1n);

/** A close that owes nothing and could pay for a fee. */
const SETTLED = {
  equity: -100n,
  solvent: 0n,
  cash: -1000n,
  proceeds: 0n,
  penalty: 0n,
  closedFee: 10n ** 9n,
  remaining: 0n,
  terminal: 0n,
  fee: 0n,
  draw: 0n,
};

/** One lot of an option with strike 1 on a flat slice at z = 0; `s` and `k` at 2^-26. */
function flatOption(k: bigint, s: bigint, volMultiplier: bigint, lnForwardShock: bigint): LeafInputs {
  return {
    used: 1n,
    isLong: 1n,
    isPut: 0n,
    strike: 1n,
    quantity: 1n,
    lnForwardInTicks: -k << BigInt(LOG_SCALE_BITS - STD_DEV_BITS),
    discountedForward: 1n << 39n,
    shockedDiscountedForward: 1n << 39n,
    discountFactor: 1n << 20n,
    volMultiplier,
    // w = s^2 at 2^-52.
    sviA: (s * s) >> 20n,
    sviB: 0n,
    sviBRho: 0n,
    sviM: k,
    sigmaSquared: 0n,
    strikeTickMoney: 1n,
    lnForwardShock,
    shortOptionCharge: 0n,
    weight: 1000n,
    longCredit: 1000n,
    longErrorWeight: 0n,
  };
}

/** Log-moneyness -25: at s = 7.9 a saturated d1 of 7.1. */
const FAR = -25n << BigInt(STD_DEV_BITS);

/** Inputs outside the domain of a template, which random edits do not reach: by the template's name. */
export const REFUSED_INPUTS: Readonly<Record<string, readonly LeafInputs[]>> = {
  CoarseD1: [{ logMoneyness: LOG_MONEYNESS, stdDevBits }],
  // The same now alone, and under stress alone (c = 1/8 and 9/4).
  OptionLeg: [flatOption(FAR, STD_DEV, 128n, FAR), flatOption(0n, (STD_DEV * 4n) / 9n, 2304n, -FAR)],
  // FM-17: a draw while lots stay open, and one beside a fee; either brings cash to zero.
  Settlement: [
    { ...SETTLED, draw: 1000n, remaining: 1n },
    { ...SETTLED, draw: 1005n, fee: 5n },
  ],
  // FM-09: a requirement that is not positive, without a terminal close.
  Trigger: [
    {
      equity: -10n,
      requirement: 0n,
      equityError: 0n,
      marginError: 0n,
      rounding: 0n,
      insolvent: 0n,
      terminal: 0n,
    },
  ],
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
