import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { ClosingPrices } from './closingPrices.ts';

/**
 * Prices worse than the mark by a share of the cap of FM-14: 0 is the mark, 1000 the edge of the band. The penalty is
 * rounded in the account's favour, and no price is below zero.
 *
 * @param share per mille of the cap, 0 to 1000
 */
export function pricesInBand(share: bigint): ClosingPrices {
  if (share < 0n || share > C.PER_MILLE) throw new RangeError('the share of the cap is 0 to 1000 per mille');
  return (leg) => {
    const penalty = (penaltyCap(leg) * share) / C.PER_MILLION;
    if (!leg.isLong) return leg.mark + penalty;
    return leg.mark > penalty ? leg.mark - penalty : 0n;
  };
}
