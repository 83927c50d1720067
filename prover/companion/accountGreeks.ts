import { CONSTANTS as C } from '../../circuits/constants.ts';
import { InputError } from '../../circuits/errors.ts';
import type { Account, LinearPosition, OptionPosition, Snapshot, Surface } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import type { Unit } from '../../verifier/formats/decimal.ts';
import { unitsOf } from '../../verifier/formats/position.ts';
import { HOURS_PER_YEAR } from '../surface/hours.ts';
import { black76Greeks } from './black76Greeks.ts';
import type { Greeks } from './greeks.ts';
import { sliceParameters } from './sliceParameters.ts';
import { type CountedGreeks, sumGreeks } from './sumGreeks.ts';
import { sviTotalVariance } from './sviTotalVariance.ts';
import { totalStdDev } from './totalStdDev.ts';

/** What the Greeks of an account are computed from. */
export interface AccountGreeksInput {
  published: PublishedCharter;
  snapshot: Snapshot;
  surface: Surface;
  account: Account;
}

/** Greeks of one position. */
export interface LegGreeks {
  /** Number of the underlying. */
  underlying: number;
  /** Of a long position in one unit of the underlying. */
  perUnit: Greeks;
  /** Of a long position of one lot. */
  perLot: Greeks;
  /** Of all lots held, with the sign of the held side: what the account gains. */
  held: Greeks;
}

/** Greeks of one option position, with what the surface says of it. */
export interface OptionGreeks extends LegGreeks {
  /** Of its strike, per square root of a year. */
  volatility: number;
  /** Time to expiry, in years of 365 days. */
  years: number;
}

/** Greeks of an account. Legs stand at the place of their position; `null` for an empty slot. */
export interface AccountGreeks {
  options: (OptionGreeks | null)[];
  linears: (LegGreeks | null)[];
  /**
   * Sum over the legs of each underlying that the account holds, by the underlying's number: vega and theta in the
   * settlement currency, delta in units of the underlying, which is the settlement currency gained where index,
   * perpetual mark and all forwards of the underlying rise by 1.00 together. There is no sum over underlyings, because
   * their deltas are of different things.
   */
  underlyings: ReadonlyMap<number, Greeks>;
}

const SECONDS_PER_YEAR = HOURS_PER_YEAR * Number(C.SECONDS_PER_HOUR);

/** A future, a perpetual or a spot holding of one unit: its mark moves one for one, undiscounted, and nothing else. */
const LINEAR: Greeks = { delta: 1, gamma: 0, vega: 0, vegaPerPoint: 0, theta: 0, thetaPerDay: 0 };

function refuse(code: string, field: string, why: string, remedy: string): never {
  throw new InputError(code, `${field} ${why}`, { field, remedy });
}

function ratio({ numerator, denominator }: Unit): number {
  return Number(numerator) / Number(denominator);
}

function times(count: number, greeks: Greeks): Greeks {
  return sumGreeks([{ count, greeks }]);
}

function legGreeks(position: OptionPosition | LinearPosition, perUnit: Greeks, published: PublishedCharter): LegGreeks {
  const perLot = times(ratio(unitsOf(published, position.underlying).lotSize), perUnit);
  const lots = Number(position.quantity);
  return {
    underlying: position.underlying,
    perUnit,
    perLot,
    held: times(position.isLong ? lots : -lots, perLot),
  };
}

function optionGreeks(
  position: OptionPosition,
  { published, snapshot, surface }: AccountGreeksInput,
  field: string,
): OptionGreeks {
  const { underlying, expiryHours, strike, isPut } = position;
  const market = snapshot.underlyings[underlying]?.expiries.find((expiry) => expiry?.expiryHours === expiryHours);
  if (!market) {
    return refuse('INSTRUMENT_UNKNOWN', field, 'has an expiry that the snapshot does not list', 'Give its snapshot.');
  }
  const slice = surface.rows[underlying]?.find((row) => row?.expiryHours === expiryHours);
  if (!slice) {
    return refuse('SURFACE_MISSING', field, 'has an expiry without a slice', 'Give a surface that covers it.');
  }
  const years = Number(expiryHours * C.SECONDS_PER_HOUR - snapshot.time) / SECONDS_PER_YEAR;
  if (years <= 0) {
    return refuse('INSTRUMENT_EXPIRED', field, 'has expired at the time of the snapshot', 'Settle it into cash first.');
  }

  const { priceUnit, strikeTick } = unitsOf(published, underlying);
  const forward = Number(market.forward) * ratio(priceUnit);
  const strikePrice = Number(strike) * ratio(strikeTick);
  const totalVariance = sviTotalVariance(sliceParameters(slice), Math.log(strikePrice / forward));
  const volatility = totalStdDev(totalVariance) / Math.sqrt(years);
  const perUnit = black76Greeks({
    forward,
    strike: strikePrice,
    volatility,
    years,
    discountFactor: 1 - Number(market.discountGap) * 2 ** -Number(C.DISCOUNT_BITS),
    isPut,
  });
  return { ...legGreeks(position, perUnit, published), volatility, years };
}

/**
 * Greeks of every position of an account on the committed surface, and their sums. In floating point: for explanations,
 * not for proofs. Conventions: `Greeks`, `black76Greeks`.
 *
 * Options take the forward and discount of their expiry and the volatility √(w/years) of their strike, with the floor
 * s ≥ 2^-12 of FM-06; where the floor binds, it is the floor's volatility, and vega is by that: the mark itself does not
 * follow the surface there. The volatility of a strike is held while the forward moves (sticky strike). The surface is a
 * function of strike over forward, so a mark taken from the same slice at another forward moves by more or less than
 * delta where the smile has a slope. The volatility is also held while time passes. Linear legs have a delta only, 1 per
 * unit: by the forward (future), the perpetual mark, or the index (spot).
 *
 * @throws InputError `INSTRUMENT_UNKNOWN`, `INSTRUMENT_EXPIRED`, `SURFACE_MISSING` where a position has no market data
 *   or no slice; they name the place in the account
 */
export function accountGreeks(input: AccountGreeksInput): AccountGreeks {
  const { published, account } = input;
  const options = account.options.map(
    (position, i) => position && optionGreeks(position, input, `account.options[${i}]`),
  );
  const linears = account.linears.map((position) => position && legGreeks(position, LINEAR, published));

  const parts = new Map<number, CountedGreeks[]>();
  for (const leg of [...options, ...linears]) {
    if (!leg) continue;
    parts.set(leg.underlying, [...(parts.get(leg.underlying) ?? []), { count: 1, greeks: leg.held }]);
  }
  const underlyings = new Map([...parts].map(([underlying, legs]) => [underlying, sumGreeks(legs)]));
  return { options, linears, underlyings };
}
