/** Seconds with two decimals. @param milliseconds time */
export const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

/** A time in the unit that fits it. @param milliseconds time */
export const time = (milliseconds: number) =>
  milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : seconds(milliseconds);

/** A whole number with commas between thousands. */
export const count = (value: number) => value.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** A size in the decimal unit that fits it. */
export function bytes(value: number): string {
  if (value < 10_000) return `${count(value)} bytes`;
  if (value < 1_000_000) return `${(value / 1000).toFixed(1)} kB`;
  return value < 1e10 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(1)} GB`;
}
