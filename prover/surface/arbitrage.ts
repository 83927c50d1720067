import { type SviParameters, sviTotalVariance } from '../companion/sviTotalVariance.ts';
import { leastOnGrid } from './leastOnGrid.ts';
import { sviDensity } from './sviDensity.ts';

/** An interval of log-moneyness. */
export interface LogMoneynessRange {
  low: number;
  high: number;
}

/** Butterfly arbitrage of one slice. */
export interface ButterflyFinding {
  kind: 'butterfly';
  /** `density`: g(k) is negative. `slope`: a wing rises faster than Lee's bound. */
  cause: 'density' | 'slope';
  /** Where g is least, or an end of the line for a slope. */
  logMoneyness: number;
  /** The least g, or the wing's slope b (1 + |rho|). */
  value: number;
}

/** Calendar arbitrage: total variance falls from an earlier expiry to this one. */
export interface CalendarFinding {
  kind: 'calendar';
  /** Label of the earlier expiry. */
  against: string;
  /** Where it falls most. */
  logMoneyness: number;
  /** By how much, in total variance; above zero. */
  shortfall: number;
}

/** A slice as the calendar check needs it. */
export interface CalendarSlice {
  expiry: string;
  parameters: SviParameters;
  quotedRange: LogMoneynessRange;
}

/** The model's domain: |log-moneyness| < 8, also under shock. */
const DOMAIN_LIMIT = 8;
const GRID_POINTS = 401;
const WING_POINTS = 120;
const KINK_POINTS = 161;
const CALENDAR_POINTS = 201;
/** Largest slope of total variance in log-moneyness (R. Lee, "The moment formula for implied volatility", 2004). */
const LARGEST_WING_SLOPE = 2;

/** `count` evenly spaced points from `low` to `high`, both included. */
export function evenGrid({ low, high }: LogMoneynessRange, count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/**
 * Grid on which a slice's density is checked: dense over the quoted range and half its width on either side, then
 * geometrically out to the model's limit of log-moneyness, because a shocked forward can carry any option out there.
 */
export function butterflyGrid(quoted: LogMoneynessRange, points = GRID_POINTS, wingPoints = WING_POINTS): number[] {
  const margin = Math.max((quoted.high - quoted.low) / 2, 0.01);
  const inner = { low: quoted.low - margin, high: quoted.high + margin };
  const wings = Array.from({ length: wingPoints }, (_, i) => {
    const t = (i + 1) / wingPoints;
    return [-1, 1].map((side) => {
      const start = Math.max(side < 0 ? -inner.low : inner.high, 0.01);
      return side * start * (DOMAIN_LIMIT / start) ** t;
    });
  });
  return [...evenGrid(inner, points), ...wings.flat()];
}

/**
 * Looks for butterfly arbitrage: Durrleman's g(k) negative anywhere in the model's domain, or a wing steeper than Lee's
 * bound b (1 + |rho|) <= 2.
 *
 * The least g is sought from a dense grid (`butterflyGrid`, and the kink at m) and refined between its points: evidence
 * rather than proof, but the grid is fine against every feature that a slice within the fit's bounds can have.
 *
 * @returns the worst place, or `undefined` if there is none
 */
export function findButterfly(slice: SviParameters, quoted: LogMoneynessRange): ButterflyFinding | undefined {
  const slope = slice.b * (1 + Math.abs(slice.rho));
  if (slope > LARGEST_WING_SLOPE) {
    return { kind: 'butterfly', cause: 'slope', logMoneyness: Math.sign(slice.rho) * DOMAIN_LIMIT, value: slope };
  }
  const kink = { low: slice.m - 4 * slice.sigma, high: slice.m + 4 * slice.sigma };
  const grid = [...butterflyGrid(quoted), ...evenGrid(kink, KINK_POINTS)].sort((x, y) => x - y);
  const { at, value } = leastOnGrid((k) => sviDensity(slice, k), grid);
  return value < 0 ? { kind: 'butterfly', cause: 'density', logMoneyness: at, value } : undefined;
}

/** The part of the line where two slices both have quotes, or `undefined` if they have none in common. */
export function commonRange(x: LogMoneynessRange, y: LogMoneynessRange): LogMoneynessRange | undefined {
  const range = { low: Math.max(x.low, y.low), high: Math.min(x.high, y.high) };
  return range.low <= range.high ? range : undefined;
}

/**
 * Looks for calendar arbitrage of a slice against earlier ones: total variance at equal forward log-moneyness must not
 * fall with expiry (Gatheral and Jacquier 2014, lemma 2.1).
 *
 * Compared where both expiries have quotes: only there can both legs of the arbitrage be traded, and the raw SVI wings
 * of a few hours and of a year, extrapolated far beyond their quotes, cross without meaning anything.
 *
 * @returns the worst place over all earlier slices, or `undefined` if there is none
 */
export function findCalendar(slice: CalendarSlice, earlier: readonly CalendarSlice[]): CalendarFinding | undefined {
  let worst: CalendarFinding | undefined;
  for (const before of earlier) {
    const range = commonRange(slice.quotedRange, before.quotedRange);
    if (!range) continue;
    const { at, value } = leastOnGrid(
      (k) => sviTotalVariance(slice.parameters, k) - sviTotalVariance(before.parameters, k),
      evenGrid(range, CALENDAR_POINTS),
    );
    if (-value > (worst?.shortfall ?? 0)) {
      worst = { kind: 'calendar', against: before.expiry, logMoneyness: at, shortfall: -value };
    }
  }
  return worst;
}
