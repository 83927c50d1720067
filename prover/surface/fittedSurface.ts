/** One expiry of a fitted surface. Parameters are decimal strings: they are committed, and must not pass a float. */
export interface FittedSlice {
  /** As in instrument names: `27MAR26`. */
  expiry: string;
  /** Hours since 1970-01-01Z. */
  expiryHours: number;
  /** Price of the forward, decimal string. */
  forward: string;
  /** Discount factor to the expiry, decimal string; crypto venues margin in the settlement coin and use 1. */
  discount: string;
  /** Raw SVI of total variance; printed with 12 digits, which rounding to 2^-32 (a) or 2^-26 gives back exactly. */
  a: string;
  b: string;
  rho: string;
  m: string;
  sigma: string;
  /** Root mean square error of volatility over the quotes used, in vol points (1 = 1%). */
  rmseVolPoints: number;
  /** Number of quotes used, one per strike. */
  quotes: number;
  /** `repaired`: the free fit had arbitrage and was replaced; the notes say what and at which cost. */
  status: 'fitted' | 'repaired';
  notes: string[];
}

/** A fitted surface of one underlying: what `fairmark fit` writes, as JSON. */
export interface FittedSurface {
  format: 'fairmark.surface.v1';
  underlying: string;
  /** ISO 8601, UTC. */
  asOf: string;
  /** Price of the index, decimal string. */
  index: string;
  /** By rising expiry. */
  slices: FittedSlice[];
  /** Expiries without a slice: their options cannot be priced on this surface. */
  refused: { expiry: string; reason: string }[];
  /** Root mean square error over all quotes of all slices, in vol points. */
  rmseVolPoints: number;
}
