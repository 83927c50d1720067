import type { Account, ClosedLeg } from '../circuits/objects.ts';
import type { ClosedOutcome } from './opening.ts';

/**
 * The account that a liquidation leaves (FM-16): closed lots removed, a position of no lots gone from its slot, cash
 * moved by what closing brought, fee and draw, the next sequence number, the time of the snapshot. The salt is that of
 * the account before.
 */
export function applyOutcome(before: Account, closed: ClosedOutcome, snapshotTime: bigint): Account {
  let cash = before.cash - closed.fee + closed.draw;
  const close = <P extends { isLong: boolean; quantity: bigint }>(
    slots: readonly (P | null)[],
    legs: readonly ClosedLeg[],
  ): (P | null)[] =>
    slots.map((position, i) => {
      const leg = legs[i];
      if (!position || !leg) return position;
      const paid = leg.quantityClosed * leg.price;
      cash += position.isLong ? paid : -paid;
      const quantity = position.quantity - leg.quantityClosed;
      return quantity === 0n ? null : { ...position, quantity };
    });
  const linears = close(before.linears, closed.linears);
  const options = close(before.options, closed.options);
  return { ...before, sequence: before.sequence + 1n, time: snapshotTime, cash, linears, options };
}
