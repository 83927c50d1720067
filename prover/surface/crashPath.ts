import { parseInstrumentName } from '../../verifier/formats/instrumentName.ts';
import { type MadeUpBook, type MadeUpBookOptions, madeUpBook } from './madeUpBook.ts';

/** Underlyings for which a crash is made up. */
export type CrashUnderlying = 'BTC' | 'ETH';

/** The books before and after a made-up crash. */
export interface CrashPath {
  before: MadeUpBook;
  after: MadeUpBook;
}

const CALM_TIME = Date.UTC(2026, 0, 12, 10, 0);
const CRASH_TIME = Date.UTC(2026, 0, 14, 16, 30);

type Market = Omit<MadeUpBookOptions, 'underlying' | 'asOf' | 'seed' | 'alreadyListed'>;

const CALM: Record<CrashUnderlying, Market> = {
  BTC: {
    index: 92_400,
    atmVol30d: 0.44,
    longRunVarianceRatio: 1.25,
    skew: -0.18,
    curvature: 0.75,
    basisRate: 0.045,
    noiseVolPoints: 0.12,
  },
  ETH: {
    index: 3_180,
    atmVol30d: 0.61,
    longRunVarianceRatio: 1.2,
    skew: -0.14,
    curvature: 0.72,
    basisRate: 0.04,
    noiseVolPoints: 0.15,
  },
};

const CRASH: Record<CrashUnderlying, Market> = {
  BTC: {
    index: 76_700,
    atmVol30d: 0.85,
    longRunVarianceRatio: 0.22,
    skew: -0.42,
    curvature: 0.85,
    basisRate: 0.012,
    noiseVolPoints: 0.3,
  },
  ETH: {
    index: 2_480,
    atmVol30d: 1.08,
    longRunVarianceRatio: 0.25,
    skew: -0.38,
    curvature: 0.82,
    basisRate: 0.01,
    noiseVolPoints: 0.35,
  },
};

/**
 * A made-up crash as two books: calm on 12 January 2026 (BTC at 92,400, 30-day vol 44%, rising with expiry), and two
 * days later 17% lower (30-day vol 85%, inverted, steeper skew). ETH falls by 22% beside it.
 *
 * Strikes listed before stay listed after, so positions taken in the first book have marks in the second.
 */
export function crashPath(underlying: CrashUnderlying = 'BTC', seed = 20_260_112): CrashPath {
  const before = madeUpBook({ ...CALM[underlying], underlying, asOf: CALM_TIME, seed });
  const alreadyListed = new Map<number, number[]>();
  for (const row of before.result) {
    const instrument = parseInstrumentName(row.instrument_name);
    if (instrument.kind !== 'option') continue;
    const strikes = alreadyListed.get(instrument.expiryHours) ?? [];
    strikes.push(Number(instrument.strike));
    alreadyListed.set(instrument.expiryHours, strikes);
  }
  const after = madeUpBook({ ...CRASH[underlying], underlying, asOf: CRASH_TIME, seed: seed + 1, alreadyListed });
  return { before, after };
}
