/**
 * Every width, scale, bound and tag of the statement, once. `circuits/generate` writes them for circom; STATEMENT.md
 * section 2 explains each. Widths are in bits.
 */
export const CONSTANTS = {
  /** Version of the statement: part of the domain, so receipts of different versions never mix. */
  STATEMENT_VERSION: 1n,

  // Shapes of the committed objects. They do not depend on the instance that opens them.
  UNDERLYING_SLOTS: 8n,
  EXPIRY_SLOTS: 14n,
  LINEAR_SLOTS: 8n,
  LINEARS_PER_WORD: 4n,
  /** Option slots in the head of an account or outcome, and in each chunk chained behind it. */
  OPTION_HEAD: 12n,
  OPTION_CHUNK: 24n,
  OPTIONS_PER_WORD: 3n,
  OUTCOMES_PER_WORD: 4n,
  TENOR_BUCKETS: 4n,

  // Tags: every hash but the inner nodes of the scenario tree has one in the lowest bits of its first input (a surface
  // row behind its first slice); the inner nodes have 8 and 16 inputs, which no other hash has.
  TAG_RULEBOOK: 1n,
  TAG_SCENARIO_LEAF: 2n,
  TAG_SURFACE: 3n,
  TAG_SURFACE_ROW: 4n,
  TAG_SNAPSHOT: 5n,
  TAG_SNAPSHOT_ROW: 6n,
  TAG_ACCOUNT: 7n,
  TAG_ACCOUNT_OPTIONS: 8n,
  TAG_OUTCOME: 9n,
  TAG_OUTCOME_OPTIONS: 10n,
  TAG_BITS: 8n,

  // Scenario tree: 16 children at the root, then 8, then 8 leaves with a salt: room for 1,024 leaves.
  TREE_ROOT_BITS: 4n,
  TREE_INNER_BITS: 3n,

  // Market data.
  PRICE_BITS: 36n,
  DISCOUNT_BITS: 20n,
  EXPIRY_HOURS_BITS: 20n,
  TIME_BITS: 32n,
  SECONDS_PER_HOUR: 3600n,

  // Surface: raw SVI in total variance.
  SVI_A_BITS: 34n,
  SVI_A_FRACTION_BITS: 32n,
  SVI_B_BITS: 28n,
  SVI_B_RHO_BITS: 29n,
  SVI_M_BITS: 28n,
  SVI_SIGMA_BITS: 27n,
  SVI_FRACTION_BITS: 26n,
  /** Expiry, a, b, b rho, m, sigma. */
  SVI_SLICE_BITS: 166n,

  /** How far below zero a total variance may be, at 2^-52, and still be floored: 2^-22. */
  TOTAL_VARIANCE_DEFICIT_BITS: 30n,

  // Charter and scenarios.
  SETTLEMENT_UNIT_BITS: 8n,
  SETTLEMENT_UNIT_USD: 1n,
  PER_MILLE: 1000n,
  PER_MILLE_BITS: 10n,
  PER_MILLION: 1_000_000n,
  PER_MILLION_BITS: 20n,
  LOT_FACTOR_BITS: 18n,
  STRIKE_TICK_EXPONENT_BITS: 3n,
  UNDERLYING_BITS: 3n,
  GROUP_BITS: 16n,
  MULTIPLIER_FRACTION_BITS: 20n,
  MULTIPLIER_BITS: 21n,
  VOL_MULTIPLIER_FRACTION_BITS: 10n,
  VOL_MULTIPLIER_WIDTH: 12n,

  // Positions and money. Money is counted in 10^-6 of the settlement currency.
  STRIKE_BITS: 24n,
  LOT_BITS: 22n,
  QUANTITY_BITS: 23n,
  LINEAR_KIND_BITS: 2n,
  LINEAR_KIND_FUTURE: 1n,
  LINEAR_KIND_PERPETUAL: 2n,
  LINEAR_KIND_SPOT: 3n,
  MONEY_BITS: 40n,
  CASH_BITS: 63n,
  SEQUENCE_BITS: 32n,
  /** One bit wider than the sequence itself, so that the successor fits. */
  SEQUENCE_FIELD_BITS: 33n,
  /** Underlying, expiry, strike, put, long, quantity. */
  OPTION_SLOT_BITS: 72n,
  /** Kind, underlying, expiry, long, quantity. */
  LINEAR_SLOT_BITS: 49n,
  CHUNK_COUNT_BITS: 4n,
  EQUITY_BITS: 67n,
  REQUIREMENT_BITS: 88n,
  FEE_BITS: 58n,
  DRAW_BITS: 62n,

  // Error charge (FM-09): a price is within D (F + K) / (2 * EPSILON_INVERSE) of exact Black-76; pricing/formats.ts.
  /** Where the floor of the total standard deviation binds, add D F / FLOOR_ERROR_INVERSE. */
  FLOOR_ERROR_INVERSE: 10_000n,
  /** Where it binds before the shock, the stressed price is off by this many times D F' / FLOOR_ERROR_INVERSE: c is at most 2.25. */
  FLOOR_SHOCK_FACTOR: 3n,
  /** Money units per lot that cover every rounding of one option's prices in equity and requirement. */
  OPTION_ROUNDING: 8n,
  /** The same for a linear leg. */
  LINEAR_ROUNDING: 2n,
  TRIGGER_BITS: 104n,

  // Natural logarithms at 2^37, rounded to nearest.
  LN_2: 95_265_423_098n,
  LN_10: 316_464_885_461n,

  // Closing.
  GAIN_SHIFT: 30n,
  GAIN_BITS: 45n,
  SURPLUS_BITS: 72n,
  LEAST_NOTIONAL_BITS: 124n,
  /** Slack of a closing price against a cap, money. */
  PENALTY_BITS: 42n,
  /** Slack of the fee against its cap, 10^-6 money. */
  FEE_CAP_BITS: 84n,
} as const;
