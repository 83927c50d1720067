/**
 * Quantile by nearest rank: the least value that at least this share of the values does not exceed.
 *
 * @param sorted rising, at least one
 * @param share above 0, at most 1
 */
export function nearestRank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(Math.ceil(share * sorted.length), 1) - 1] ?? Number.NaN;
}
