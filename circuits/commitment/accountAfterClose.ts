import type { Close } from '../liquidation.ts';
import type { Account } from '../objects.ts';

/**
 * FM-16: the account after a close. Closed lots are gone, a leg without lots leaves an empty slot, cash is the settled
 * one, the state is one further and dated at the snapshot, and the salt is fresh.
 */
export function accountAfterClose(
  account: Account,
  close: Pick<Close, 'options' | 'linears'>,
  cashAfter: bigint,
  snapshotTime: bigint,
  salt: bigint,
): Account {
  const reduce = <P extends { quantity: bigint }>(
    positions: readonly (P | null)[],
    closed: Close['options'],
  ): (P | null)[] =>
    positions.map((position, i) => {
      const quantity = (position?.quantity ?? 0n) - (closed[i]?.quantityClosed ?? 0n);
      return position && quantity > 0n ? { ...position, quantity } : null;
    });
  return {
    ...account,
    sequence: account.sequence + 1n,
    time: snapshotTime,
    cash: cashAfter,
    salt,
    linears: reduce(account.linears, close.linears),
    options: reduce(account.options, close.options),
  };
}
