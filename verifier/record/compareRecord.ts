import { formatScaled, MICRO } from '../formats/decimal.ts';
import type { Opening } from '../opening.ts';
import { heldQuantities } from './heldQuantities.ts';

/** One line of two records side by side; `undefined` where one does not have it. */
export type ComparedLine = readonly [name: string, yours: string | undefined, venues: string | undefined];

/** Sets a user's record beside the account before of an opening, those lines first that differ. */
export function compareRecord(
  record: ReadonlyMap<string, string>,
  { published, accountBefore }: Opening,
): ComparedLine[] {
  const { accountNumber, cash } = accountBefore;
  const facts = new Map([
    ['Account number', `${accountNumber}`],
    ['Cash, USD', formatScaled(cash, MICRO)],
  ]);
  const rest = new Map(record);
  const venues = [...facts, ...heldQuantities(accountBefore, published)].flatMap(([name, quantity]): ComparedLine[] => {
    const key = facts.has(name) ? name : name.toUpperCase();
    const yours = rest.get(key);
    rest.delete(key);
    // A record need not tell more than positions.
    return facts.has(name) && yours === undefined ? [] : [[name, yours, quantity]];
  });
  // Venues list positions that are closed as zero.
  const others = [...rest]
    .filter(([, yours]) => yours !== '0')
    .map(([name, yours]): ComparedLine => [name, yours, undefined]);
  return [...venues, ...others].sort((x, y) => Number(x[1] === x[2]) - Number(y[1] === y[2]));
}
