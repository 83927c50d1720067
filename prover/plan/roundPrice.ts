import type { LegTerms } from '../../circuits/margin/legTerms.ts';

/**
 * A price on a grid, rounded in the account's favour and not below zero: what it sells up, what it buys down.
 *
 * @param step money per lot between two prices
 */
export function roundPrice(leg: LegTerms, price: bigint, step: bigint): bigint {
  if (price <= 0n) return 0n;
  return ((leg.isLong ? price + step - 1n : price) / step) * step;
}
