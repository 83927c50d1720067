import { MILLISECONDS_PER_HOUR } from '../../verifier/formats/hours.ts';
import { formatInstrumentName } from '../../verifier/formats/instrumentName.ts';
import { black76 } from '../companion/black76.ts';
import { HOURS_PER_YEAR } from './hours.ts';
import { listedExpiries } from './listedExpiries.ts';
import { createRandom, type Random } from './random.ts';

/** What a made-up book looks like. Volatilities are annual, 0.44 for 44%. */
export interface MadeUpBookOptions {
  underlying: string;
  /** Price of the index. */
  index: number;
  /** Milliseconds since 1970-01-01Z. */
  asOf: number;
  /** At-the-money volatility 30 days out. */
  atmVol30d: number;
  /** Long-run variance over that of the next hour: above 1 vol rises with expiry, below 1 the curve is inverted. */
  longRunVarianceRatio: number;
  /** Correlation of the surface: negative where puts are dearer than calls; above -0.9, below 0.9. */
  skew: number;
  /** Curvature of the smiles (eta of the surface), 0.5 to 1.1. */
  curvature: number;
  /** Annual rate at which forwards stand above the index. */
  basisRate: number;
  /** Standard deviation of the noise in mark volatilities, in vol points. */
  noiseVolPoints: number;
  seed: number;
  /** Strikes listed before, by hours of expiry: they stay listed as the index moves. */
  alreadyListed?: ReadonlyMap<number, readonly number[]>;
}

/** One row in the shape of Deribit's book summary; prices in coin, `mark_iv` in percent. */
export interface MadeUpRow {
  instrument_name: string;
  base_currency: string;
  quote_currency: string;
  underlying_index: string;
  underlying_price: number;
  estimated_delivery_price: number;
  interest_rate: number;
  bid_price: number | null;
  ask_price: number | null;
  mid_price: number | null;
  mark_price: number;
  mark_iv: number;
  open_interest: number;
  creation_timestamp: number;
}

/** A made-up book, in the shape of the response of `public/get_book_summary_by_currency`. */
export interface MadeUpBook {
  jsonrpc: '2.0';
  result: MadeUpRow[];
}

/** Mean reversion time of variance, in years. */
const REVERSION_YEARS = 0.12;
/** Exponent of the curvature's decay with total variance. */
const CURVATURE_POWER = 0.42;
/** Ladders reach this many standard deviations to either side. */
const LADDER_DEVIATIONS = 3;
const STRIKE_STEPS = [1, 2, 2.5, 5, 10] as const;

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The step among 1, 2, 2.5 and 5 times a power of ten that is nearest to `size` in ratio. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const distance = (step: number): number => Math.abs(Math.log((step * power) / size));
  return STRIKE_STEPS.reduce((x, y) => (distance(y) < distance(x) ? y : x)) * power;
}

/** Total variance at the money: variance reverts from its value now to its long-run value, so it always rises. */
function atmTotalVariance(options: MadeUpBookOptions, years: number): number {
  const { longRunVarianceRatio: ratio, atmVol30d } = options;
  const shape = (t: number): number => ratio * t + (1 - ratio) * REVERSION_YEARS * (1 - Math.exp(-t / REVERSION_YEARS));
  return (atmVol30d ** 2 * (30 / 365) * shape(years)) / shape(30 / 365);
}

/**
 * Total variance of the made-up surface: SSVI with a power law, which is free of arbitrage for these parameters
 * (Gatheral and Jacquier 2014, section 4).
 */
function surfaceTotalVariance(theta: number, logMoneyness: number, skew: number, curvature: number): number {
  const phi = curvature / (theta ** CURVATURE_POWER * (1 + theta) ** (1 - CURVATURE_POWER));
  const x = phi * logMoneyness;
  return (theta / 2) * (1 + skew * x + Math.sqrt((x + skew) ** 2 + 1 - skew * skew));
}

/** Strikes around a forward: fine near it and coarser in the wings, as venues list them. */
function strikeLadder(forward: number, totalStdDev: number, years: number): number[] {
  const days = years * 365;
  const fine = roundStep(forward * (days < 4 ? 0.0055 : days < 10 ? 0.011 : days < 45 ? 0.022 : 0.055));
  const reach = LADDER_DEVIATIONS * Math.max(totalStdDev, 0.02);
  const strikes = new Set<number>();
  for (const [step, width] of [
    [fine, reach / 3],
    [2 * fine, reach / 1.6],
    [10 * fine, reach],
  ] as const) {
    const last = forward * Math.exp(width);
    for (let n = Math.ceil((forward * Math.exp(-width)) / step); n * step <= last; n++) {
      strikes.add(round(n * step, 8));
    }
  }
  return [...strikes].filter((strike) => strike > 0);
}

