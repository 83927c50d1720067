export const MILLISECONDS_PER_HOUR = 3_600_000;
export const HOURS_PER_DAY = 24;
/** Years of 365 days, as Deribit counts time to expiry. */
export const HOURS_PER_YEAR = 365 * HOURS_PER_DAY;
/** Options and futures expire at 08:00 UTC. */
export const EXPIRY_HOUR = 8;
