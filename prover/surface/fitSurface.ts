import { type SviParameters, sviTotalVariance } from '../companion/sviTotalVariance.ts';
import {
  type ButterflyFinding,
  type CalendarFinding,
  type CalendarSlice,
  commonRange,
  evenGrid,
  findButterfly,
  findCalendar,
} from './arbitrage.ts';
import type { BookExpiry, OptionBook, OptionQuote } from './book.ts';
import { fitSvi, rmseVolPoints, SVI_BOUNDS, type SviFit, type VarianceFloor } from './fitSvi.ts';
import type { FittedSlice, FittedSurface } from './fittedSurface.ts';
import { PARAMETER_DIGITS, quantizeSvi } from './quantizeSvi.ts';
import { selectSmile } from './selectSmile.ts';

/** Raw SVI has five parameters. */
const LEAST_STRIKES = 5;
/** A repair that worsens the fit by more is refused: the quotes themselves then contradict each other. */
export const LARGEST_REPAIR_COST = 1;
/** A slice that misses its quotes by more, in vol points, is refused. Real books reach 3.3, hours before expiry. */
export const LARGEST_RMSE = 5;
const PENALTY_STRENGTHS = [10, 100, 1e3, 1e4] as const;
const FLOOR_POINTS = 41;
const PRICE_DIGITS = 8;

type Finding = ButterflyFinding | CalendarFinding;

/** Decimal string without superfluous zeros. */
function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits);
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}

function describe(finding: Finding): string {
  const at = `at log-moneyness ${finding.logMoneyness.toFixed(3)}`;
  if (finding.kind === 'calendar') {
    return `calendar arbitrage against ${finding.against} (total variance falls by ${finding.shortfall.toExponential(2)} ${at})`;
  }
  if (finding.cause === 'slope') return `butterfly arbitrage (a wing's slope is ${finding.value.toFixed(3)}, above 2)`;
  return `butterfly arbitrage (g = ${finding.value.toPrecision(3)} ${at})`;
}

/** Looks for arbitrage in one slice and against the earlier ones. */
function findArbitrage(slice: CalendarSlice, earlier: readonly CalendarSlice[]): Finding[] {
  return [findButterfly(slice.parameters, slice.quotedRange), findCalendar(slice, earlier)].filter(
    (finding) => finding !== undefined,
  );
}

/** Least total variances that earlier slices leave for one with this quoted range. */
function floorsFrom(slice: CalendarSlice, earlier: readonly CalendarSlice[]): VarianceFloor[] {
  return earlier.flatMap((before) => {
    const range = commonRange(slice.quotedRange, before.quotedRange);
    if (!range) return [];
    return evenGrid(range, FLOOR_POINTS).map((logMoneyness) => ({
      logMoneyness,
      totalVariance: sviTotalVariance(before.parameters, logMoneyness),
    }));
  });
}

/**
 * Refits a slice with penalties that grow until no arbitrage is found; what calendar shortfall is left between the
 * penalty's grid points is mended by lifting `a`, which raises total variance everywhere alike.
 *
 * @returns the repaired fit, or `undefined` when arbitrage remains
 */
function repair(
  points: readonly OptionQuote[],
  years: number,
  slice: CalendarSlice,
  earlier: readonly CalendarSlice[],
): { fit: SviFit; how: string } | undefined {
  const floors = floorsFrom(slice, earlier);
  let start: SviParameters = slice.parameters;
  for (const strength of PENALTY_STRENGTHS) {
    const fit = fitSvi(points, years, { strength, butterfly: true, floors }, start);
    const how = `refitted with a penalty of weight ${strength}`;
    const refitted = { ...slice, parameters: fit.parameters };
    if (findArbitrage(refitted, earlier).length === 0) return { fit, how };
    const shortfall = findCalendar(refitted, earlier)?.shortfall;
    if (shortfall !== undefined) {
      const parameters = quantizeSvi({ ...fit.parameters, a: fit.parameters.a + shortfall + 2 ** -31 });
      const lifted = { parameters, rmseVolPoints: rmseVolPoints(parameters, points, years) };
      if (findArbitrage({ ...slice, parameters }, earlier).length === 0) {
        return { fit: lifted, how: `${how} and lifted by ${shortfall.toExponential(2)} in a` };
      }
    }
    start = fit.parameters;
  }
  return undefined;
}

