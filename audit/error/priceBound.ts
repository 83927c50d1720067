import { CDF_BIAS, CDF_BITS, STD_DEV_FLOOR } from '../../circuits/pricing/formats.ts';
import { ForwardWeights } from './forwardWeights.ts';
import { BLOCK, type FunctionErrors, UNSATURATED } from './functionErrors.ts';
import { type GateLevels, type GateStep, gateSteps } from './gateLevels.ts';
import { add, lower, scaleBy, upper } from './interval.ts';
import { NormalGrid } from './normalGrid.ts';

/** What bounds the inputs of a price besides the tables. */
export interface PriceFreedom {
  /** How far the total standard deviation may be above and below the exact one for the given total variance, in units of 2^-26. */
  readonly above: number;
  readonly below: number;
  /** How far log-moneyness may be from ln(K/F). */
  readonly logMoneyness: number;
  /**
   * Freedom of the total variance per unit of b + |b rho|. With the steepness C = (b + |b rho|) / s of a slice, where s is
   * the exact base value, its total variance is off by at most C s times this.
   */
  readonly variance: number;
  /** Factor from the base total standard deviation to the one that is priced with: c under stress, else 1. */
  readonly factor: number;
}

/** Bounds of |price - exact| / (D (F + K) / 2), before the rounding to money. */
export interface PriceBound {
  /** For the total standard deviation that the witness prices with. */
  readonly givenStdDev: number;
  /** For the total variance that the witness prices with. */
  readonly givenVariance: number;
  /** For the exact surface, by steepness in the order asked for. */
  readonly bySteepness: readonly number[];
  /** Greatest steepness, up to STEEPEST, for which the bound is at most the charge. */
  readonly steepnessCovered: number;
  /** Greatest part that comes from a hinted d1. */
  readonly hint: number;
  /** The bound where |d1| is 6.875 or more. */
  readonly saturated: number;
  /** A price before rounding, call or put, is at least this: above zero it is never negative. */
  readonly leastPrice: number;
  readonly cells: number;
}

export interface PriceBoundInput {
  readonly errors: FunctionErrors;
  readonly coarseD1: GateLevels;
  readonly freedom: PriceFreedom;
  readonly steepness: readonly number[];
  /** What the circuit charges, of D (F + K) / 2. */
  readonly charge: number;
  /** Cells of s are s / resolution wide, at most as wide as blocks of d1 and at least 2^-18. */
  readonly resolution: number;
}

/** Bounds for steeper slices are not computed. */
export const STEEPEST = 16;

const UNIT = 2 ** -13;
const STD_DEV_UNIT = 2 ** -26;
const OFFSET = 4096;
const FLOOR = Number(STD_DEV_FLOOR);
/** Sums and products of a few dozen positive doubles are off by far less. */
const SLACK = 1 + 2 ** -40;

/**
 * FM-06.4, FM-06.5: bounds a price over cells of (s, d1) that together hold every admissible witness, whatever k is.
 *
 * With e^k = K/F and f = 2 / (1 + e^k), the error relative to D (F + K) / 2 is
 *
 *     f (error of N(d1)) - (2 - f) (error of N(d1 - s)) + 2 bias - loss + f n(d1') (s - exact s)
 *
 * for a d1' between those of both s. `loss` is what F N(d) - K N(d - s) at the hint is short of its maximum, which is at the
 * true d1: with the slope F n(d) (1 - e^(s (d - true d1))) at most f n(.) s delta^2 / 2 / (1 - s delta) for a hint that is
 * off by delta. Errors of the functions come from tables over every value of their variables; weights and densities from
 * enclosures, rounded outward at the cell's ends.
 */
