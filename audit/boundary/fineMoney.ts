import { CONSTANTS as C } from '../../circuits/constants.ts';

/** Fraction bits of the scale on which model and exact values of the amount clauses are compared. */
const FINE_BITS = 40n;

/** One unit of money, of 10^-6 money, of per mille money and of a gain (2^30 * 10^-9 money) at 2^-40 * 10^-9 money. */
export const FINE = {
  money: (C.PER_MILLE * C.PER_MILLION) << FINE_BITS,
  micro: C.PER_MILLE << FINE_BITS,
  perMille: C.PER_MILLION << FINE_BITS,
  gain: 1n << (C.GAIN_SHIFT + FINE_BITS),
} as const;
