import { EXPIRY_HOUR, MILLISECONDS_PER_HOUR } from '../../verifier/formats/hours.ts';
import { HOURS_PER_DAY } from './hours.ts';

const FRIDAY = 5;

/** 08:00 UTC of the last Friday of a month (0 to 11, larger months run into later years), in hours since 1970. */
function lastFriday(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0, EXPIRY_HOUR));
  const back = (lastDay.getUTCDay() - FRIDAY + 7) % 7;
  return lastDay.getTime() / MILLISECONDS_PER_HOUR - back * HOURS_PER_DAY;
}

/**
 * The expiries that a venue like Deribit lists at a moment: the next three days, the next two Fridays, the last
 * Fridays of this month and the next, and of the next four quarters; all at 08:00 UTC.
 *
 * @param asOf - milliseconds since 1970-01-01Z
 * @returns hours since 1970-01-01Z, rising: 8 to 11 different expiries
 */
export function listedExpiries(asOf: number): number[] {
  const now = asOf / MILLISECONDS_PER_HOUR;
  const date = new Date(asOf);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const today = Date.UTC(year, month, date.getUTCDate(), EXPIRY_HOUR) / MILLISECONDS_PER_HOUR;
  const nextDay = today > now ? today : today + HOURS_PER_DAY;

  const days = [0, 1, 2].map((i) => nextDay + i * HOURS_PER_DAY);
  const toFriday = (FRIDAY - new Date(nextDay * MILLISECONDS_PER_HOUR).getUTCDay() + 7) % 7;
  const weeks = [0, 1].map((i) => nextDay + (toFriday + 7 * i) * HOURS_PER_DAY);
  const months = [0, 1, 2, 3].map((i) => lastFriday(year, month + i)).filter((hours) => hours > now);
  const quarterEnds = [0, 1, 2, 3, 4].map((i) => lastFriday(year, 3 * Math.floor(month / 3) + 2 + 3 * i));
  const quarters = quarterEnds.filter((hours) => hours > now).slice(0, 4);
  return [...new Set([...days, ...weeks, ...months.slice(0, 2), ...quarters])].sort((x, y) => x - y);
}
