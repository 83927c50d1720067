import { evaluatePolynomial } from '../../circuits/functions/evaluatePolynomial.ts';
import { LAGGED_NORMAL_CDF, NORMAL_CDF, NORMAL_DENSITY } from '../../circuits/generated/pricingTables.ts';
import { CDF_BITS } from '../../circuits/pricing/formats.ts';
import { fixed, type Interval, magnitude, negate, quotient, subtract, upper } from './interval.ts';
import { NormalGrid } from './normalGrid.ts';

/** Coefficients as the templates have them; tests plant faults. */
export interface Tables {
  readonly normalCdf: readonly (readonly bigint[])[];
  readonly laggedNormalCdf: readonly (readonly bigint[])[];
  readonly normalDensity: readonly (readonly bigint[])[];
}

export const COMMITTED_TABLES: Tables = {
  normalCdf: NORMAL_CDF,
  laggedNormalCdf: LAGGED_NORMAL_CDF,
  normalDensity: NORMAL_DENSITY,
};

/** Units of 2^-13. */
export const BLOCK = 64;
/** |d1| below 6.875 is not saturated. */
export const UNSATURATED = 56_320;
/** Values of d2 are tabled to both sides of zero as far as this; beyond, all functions are constant. */
const REACH = 57_344;
/** A magnitude may be down to -1/8. */
const BELOW_ZERO = 1024;
const QUARTER = 2048;

/** Greatest and least error over blocks of BLOCK units of an argument, `offset` blocks below zero first. */
export class BlockErrors {
  readonly most: Float64Array;
  readonly least: Float64Array;
  private readonly offset: number;

  constructor(reach: number) {
    this.offset = reach / BLOCK;
    this.most = new Float64Array(2 * this.offset).fill(-Infinity);
    this.least = new Float64Array(2 * this.offset).fill(Infinity);
  }

  /** Index of the block of an argument; arguments beyond the table belong to its last block. */
  index(units: number): number {
    return Math.min(Math.max(Math.floor(units / BLOCK) + this.offset, 0), this.most.length - 1);
  }

  /** Records an error at x, and as 1 - N the negative one at -x. */
  record(units: number, error: Interval, more = 0): void {
    const high = upper(error) + more;
    const low = -upper(negate(error)) - more;
    this.raise(this.index(units), high, low);
    this.raise(this.index(-units), -low, -high);
  }

  private raise(index: number, high: number, low: number): void {
    if (high > (this.most[index] as number)) this.most[index] = high;
    if (low < (this.least[index] as number)) this.least[index] = low;
  }

  /** Greatest size of an error at arguments from `units` up. */
  worstFrom(units: number): number {
    let worst = 0;
    for (let i = this.index(units); i < this.most.length; i++) {
      worst = Math.max(worst, this.most[i] as number, -(this.least[i] as number));
    }
    return worst;
  }
}

export interface FunctionErrors {
  /** N(d1) as NormalCdf has it, less N(d1), over d1 in (-6.875, 6.875) in either way to write it. */
  readonly head: BlockErrors;
  /** N(d1 - s) as LaggedNormalCdf has it, less N(d1 - s), over d1 less the high part of s. */
  readonly lagged: BlockErrors;
  /** Greatest sizes: of each function, of the density's error, of all that the low part of s adds. */
  readonly worst: { head: number; lagged: number; density: number; lowPart: number };
  /** 1 - N(6.875). */
  readonly saturation: number;
}

/**
 * Errors of the two distribution functions, over every value of their variables: 2^16 magnitudes of d1; for d2 24
 * segments with 4,097 distances each. The low part of s is at most 2^-14, and
 * N(x - low) = N(x) - low n(x) + low^2/2 n'(.): it adds at most 2^-14 of the density's error and 2^-29 |n'|.
 */
export function functionErrors(tables: Tables = COMMITTED_TABLES): FunctionErrors {
  const grid = new NormalGrid();
  const values: Interval[] = [];
  for (let units = -BELOW_ZERO; units <= REACH; units++) values.push(grid.distribution(units));
  const valueAt = (units: number) => values[units + BELOW_ZERO] as Interval;
  const worst = { head: 0, lagged: 0, density: 0, lowPart: 0 };

  const head = new BlockErrors(UNSATURATED);
  for (let magnitudeUnits = -BELOW_ZERO; magnitudeUnits < UNSATURATED; magnitudeUnits++) {
    const offset = magnitudeUnits + BELOW_ZERO;
    const row = tables.normalCdf[offset >> 12] as readonly bigint[];
    const value = evaluatePolynomial(row, BigInt((offset & 4095) - QUARTER));
    const error = subtract(fixed(value, CDF_BITS), valueAt(magnitudeUnits));
    worst.head = Math.max(worst.head, magnitude(error));
    head.record(magnitudeUnits, error);
  }

  const lagged = new BlockErrors(REACH);
  const steepest = steepestDensity(grid);
  const densities: Interval[] = [];
  for (let units = -BELOW_ZERO; units <= REACH; units++) densities.push(grid.density(units));
  const densityAt = (units: number) => densities[units + BELOW_ZERO] as Interval;
  // n(x - 2^-14) <= n(x) e^(7.1 / 2^14).
  const near = 1 + 2 ** -11;
  tables.laggedNormalCdf.forEach((row, segment) => {
    const center = (2 * segment + 1) * 1024;
    for (let distance = -QUARTER; distance <= QUARTER; distance++) {
      const units = center + distance;
      const error = subtract(fixed(evaluatePolynomial(row, BigInt(distance)), CDF_BITS), valueAt(units));
      const density = evaluatePolynomial(tables.normalDensity[segment] as readonly bigint[], BigInt(distance));
      const densityError = magnitude(subtract(fixed(density, 54), densityAt(units)));
      const slope = Math.min(steepest, (Math.abs(units) / 8192 + 2 ** -14) * upper(densityAt(units)) * near);
      const lowPart = (2 ** -14 * densityError + 2 ** -29 * slope) * near;
      worst.lagged = Math.max(worst.lagged, magnitude(error));
      worst.density = Math.max(worst.density, densityError);
      worst.lowPart = Math.max(worst.lowPart, lowPart);
      lagged.record(units, error, lowPart);
    }
  });
  // From odd = 49 on the function is 1 and no density enters.
  for (let units = 49 * 1024 - QUARTER; units <= REACH; units++) {
    const error = subtract(quotient(1n, 1n), valueAt(units));
    lagged.record(units, error, 2 ** -14 * upper(densityAt(units)) * near);
  }
  // Further out the error falls to zero, and the last blocks stand for it.
  lagged.record(REACH, quotient(0n, 1n));
  const saturation = upper(subtract(quotient(1n, 1n), valueAt(UNSATURATED)));
  return { head, lagged, worst, saturation };
}

/** Max |n'| = n(1), and a little. */
function steepestDensity(grid: NormalGrid): number {
  return upper(grid.density(8192)) * (1 + 2 ** -40);
}
