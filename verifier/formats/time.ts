import { CONSTANTS as C } from '../../circuits/constants.ts';
import { refuse } from './refuse.ts';

/**
 * Reads a time as `2026-03-20T12:00:00Z`: UTC, whole seconds.
 *
 * @returns seconds since 1970-01-01T00:00:00Z, below 2^33
 * @throws InputError `TIME_INVALID`
 */
export function readTime(value: unknown, field: string): bigint {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) {
    const milliseconds = Date.parse(value);
    // Date.parse carries a 30 February into March; the text of what it read shows it.
    if (milliseconds >= 0 && new Date(milliseconds).toISOString() === `${value.slice(0, -1)}.000Z`) {
      const seconds = BigInt(milliseconds / 1000);
      if (seconds >> C.TIME_BITS === 0n) return seconds;
    }
  }
  return refuse('TIME_INVALID', field, 'is not a time in UTC with whole seconds', {
    remedy: 'Write it as 2026-03-20T12:00:00Z.',
  });
}

/** Seconds since 1970-01-01T00:00:00Z as `2026-03-20T12:00:00Z`. */
export function writeTime(seconds: bigint): string {
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, -5)}Z`;
}
