/**
 * Number formats of the pricing circuits, the single source for models, tables and (through
 * `circuits/generated/pricingFormats.circom`) templates. "At 2^-n" means: the integer is the value times 2^n.
 */

/** Logarithms leave the logarithm template at 2^-37. */
export const LOG_SCALE_BITS = 37;
/** Log-moneyness `k`, SVI shift `m`, slope `b` and total standard deviation `s` are at 2^-26; total variance at 2^-52. */
export const STD_DEV_BITS = 26;
/** Whole bits of `s`: the domain is s < 8 (less 2^-14, see TotalStdDev.circom). */
export const STD_DEV_WHOLE_BITS = 3;
/** Bits of `s` with its rounding offset. */
export const STD_DEV_WIDTH = STD_DEV_BITS + STD_DEV_WHOLE_BITS;
/** The floor 2^-12 of the total standard deviation, part of the definition of a price. */
export const STD_DEV_FLOOR = 1n << 14n;
/** Vol multipliers of a scenario are at 2^-10 and 12 bits wide. */
export const VOL_MULTIPLIER_BITS = 10;
/** Log-moneyness must stay inside (-8, 8). */
export const LOG_MONEYNESS_LIMIT = 8n << BigInt(STD_DEV_BITS);

/** d1 is a hint at 2^-13. */
export const D1_BITS = 13;
/** The low 13 bits of `s` enter N(d1 - s) through one density term; the bits above are at the scale of d1. */
export const STD_DEV_LOW_BITS = STD_DEV_BITS - D1_BITS;
/** Adding half of the low part's range to `s` makes the low part signed. */
export const STD_DEV_OFFSET = 1n << BigInt(STD_DEV_LOW_BITS - 1);
/** The equation of d1 uses `s` with 5 more bits than d1, so that it stays sharp at the floor. */
export const D1_DIVISOR_EXTRA_BITS = 5;
/** N(d1) and N(d2) leave their templates at 2^-80. */
export const CDF_BITS = 80;
/** Added to N(d1) and taken from N(d2), at 2^-80: about 3e-9, so that approximation never makes a price negative. */
export const CDF_BIAS = 3627n << 40n;

/**
 * Prices are charged an error of (DF + DK) / 2 divided by this, ε = 1.25e-7: what is certified for slices of a steepness
 * (b + |b rho|) / s up to 5 under every vol multiplier that a charter may allow (FM-06; audit/error).
 */
export const EPSILON_INVERSE = 8_000_000n;
/**
 * The part of that which does not come from s: the price for a given s at 2^-26 is within (DF + DK) / 2 divided by this
 * (certified: 5.71e-8, audit/error).
 */
export const GIVEN_STD_DEV_ERROR_INVERSE = 17_000_000n;
/** Integer units of rounding that a price may be off on top. */
export const PRICE_UNITS = 1n;
