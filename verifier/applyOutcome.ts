import { accountAfterClose } from '../circuits/commitment/accountAfterClose.ts';
import type { Account, ClosedLeg } from '../circuits/objects.ts';
import type { ClosedOutcome } from './opening.ts';

/**
 * The account that a liquidation leaves (FM-16): closed lots removed, cash moved by what closing brought, fee and draw,
 * the next sequence number, the time of the snapshot. The salt is that of the account before.
 */
export function applyOutcome(before: Account, closed: ClosedOutcome, snapshotTime: bigint): Account {
  const proceeds = (slots: readonly ({ isLong: boolean } | null)[], legs: readonly ClosedLeg[]) =>
    legs.reduce((sum, { quantityClosed, price }, i) => {
      const position = slots[i];
      if (!position) return sum;
      return position.isLong ? sum + quantityClosed * price : sum - quantityClosed * price;
    }, 0n);
  const brought = proceeds(before.linears, closed.linears) + proceeds(before.options, closed.options);
  const cash = before.cash + brought - closed.fee + closed.draw;
  return accountAfterClose(before, closed, cash, snapshotTime, before.salt);
}
