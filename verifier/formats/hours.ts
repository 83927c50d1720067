export const MILLISECONDS_PER_HOUR = 3_600_000;
/** Options and futures expire at 08:00 UTC. */
export const EXPIRY_HOUR = 8;
