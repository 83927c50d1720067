import type { Account } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../formats/charter.ts';
import { unitsOf, writeInstrument, writeQuantity } from '../formats/position.ts';

/** What an account holds: signed canonical decimals in units of the underlying, by the instrument's name. */
export function heldQuantities({ linears, options }: Account, published: PublishedCharter): Map<string, string> {
  return new Map(
    [...linears, ...options].flatMap((position) => {
      if (!position) return [];
      const { quantity, isLong, underlying } = position;
      const size = writeQuantity(isLong ? quantity : -quantity, unitsOf(published, underlying));
      return [[writeInstrument(position, published), size]];
    }),
  );
}
