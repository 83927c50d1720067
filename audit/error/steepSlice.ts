import { CONSTANTS as C } from '../../circuits/constants.ts';
import { STD_DEV_FLOOR } from '../../circuits/pricing/formats.ts';

const UNIT = 2 ** -26;
const FLOOR = Number(STD_DEV_FLOOR) * UNIT;
/** n(0), rounded up: F n(d1) is at most this of (F + K) / 2. */
const DENSITY = 0.398943;

/** The most that the hint of a slice's root and the rounding of k may move a price beyond the charge for given w. */
export interface SteepSlice {
  /** s that the witness prices with. */
  readonly totalStdDev: number;
  /** Of D (F + K) / 2, for the steepest slice that can be committed, with a regular root (from 2^-14 on) and with any. */
  readonly regular: number;
  readonly any: number;
}

/**
 * The bound for the steepest slice that its format allows, b and |b rho| both 4: a function of s alone. With w off by v, s is
 * off by at most v / (s + s'), and a price by n(0) times that.
 *
 * @param rootAbove freedom of a regular root and of any, units of 2^-26
 */
export function steepSlice(
  totalStdDev: number,
  rootAbove: { regular: number; any: number },
  logMoneyness: number,
): SteepSlice {
  const slope = 2 ** Number(C.SVI_B_BITS - C.SVI_FRACTION_BITS);
  const moved = (root: number) => {
    const v = slope * root * UNIT + 2 * slope * logMoneyness;
    const square = totalStdDev ** 2;
    const down = totalStdDev - Math.max(Math.sqrt(Math.max(square - v, 0)), FLOOR);
    return DENSITY * Math.max(Math.sqrt(square + v) - totalStdDev, down);
  };
  return { totalStdDev, regular: moved(rootAbove.regular), any: moved(rootAbove.any) };
}