type SliceResult = { slice: FittedSlice; calendar: CalendarSlice } | { reason: string };

function fitSlice(expiry: BookExpiry, earlier: readonly CalendarSlice[]): SliceResult {
  const { used, belowTick } = selectSmile(expiry);
  if (used.length < LEAST_STRIKES) {
    return { reason: `${used.length} strikes have a mark; a slice needs ${LEAST_STRIKES}` };
  }
  const logs = used.map((quote) => quote.logMoneyness);
  const quotedRange = { low: Math.min(...logs), high: Math.max(...logs) };
  let fit = fitSvi(used, expiry.years);
  const calendar = { expiry: expiry.expiry, parameters: fit.parameters, quotedRange };
  const notes: string[] = [];
  if (belowTick > 0) notes.push(`${belowTick} strikes marked below 0.0001 of the forward are left out of the fit`);

  const findings = findArbitrage(calendar, earlier);
  if (findings.length > 0) {
    const found = findings.map(describe).join(' and ');
    const repaired = repair(used, expiry.years, calendar, earlier);
    if (!repaired) return { reason: `${found}: not repaired by any penalty` };
    const cost = `RMSE ${fit.rmseVolPoints.toFixed(3)} before, ${repaired.fit.rmseVolPoints.toFixed(3)} after, in vol points`;
    if (repaired.fit.rmseVolPoints - fit.rmseVolPoints > LARGEST_REPAIR_COST) {
      return { reason: `${found}: the repair costs more than ${LARGEST_REPAIR_COST} vol point (${cost})` };
    }
    notes.push(`${found}: ${repaired.how}; ${cost}`);
    fit = repaired.fit;
    calendar.parameters = fit.parameters;
  }
  if (fit.rmseVolPoints > LARGEST_RMSE) {
    return { reason: `RMSE is ${fit.rmseVolPoints.toFixed(2)} vol points; at most ${LARGEST_RMSE} are accepted` };
  }
  const { a, b, rho, m, sigma } = fit.parameters;
  if (Math.abs(a) >= SVI_BOUNDS.a)
    return { reason: `its variance is beyond the committed format (|a| < ${SVI_BOUNDS.a})` };
  const slice: FittedSlice = {
    expiry: expiry.expiry,
    expiryHours: expiry.expiryHours,
    forward: decimal(expiry.forward, PRICE_DIGITS),
    discount: '1',
    a: decimal(a, PARAMETER_DIGITS),
    b: decimal(b, PARAMETER_DIGITS),
    rho: decimal(rho, PARAMETER_DIGITS),
    m: decimal(m, PARAMETER_DIGITS),
    sigma: decimal(sigma, PARAMETER_DIGITS),
    rmseVolPoints: Number(fit.rmseVolPoints.toFixed(4)),
    quotes: used.length,
    status: findings.length > 0 ? 'repaired' : 'fitted',
    notes,
  };
  return { slice, calendar };
}

/**
 * Fits a raw SVI surface to an option book, expiry by expiry from the nearest.
 *
 * A slice with butterfly arbitrage, or with calendar arbitrage against an earlier slice, is fitted again under
 * penalties; if that fails, or costs more than `LARGEST_REPAIR_COST` vol points, or the slice misses its quotes by more
 * than `LARGEST_RMSE`, the expiry is refused and listed with the reason. Equal books give equal surfaces.
 */
export function fitSurface(book: OptionBook): FittedSurface {
  const slices: FittedSlice[] = [];
  const refused: FittedSurface['refused'] = [];
  const earlier: CalendarSlice[] = [];
  for (const expiry of book.expiries) {
    const result = fitSlice(expiry, earlier);
    if ('reason' in result) {
      refused.push({ expiry: expiry.expiry, reason: result.reason });
      continue;
    }
    slices.push(result.slice);
    earlier.push(result.calendar);
  }
  const quotes = slices.reduce((sum, slice) => sum + slice.quotes, 0);
  const squares = slices.reduce((sum, slice) => sum + slice.rmseVolPoints ** 2 * slice.quotes, 0);
  return {
    format: 'fairmark.surface.v1',
    underlying: book.underlying,
    asOf: new Date(book.asOf).toISOString(),
    index: decimal(book.index, PRICE_DIGITS),
    slices,
    refused,
    rmseVolPoints: quotes === 0 ? 0 : Number(Math.sqrt(squares / quotes).toFixed(4)),
  };
}