export function priceBound({ errors, coarseD1, freedom, steepness, charge, resolution }: PriceBoundInput): PriceBound {
  const weights = new ForwardWeights();
  const grid = new NormalGrid();
  const density = densityTable(grid);
  const timeValue = timeValueTable(grid);
  const twiceBias = 2 * (Number(CDF_BIAS) / 2 ** CDF_BITS);
  const above = freedom.above * STD_DEV_UNIT;
  const below = freedom.below * STD_DEV_UNIT;
  // |root of w - root of exact w| <= C v / 2 (1 + C v / s) for a total variance that is off by C s v.
  const perSteepness = (freedom.factor * freedom.variance * (1 + (STEEPEST * freedom.variance) / 2 ** -12) * SLACK) / 2;
  const furthest = Math.max(above, below) + STEEPEST * perSteepness;

  let [givenStdDev, givenVariance, hint, leastPrice, cells] = [0, 0, 0, Number.POSITIVE_INFINITY, 0];
  const bySteepness = steepness.map(() => 0);
  let steepnessCovered = STEEPEST;
  for (const { low, high, residual } of stdDevCells(gateSteps(coarseD1), resolution)) {
    const sLow = (low - OFFSET) * STD_DEV_UNIT;
    const sHigh = (high - OFFSET) * STD_DEV_UNIT;
    // The divisor S of the equation of d1 is s cut to 2^-18, and the residual is in [0, residual) where 2 S is one unit.
    const divisor = Math.floor((low - OFFSET) / 256);
    const cut = 255 / (256 * divisor);
    // Gate, rounding of s to 2^-13 in s / 2, and what k is off.
    const rest = (Math.max(1, residual / (2 * divisor) - 1) * UNIT + 2 ** -15 + freedom.logMoneyness / sLow) * SLACK;
    const [roundedLow, roundedHigh] = [low >> 13, high >> 13];
    for (let d = -UNSATURATED; d < UNSATURATED; d += BLOCK) {
      cells++;
      const [dLow, dHigh] = [d * UNIT, (d + BLOCK - 1) * UNIT];
      // The hint less the true d1 is (true d1 - s/2) (s - S) / S and the rest.
      const fromMiddle = Math.max(dHigh - sLow / 2, sHigh / 2 - dLow);
      const delta = (rest + cut * (fromMiddle + rest)) * SLACK;
      const [trueLow, trueHigh] = [dLow - delta, dHigh + delta];
      // k = s^2/2 - s d1, convex in s.
      const kLow =
        trueHigh >= sLow && trueHigh <= sHigh
          ? -(trueHigh ** 2) / 2
          : Math.min(sLow * (sLow / 2 - trueHigh), sHigh * (sHigh / 2 - trueHigh));
      const kHigh = Math.max(sLow * (sLow / 2 - trueLow), sHigh * (sHigh / 2 - trueLow));
      const most = weights.upper(kLow - 1e-12);
      const least = weights.lower(kHigh + 1e-12);

      const headMost = errors.head.most[errors.head.index(d)] as number;
      const headLeast = errors.head.least[errors.head.index(d)] as number;
      let [laggedMost, laggedLeast] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      const last = errors.lagged.index(d + BLOCK - 1 - roundedLow);
      for (let i = errors.lagged.index(d - roundedHigh); i <= last; i++) {
        laggedMost = Math.max(laggedMost, errors.lagged.most[i] as number);
        laggedLeast = Math.min(laggedLeast, errors.lagged.least[i] as number);
      }

      // The density between the hint and the true d1, and where s is the exact one.
      const nearest = dLow > 0 ? dLow : dHigh < 0 ? -dHigh : 0;
      const shift = ((fromMiddle + delta) / (sLow - furthest) + 0.5) * furthest * SLACK;
      const n = density(nearest - delta - shift) * most;
      const loss = (n * sHigh * delta ** 2) / 2 / (1 - sHigh * delta);
      // Linear in the weight: the extremes are at its ends.
      const up =
        Math.max(most * headMost - (2 - most) * laggedLeast, least * headMost - (2 - least) * laggedLeast) + twiceBias;
      const down =
        Math.max((2 - most) * laggedMost - most * headLeast, (2 - least) * laggedMost - least * headLeast) -
        twiceBias +
        loss;
      const withVariance = Math.max(up + n * above, down + n * below);
      givenStdDev = Math.max(givenStdDev, up, down);
      givenVariance = Math.max(givenVariance, withVariance);
      hint = Math.max(hint, loss);
      const slope = n * perSteepness;
      for (let i = 0; i < steepness.length; i++) {
        bySteepness[i] = Math.max(bySteepness[i] as number, withVariance + slope * (steepness[i] as number));
      }
      if (withVariance + slope * steepnessCovered > charge) steepnessCovered = (charge - withVariance) / slope;

      // Exact call and put from below: for a fixed d1, d(call / F)/ds = e^k(s) (n + d2 N(d2)), and with -d2 for the put;
      // n(x) + x N(x) rises with x.
      const deepest = trueHigh <= 0 ? 0 : trueHigh < sHigh ? -(trueHigh ** 2) / 2 : sHigh * (sHigh / 2 - trueHigh);
      const growth = 2 / weights.upper(deepest - 1e-12) - 1;
      const perForward = sLow * growth * least * (2 - SLACK);
      leastPrice = Math.min(leastPrice, perForward * timeValue(Math.min(trueLow - sHigh, -trueHigh)) - down);
    }
  }

  const beyond = saturatedBound(errors, freedom, furthest, density);
  const total = (value: number) => Math.max(value, twiceBias + beyond) * SLACK;
  return {
    givenStdDev: total(givenStdDev),
    givenVariance: total(givenVariance),
    bySteepness: bySteepness.map(total),
    steepnessCovered: Math.max(steepnessCovered, 0) / SLACK,
    hint,
    saturated: twiceBias + beyond,
    leastPrice: Math.min(leastPrice, twiceBias - beyond),
    cells,
  };
}

