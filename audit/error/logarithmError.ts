import { CONSTANTS as C } from '../../circuits/constants.ts';
import {
  LOG_MULTIPLIERS,
  LOG_OF_HALVINGS,
  LOG_OF_MULTIPLIERS,
  LOG_OF_TOP,
} from '../../circuits/generated/pricingTables.ts';
import { LOG_SCALE_BITS } from '../../circuits/pricing/formats.ts';
import { logarithmNearOne } from './elementary.ts';
import {
  add,
  fixed,
  type Interval,
  lower,
  magnitude,
  multiply,
  quotient,
  scaleBy,
  subtract,
  upper,
} from './interval.ts';

export interface LogarithmTables {
  readonly multipliers: readonly (readonly bigint[])[];
  readonly logarithms: readonly (readonly bigint[])[];
  readonly halvings: readonly bigint[];
  readonly tops: readonly bigint[];
}

export const COMMITTED_LOGARITHMS: LogarithmTables = {
  multipliers: LOG_MULTIPLIERS,
  logarithms: LOG_OF_MULTIPLIERS,
  halvings: LOG_OF_HALVINGS,
  tops: LOG_OF_TOP,
};

/** Bounds of what NaturalLog's output is above the logarithm. */
export interface LogarithmError {
  readonly least: number;
  readonly most: number;
}

const DENOMINATOR_BITS = [6n, 9n, 12n];
/** Cells of v between two multiples of 2^-15. */
const CELLS = 64n;

/** ln of a rational in [1/2, 2^30]. */
function logarithm(numerator: bigint, denominator: bigint, halvings = 0n): Interval {
  return add(logarithmNearOne(numerator, denominator), scaleBy(logarithmNearOne(2n, 1n), halvings, 1n));
}

const hull = (a: Interval, b: Interval): Interval => ({
  lo: a.lo < b.lo ? a.lo : b.lo,
  hi: a.hi > b.hi ? a.hi : b.hi,
});
const stored = (value: bigint) => fixed(value, LOG_SCALE_BITS);

/**
 * FM-06.1: the error of NaturalLog(bits) over every admissible witness. For any shift and any multipliers
 * `in 2^j m1 m2 m3 / 2^27 = 2^(bits - 1) (1 + v)` exactly, so the error is that of the tables' entries that are taken
 * plus that of the series in v, which is ranged to [-2^-9, 2^-9).
 */
export function logarithmError(bits: 24 | 36, tables: LogarithmTables = COMMITTED_LOGARITHMS): LogarithmError {
  const top = stored(tables.tops[bits === 24 ? 0 : 1] as bigint);
  let error = subtract(top, logarithm(1n, 1n, BigInt(bits - 1)));
  tables.multipliers.forEach((row, t) => {
    const errors = row.map((m, i) =>
      add(stored(tables.logarithms[t]?.[i] as bigint), logarithm(m, 1n << (DENOMINATOR_BITS[t] as bigint))),
    );
    error = add(error, errors.reduce(hull));
  });
  const zero = quotient(0n, 1n);
  tables.halvings.forEach((value, i) => {
    error = add(error, hull(zero, subtract(logarithm(1n, 1n, 1n << BigInt(i)), stored(value))));
  });
  error = add(error, seriesError());
  return { least: lower(error), most: upper(error) };
}

/**
 * cut37(v) + 2^-20 cut17(v) - (h cut22(v) - h^2/2) - 2^-23 cut14(v) - 2^-32 less ln(1 + v), where cut(n) drops what is
 * below 2^-n and h = cut15(v).
 */
function seriesError(): Interval {
  let all: Interval | undefined;
  for (let h = -64n; h < 64n; h++) {
    const head = quotient(h, 1n << 15n);
    const quarter = quotient(h >> 1n, 1n << 37n);
    for (let cell = 0n; cell < CELLS; cell++) {
      // v = v0 + u, u in [0, 2^-21): the smooth part g(v) = v (1 + 2^-20 - h) - ln(1 + v) from its value at v0, and a
      // slope (v - h) + 2^-20 - v^2 / (1 + v), which is between -2^-17 and 2^-14.
      const numerator = h * CELLS + cell;
      const denominator = (1n << 15n) * CELLS;
      const factor = subtract(quotient(1n + (1n << 20n), 1n << 20n), head);
      const smooth = subtract(
        multiply(quotient(numerator, denominator), factor),
        logarithm(denominator + numerator, denominator),
      );
      const growth: Interval = { lo: quotient(-1n, 1n << 38n).lo, hi: quotient(1n, 1n << 35n).hi };
      // What the cuts drop: at 2^-37 of v, at 2^-17 of 2^-20 v, at 2^-22 of v in the product with h.
      const dropped = add(
        { lo: quotient(-1n, 1n << 36n).lo, hi: 0n },
        h < 0n ? { lo: scaleBy(head, 1n, 1n << 22n).lo, hi: 0n } : { lo: 0n, hi: scaleBy(head, 1n, 1n << 22n).hi },
      );
      const square = quotient(h * h, 1n << 31n);
      const constants = subtract(square, add(quarter, quotient(1n, 1n << 32n)));
      const error = add(add(smooth, growth), add(dropped, constants));
      all = all ? hull(all, error) : error;
    }
  }
  return all as Interval;
}

/** Bounds of an error of a logarithm's output as it is used, on either side of zero. */
export interface MoneynessError {
  /** Greatest |k - ln(K/F)|: rounding to 2^-26, the two logarithms and the tick's. */
  readonly logMoneyness: number;
  /** Greatest |shift - ln f|. */
  readonly forwardShock: number;
}

/**
 * FM-06.2: how far k is from ln(K/F), and the shift from ln f. LogMoneyness ranges its remainder r to [0, 2^11), and
 * k = (x + 2^10 - r) / 2^11 is within half a unit of 2^-26 of x / 2^11 for every r, honest or not.
 */
export function moneynessError(errors: { strike: LogarithmError; forward: LogarithmError }): MoneynessError {
  const half = 2 ** -27;
  const ten = logarithm(5n, 4n, 3n);
  const exponent = 2 ** Number(C.STRIKE_TICK_EXPONENT_BITS) - 1;
  const tick = exponent * magnitude(subtract(stored(C.LN_10), ten));
  const one = Number(C.MULTIPLIER_FRACTION_BITS) * magnitude(subtract(stored(C.LN_2), logarithm(1n, 1n, 1n)));
  const { strike, forward } = errors;
  const spread = Math.max(strike.most - forward.least, forward.most - strike.least);
  const slack = 1 + 2 ** -40;
  return {
    logMoneyness: (half + tick + spread) * slack,
    forwardShock: (half + one + Math.max(strike.most, -strike.least)) * slack,
  };
}
