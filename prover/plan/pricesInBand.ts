import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { ClosingPrices } from './closingPrices.ts';
import { roundPrice } from './roundPrice.ts';

/**
 * Prices worse than the mark by a share of the cap of FM-14: 0 is the mark, 1000 the edge of the band.
 *
 * @param share per mille of the cap, 0 to 1000
 * @param steps by underlying, money per lot between two prices that a document can hold; 1 unless given
 */
export function pricesInBand(share: bigint, steps: readonly bigint[] = []): ClosingPrices {
  if (share < 0n || share > C.PER_MILLE) throw new RangeError('the share of the cap is 0 to 1000 per mille');
  return (leg) => {
    const penalty = (penaltyCap(leg) * share) / (C.PER_MILLE * C.PER_MILLION);
    return roundPrice(leg, leg.isLong ? leg.mark - penalty : leg.mark + penalty, steps[leg.underlying] ?? 1n);
  };
}