/**
 * The error without the bias where |d1| >= 6.875. There N(d1) is 0 or 1 in the circuit, and the true d1 is at least a in
 * size. For d1 > 0, s < 2: F N(-d1) + K N(-d2) is below F (N(-a) + n(a) / (a - 2)) at the true d1, where K n(d2) = F n(d1),
 * and at the hint, where K is no greater; the weight of K is below one, as k < 0. For d1 < 0, N(d2) is 0 in the circuit.
 */
function saturatedBound(
  errors: FunctionErrors,
  freedom: PriceFreedom,
  furthest: number,
  density: (x: number) => number,
): number {
  // The gates are open: the hint is above the true size by at most a unit and the roundings.
  const rest = 2 * UNIT + freedom.logMoneyness / 2 ** -12;
  const a = (UNSATURATED * UNIT - rest) / (1 + 255 / FLOOR) - rest;
  const tails = 4 * (density(a) / a + density(a) / (a - 2));
  const lagged = errors.lagged.worstFrom(UNSATURATED - 2 ** 14 - 1);
  // |k / s| falls by at most this share where s is the exact one.
  const moved = (a / 2 ** -12 + 1) * furthest;
  return (2 * errors.saturation + lagged + tails + 2 * density(a - moved) * furthest) * SLACK;
}

/** Cells of s + 2^12, ends included, that hold all its admissible values and do not cross a level. */
function stdDevCells(steps: readonly GateStep[], resolution: number): GateStep[] {
  const cells: GateStep[] = [];
  const widest = BLOCK * 2 ** 13;
  for (const { low, high, residual } of steps) {
    let at = Math.max(low, FLOOR + OFFSET);
    while (at < high) {
      const width = Math.min(Math.max(Math.floor((at - OFFSET) / resolution), 256), widest);
      const end = Math.min(at + width, high) - 1;
      cells.push({ low: at, high: end, residual });
      at = end + 1;
    }
  }
  return cells;
}

/** n from above: at the multiple of 2^-7 below |x|; n(0) for x < 0. */
function densityTable(grid: NormalGrid): (x: number) => number {
  const values = Float64Array.from({ length: 7 * 128 + 1 }, (_, i) => upper(grid.density(64 * i)));
  return (x) => values[Math.max(0, Math.min(Math.floor(x * 128), values.length - 1))] as number;
}

/** n(x) + x N(x) from below: at the multiple of 2^-7 below x. */
function timeValueTable(grid: NormalGrid): (x: number) => number {
  const values = Float64Array.from({ length: 14 * 128 + 1 }, (_, i) => {
    const units = (i - 7 * 128) * 64;
    return Math.max(0, lower(add(grid.density(units), scaleBy(grid.distribution(units), BigInt(units), 8192n))));
  });
  return (x) => (x < -7 ? 0 : (values[Math.min(Math.floor((x + 7) * 128), values.length - 1)] as number));
}
