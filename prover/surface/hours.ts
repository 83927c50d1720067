export const HOURS_PER_DAY = 24;
/** Years of 365 days, as Deribit counts time to expiry. */
export const HOURS_PER_YEAR = 365 * HOURS_PER_DAY;
