import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import { type SviParameters, sviTotalVariance } from '../companion/sviTotalVariance.ts';
import { butterflyGrid } from './arbitrage.ts';
import { quantizeSvi } from './quantizeSvi.ts';
import { sviDensity } from './sviDensity.ts';
import { sviStarts } from './sviStarts.ts';

/** One point of a smile. */
export interface SmilePoint {
  logMoneyness: number;
  /** Annual, 0.45 for 45%. */
  impliedVolatility: number;
}

/** A total variance that the slice must reach, from an earlier expiry. */
export interface VarianceFloor {
  logMoneyness: number;
  totalVariance: number;
}

/** Constraints that a repair adds to the fit, as penalties. */
export interface SviPenalties {
  /** Weight of the penalties against residuals in vol points; grows until the constraints hold. */
  strength: number;
  /** Whether Durrleman's g must stay above a small margin and the wings below Lee's slope. */
  butterfly: boolean;
  floors: readonly VarianceFloor[];
}

/** A fitted slice. */
export interface SviFit {
  /** On the grid of the committed formats. */
  parameters: SviParameters;
  /** Root mean square of (fitted - quoted) volatility over all points, unweighted, in vol points (1 = 1%). */
  rmseVolPoints: number;
}

/** Box of the fit. Without it parameters run away along directions in which the quotes say nothing. */
export const SVI_BOUNDS = { rho: 0.95, m: 0.75, sigmaLow: 0.002, sigmaHigh: 1, b: 4, a: 2 } as const;
/** The model floors total standard deviation at 2^-12: a slice need not go lower. */
const LEAST_TOTAL_VARIANCE = 2 ** -24;
/** Bound of the solver's coordinates; so far out that nothing changes any more. */
const COORDINATE_LIMIT = 30;
const STARTS = 4;
const ROUNDS = 6;
const ITERATIONS_PER_ROUND = 40;
/** g that a repair aims at: above zero, so that quantisation and the denser grid of the check find nothing. */
const DENSITY_MARGIN = 1e-3;
/** Just inside Lee's bound 2 on the slope of a wing. */
const SLOPE_TARGET = 1.99;
const FLOOR_MARGIN = 1e-6;
/**
 * Weight of the farthest wing against the money. The quotes that matter for margin lie near the money; the far wings,
 * where a vol point is worth nothing, must still be there, or the slice's slopes are left to chance.
 */
const WING_WEIGHT = 0.25;

/**
 * Weight of each point in the sum of squares: the vega of its option relative to one at the money, but no less than
 * `WING_WEIGHT`. A vol point is worth as much money as vega says, so this makes the fit exact where prices move.
 */
function weightsOf(points: readonly SmilePoint[], years: number): number[] {
  return points.map(({ logMoneyness, impliedVolatility }) => {
    const totalStdDev = impliedVolatility * Math.sqrt(years);
    const d1 = -logMoneyness / totalStdDev + totalStdDev / 2;
    return Math.max(Math.exp((-d1 * d1) / 2), WING_WEIGHT);
  });
}

/** Unweighted error of a slice in vol points. */
export function rmseVolPoints(parameters: SviParameters, points: readonly SmilePoint[], years: number): number {
  const sum = points.reduce((total, { logMoneyness, impliedVolatility }) => {
    const fitted = Math.sqrt(Math.max(sviTotalVariance(parameters, logMoneyness), 0) / years);
    return total + (100 * (fitted - impliedVolatility)) ** 2;
  }, 0);
  return Math.sqrt(sum / points.length);
}

/**
 * Fits raw SVI to the smile of one expiry, within bounds: |rho| <= 0.95, |m| <= 0.75, 0.002 <= sigma <= 1, 0 <= b <= 4,
 * and least total variance at least 2^-24. That leaves a alone: `fitSurface` refuses |a| >= 2.
 *
 * The model is a total variance; its residuals are taken in vol points, 100 (sqrt(w/T) - volatility), weighted by vega
 * with a floor. Starts come from a grid over (m, sigma), on which the other three parameters are a linear least squares
 * problem (S. De Marco and C. Martini, "Quasi-explicit calibration of Gatheral's SVI model", 2009); the best few are
 * polished by Levenberg-Marquardt. There is no randomness: equal input gives equal output.
 *
 * @param points - at least five, at different log-moneyness
 * @param years - time to expiry
 * @param penalties - constraints for a repair; a fit without them follows the quotes only
 * @param extraStart - a slice to start from as well
 */
