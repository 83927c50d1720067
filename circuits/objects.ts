/**
 * The committed objects in fixed point, as circuit and model read them. Formats and bounds: STATEMENT.md section 3.
 * All numbers are integers; the scale of each is said beside it. `null` is an empty slot.
 */

/** Public rules of a venue. */
export interface Charter {
  /** 1 = US dollar, counted in 10^-6. */
  settlementUnit: bigint;
  /** β, the target buffer over the requirement, per mille. */
  targetBuffer: bigint;
  /** h, the share of a long option's mark that counts, per mille. */
  longCredit: bigint;
  /** Whether clause FM-13 is in force. */
  leastNotional: boolean;
  /** Whether all underlyings must take leaves of one group. */
  jointScenarios: boolean;
  /** Largest weight of a scenario, per mille. */
  weightMaximum: bigint;
  /** The three boundaries between tenor buckets, in hours, strictly increasing. */
  bucketHours: readonly bigint[];
  /** Bounds of the vol multiplier in each tenor bucket, 2^-10. */
  volMinimum: readonly bigint[];
  volMaximum: readonly bigint[];
  /** keccak-256 of the charter document, shifted right by 8: binds names and units that the circuit does not read. */
  documentHash: bigint;
  /** At most 8; the position is the underlying's number everywhere. */
  underlyings: readonly CharterUnderlying[];
}

export interface CharterUnderlying {
  /** Money (10^-6) per lot for one price unit: priceUnit * lotSize / 10^-6. */
  lotFactor: bigint;
  /** A strike counts 10^strikeTickExponent price units. */
  strikeTickExponent: bigint;
  /** Charge on the notional of a short option lot, 10^-6. */
  shortOptionRate: bigint;
  /** Charge on the notional of a linear lot, 10^-6. */
  linearRate: bigint;
  /** Liquidation fee on closed notional, 10^-6. */
  feeRate: bigint;
  /** Caps of the penalty: share of the notional (10^-6), base share (10^-6) and share of the mark (per mille). */
  penaltyNotionalRate: bigint;
  penaltyBaseRate: bigint;
  penaltyMarkRate: bigint;
  /** Bounds of the forward multiplier, 2^-20. */
  forwardMinimum: bigint;
  forwardMaximum: bigint;
}

/** One stress scenario of one underlying. */
export interface ScenarioLeaf {
  underlying: number;
  group: bigint;
  /** f, 2^-20. */
  forwardMultiplier: bigint;
  /** ω, per mille. */
  weight: bigint;
  /** c for each tenor bucket, 2^-10. */
  volMultipliers: readonly bigint[];
}

/** A leaf with the nodes that lead to the root: every child of the nodes on the path, and the salt of its own node. */
export interface ScenarioOpening {
  leaf: ScenarioLeaf;
  root: readonly bigint[];
  middle: readonly bigint[];
  bottom: readonly bigint[];
  bottomSalt: bigint;
}

/** Raw SVI of one expiry: w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)). */
export interface SviSlice {
  expiryHours: bigint;
  /** 2^-32, signed. */
  a: bigint;
  /** 2^-26. */
  b: bigint;
  /** b * rho, 2^-26, signed. */
  bRho: bigint;
  /** 2^-26, signed. */
  m: bigint;
  /** 2^-26. */
  sigma: bigint;
}

export interface Surface {
  number: bigint;
  /** Commitment of the surface before, 0 for the first. */
  previous: bigint;
  salt: bigint;
  /** rows[underlying][slot]; the slot of an expiry is its slot in the snapshot. */
  rows: readonly (readonly (SviSlice | null)[] | null)[];
}

export interface SnapshotExpiry {
  expiryHours: bigint;
  /** In price units of the underlying. */
  forward: bigint;
  /** 1 - D, 2^-20. */
  discountGap: bigint;
}

export interface SnapshotUnderlying {
  index: bigint;
  perpetual: bigint;
  expiries: readonly (SnapshotExpiry | null)[];
}

export interface Snapshot {
  feed: bigint;
  round: bigint;
  /** Seconds since 1970-01-01T00:00:00Z. */
  time: bigint;
  previous: bigint;
  quotesRoot: bigint;
  underlyings: readonly (SnapshotUnderlying | null)[];
}

export interface OptionPosition {
  underlying: number;
  expiryHours: bigint;
  /** In strike ticks of the underlying. */
  strike: bigint;
  isPut: boolean;
  isLong: boolean;
  /** Lots held, at least 1. */
  quantity: bigint;
}

export type LinearKind = 'future' | 'perpetual' | 'spot';

export interface LinearPosition {
  underlying: number;
  kind: LinearKind;
  /** 0 for perpetual and spot. */
  expiryHours: bigint;
  isLong: boolean;
  quantity: bigint;
}

export interface Account {
  ownerTag: bigint;
  accountNumber: bigint;
  sequence: bigint;
  /** Seconds since 1970-01-01T00:00:00Z. */
  time: bigint;
  settlementUnit: bigint;
  /** Ledger cash less Σ sgn N × last settlement price of futures and perpetuals, 10^-6, signed. */
  cash: bigint;
  salt: bigint;
  linears: readonly (LinearPosition | null)[];
  options: readonly (OptionPosition | null)[];
}

/** Lots closed of one leg and the price per lot at which they passed to the liquidator. */
export interface ClosedLeg {
  quantityClosed: bigint;
  /** Money per lot, 10^-6; 0 where nothing is closed. */
  price: bigint;
}

export interface Outcome {
  salt: bigint;
  /** Money, signed. */
  equity: bigint;
  /** R_σ at 10^-6 of a money unit, signed. */
  requirement: bigint;
  fee: bigint;
  draw: bigint;
  terminal: boolean;
  linears: readonly ClosedLeg[];
  options: readonly ClosedLeg[];
}
