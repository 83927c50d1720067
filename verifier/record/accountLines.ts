import type { Account } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../formats/charter.ts';
import { formatScaled, MICRO } from '../formats/decimal.ts';
import { unitsOf, writeInstrument, writeQuantity } from '../formats/position.ts';
import { writeTime } from '../formats/time.ts';

/** Lines of an account that are no positions. */
export const FACT_LINES = 4;

/** An account by line: number, state, time and cash, then signed quantities in units of the underlying by instrument. */
export function accountLines(account: Account, published: PublishedCharter): Map<string, string> {
  const { accountNumber, sequence, time, cash, linears, options } = account;
  return new Map([
    ['Account number', `${accountNumber}`],
    ['State', `${sequence}`],
    ['Time', writeTime(time)],
    ['Cash', formatScaled(cash, MICRO)],
    ...[...linears, ...options].flatMap((position): [string, string][] => {
      if (!position) return [];
      const { quantity, isLong, underlying } = position;
      const size = writeQuantity(isLong ? quantity : -quantity, unitsOf(published, underlying));
      return [[writeInstrument(position, published), size]];
    }),
  ]);
}