/** Price steps of coin options on Deribit: 0.0001, and 0.0005 from 0.005 upward. */
function tickOf(price: number): number {
  return price >= 0.005 ? 0.0005 : 0.0001;
}

/** Bid and ask around a mark: wider and often missing in the wings. */
function quoteAround(mark: number, wing: number, random: Random): { bid: number | null; ask: number | null } {
  const tick = tickOf(mark);
  const half = Math.max(tick / 2, mark * (0.01 + 0.02 * wing * wing) * (0.6 + 0.8 * random.uniform()));
  const bidSteps = Math.floor((mark - half) / tick);
  const askSteps = Math.max(Math.ceil((mark + half) / tick), 1);
  const bidMissing = bidSteps < 1 || random.uniform() < 0.12 * wing;
  const askMissing = random.uniform() < 0.08 * wing;
  return { bid: bidMissing ? null : round(bidSteps * tick, 4), ask: askMissing ? null : round(askSteps * tick, 4) };
}

/**
 * Makes up an option book in the shape of Deribit's `public/get_book_summary_by_currency`: 8 to 11 expiries, strike
 * ladders, marks by Black-76 on an arbitrage-free surface with a little noise, bids and asks that thin out in the wings.
 *
 * Nothing in it is market data. Equal options give equal books.
 */
export function madeUpBook(options: MadeUpBookOptions): MadeUpBook {
  const { underlying, index, asOf, skew, curvature, alreadyListed } = options;
  const random = createRandom(options.seed);
  const result: MadeUpRow[] = [];
  for (const expiryHours of listedExpiries(asOf)) {
    const years = (expiryHours - asOf / MILLISECONDS_PER_HOUR) / HOURS_PER_YEAR;
    const theta = atmTotalVariance(options, years);
    const forward = index * Math.exp(options.basisRate * years + 2e-5 * random.normal());
    const ladder = strikeLadder(forward, Math.sqrt(theta), years);
    const strikes = [...new Set([...ladder, ...(alreadyListed?.get(expiryHours) ?? [])])].sort((x, y) => x - y);
    const expiryName = formatInstrumentName({ kind: 'future', underlying, expiryHours });
    for (const strike of strikes) {
      const logMoneyness = Math.log(strike / forward);
      const wing = Math.min(Math.abs(logMoneyness) / Math.sqrt(theta) / LADDER_DEVIATIONS, 1.5);
      const clean = Math.sqrt(surfaceTotalVariance(theta, logMoneyness, skew, curvature) / years);
      // Both options of a strike share their vol, as a venue marks them; noise grows a little into the wings.
      const volatility = clean + (options.noiseVolPoints / 100) * (0.5 + wing) * random.normal();
      for (const isPut of [false, true]) {
        const totalStdDev = volatility * Math.sqrt(years);
        const underlyingPrice = round(forward * (1 + 1e-5 * random.normal()), 4);
        const mark = black76({ forward: underlyingPrice, strike, totalStdDev, isPut }) / underlyingPrice;
        const { bid, ask } = quoteAround(mark, wing, random);
        result.push({
          instrument_name: formatInstrumentName({
            kind: 'option',
            underlying,
            expiryHours,
            strike: String(strike),
            isPut,
          }),
          base_currency: underlying,
          quote_currency: underlying,
          underlying_index: expiryName,
          underlying_price: underlyingPrice,
          estimated_delivery_price: round(index * (1 + 5e-6 * random.normal()), 2),
          interest_rate: 0,
          bid_price: bid,
          ask_price: ask,
          mid_price: bid !== null && ask !== null ? round((bid + ask) / 2, 5) : null,
          mark_price: round(mark, 8),
          mark_iv: round(100 * volatility, 2),
          open_interest: round(Math.floor((800 * random.uniform() ** 3) / (1 + 2 * wing)) / 10, 1),
          creation_timestamp: asOf,
        });
      }
    }
  }
  return { jsonrpc: '2.0', result };
}
