/** Median and extremes of measured times, in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

const rounded = (value: number) => Number(value.toFixed(2));

/** @param times at least one, in milliseconds */
export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((x, y) => x - y);
  const at = (place: number) => sorted[place] ?? Number.NaN;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median: rounded(median), min: rounded(at(0)), max: rounded(at(sorted.length - 1)), runs: sorted.length };
}