export function fitSvi(
  points: readonly SmilePoint[],
  years: number,
  penalties?: SviPenalties,
  extraStart?: SviParameters,
): SviFit {
  const weights = weightsOf(points, years);
  const starts = sviStarts(points, years, weights, SVI_BOUNDS).slice(0, STARTS);
  if (extraStart) starts.push(extraStart);
  const space = parameterSpace(points, years);
  const residuals = residualsOf(points, years, weights, penalties);
  const count = residuals(starts[0]!).length;
  const data = { x: Array.from({ length: count }, (_, i) => i), y: new Array<number>(count).fill(0) };
  const model = (theta: number[]): ((index: number) => number) => {
    const values = residuals(space.decode(theta));
    return (index) => values[index]!;
  };

  let best: { theta: number[]; error: number } | undefined;
  for (const start of starts) {
    let theta = space.encode(start);
    let error = Number.POSITIVE_INFINITY;
    // The library takes every step, also one that makes things worse, and damps afterwards. Short rounds that begin
    // again at the best point so far keep it from wandering off.
    for (let round = 0; round < ROUNDS; round++) {
      const result = levenbergMarquardt(data, model, {
        initialValues: theta,
        minValues: new Array<number>(5).fill(-COORDINATE_LIMIT),
        maxValues: new Array<number>(5).fill(COORDINATE_LIMIT),
        damping: 10 ** (round - 2),
        centralDifference: true,
        gradientDifference: 1e-5,
        maxIterations: ITERATIONS_PER_ROUND,
        errorTolerance: 1e-12,
      });
      const improved = error - result.parameterError;
      if (improved > 0) {
        theta = result.parameterValues;
        error = result.parameterError;
      }
      if (round > 0 && !(improved > 1e-6 * error)) break;
    }
    if (error < (best?.error ?? Number.POSITIVE_INFINITY)) best = { theta, error };
  }
  const parameters = quantizeSvi(space.decode(best!.theta));
  return { parameters, rmseVolPoints: rmseVolPoints(parameters, points, years) };
}

/** Weighted residuals in vol points, then those of the penalties. */
function residualsOf(
  points: readonly SmilePoint[],
  years: number,
  weights: readonly number[],
  penalties: SviPenalties | undefined,
): (parameters: SviParameters) => number[] {
  const roots = weights.map(Math.sqrt);
  const logs = points.map((point) => point.logMoneyness);
  const grid = penalties?.butterfly ? butterflyGrid({ low: Math.min(...logs), high: Math.max(...logs) }, 81, 20) : [];
  return (parameters) => {
    // The solver's differences reach a little outside the box, where total variance may be negative.
    const volPoints = (totalVariance: number): number => 100 * Math.sqrt(Math.max(totalVariance, 0) / years);
    const values = points.map(
      ({ logMoneyness, impliedVolatility }, i) =>
        roots[i]! * (volPoints(sviTotalVariance(parameters, logMoneyness)) - 100 * impliedVolatility),
    );
    if (!penalties) return values;
    for (const k of grid) {
      values.push(penalties.strength * Math.min(Math.max(DENSITY_MARGIN - sviDensity(parameters, k), 0), 100));
    }
    if (penalties.butterfly) {
      values.push(penalties.strength * Math.max(parameters.b * (1 + Math.abs(parameters.rho)) - SLOPE_TARGET, 0));
    }
    for (const floor of penalties.floors) {
      const missing =
        volPoints(floor.totalVariance * (1 + FLOOR_MARGIN)) -
        volPoints(sviTotalVariance(parameters, floor.logMoneyness));
      values.push(penalties.strength * Math.max(missing, 0));
    }
    return values;
  };
}

/**
 * Coordinates without bounds for the box: the least variance takes the place of a, b and both lengths are logarithmic
 * or bent into their interval, and every direction has a size near 1.
 *
 * The solver knows bounds only by cutting each coordinate of a step by itself, after which the others no longer fit;
 * a slice whose sigma stands at its bound (many long expiries) would never converge. Its damping, too, is equal in all
 * directions.
 */
function parameterSpace(points: readonly SmilePoint[], years: number) {
  const atTheMoney = points.reduce((x, y) => (Math.abs(y.logMoneyness) < Math.abs(x.logMoneyness) ? y : x));
  const variance = atTheMoney.impliedVolatility ** 2 * years;
  const width = Math.sqrt(variance);
  const { rho: largestRho, m: largestM, sigmaLow, sigmaHigh, b: largestB } = SVI_BOUNDS;
  const logSigmaLow = Math.log(sigmaLow);
  const logSigmaRange = Math.log(sigmaHigh) - logSigmaLow;
  const inside = (ratio: number, limit: number): number => Math.min(Math.max(ratio, -limit), limit);
  return {
    encode({ a, b, rho, m, sigma }: SviParameters): number[] {
      const least = a + b * sigma * Math.sqrt(1 - rho * rho) - LEAST_TOTAL_VARIANCE;
      return [
        Math.log(Math.max(least / variance, 1e-3)),
        Math.log(Math.max(b, 1e-6)),
        Math.atanh(inside(rho / largestRho, 0.99)),
        (Math.atanh(inside(m / largestM, 0.99)) * largestM) / width,
        Math.atanh(inside((2 * (Math.log(sigma) - logSigmaLow)) / logSigmaRange - 1, 0.99)),
      ];
    },
    decode(theta: readonly number[]): SviParameters {
      const [leastLog = 0, bLog = 0, rhoBent = 0, mBent = 0, sigmaBent = 0] = theta;
      const b = Math.min(Math.exp(bLog), largestB);
      const rho = largestRho * Math.tanh(rhoBent);
      const sigma = Math.exp(logSigmaLow + (logSigmaRange * (1 + Math.tanh(sigmaBent))) / 2);
      const least = LEAST_TOTAL_VARIANCE + variance * Math.exp(leastLog);
      return {
        a: least - b * sigma * Math.sqrt(1 - rho * rho),
        b,
        rho,
        m: largestM * Math.tanh((mBent * width) / largestM),
        sigma,
      };
    },
  };
}
