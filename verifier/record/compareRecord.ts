import { formatScaled, MICRO } from '../formats/decimal.ts';
import type { Opening } from '../opening.ts';
import { heldQuantities } from './heldQuantities.ts';
import { ACCOUNT_FACTS, type AccountFact, type PositionRecord } from './readRecord.ts';

/** One line of two records side by side; `undefined` where one does not have it. */
export interface ComparedLine {
  readonly name: string;
  readonly yours: string | undefined;
  readonly venues: string | undefined;
  readonly finding: 'same' | 'differs' | 'only in yours' | 'only in the venue’s';
}

export interface RecordComparison {
  readonly positions: readonly ComparedLine[];
  /** What the record says of the account beside its positions. */
  readonly facts: readonly (ComparedLine & { readonly name: AccountFact })[];
}

/** Compares a user's record with the account before of an opening, exactly, line by line. */
export function compareRecord(
  { positions, facts }: PositionRecord,
  { published, accountBefore }: Opening,
): RecordComparison {
  const { accountNumber, sequence, cash } = accountBefore;
  const held = heldQuantities(accountBefore, published);
  const venues = { accountNumber: `${accountNumber}`, sequence: `${sequence}`, cash: formatScaled(cash, MICRO) };
  return {
    positions: [...new Set([...held.keys(), ...positions.keys()])].flatMap((name) => {
      const its = line(name, positions.get(name), held.get(name));
      // Venues list positions that are closed as zero.
      return its.yours === '0' && its.venues === undefined ? [] : [its];
    }),
    facts: ACCOUNT_FACTS.flatMap((name) => (facts.has(name) ? [line(name, facts.get(name), venues[name])] : [])),
  };
}

function line<T extends string>(name: T, yours: string | undefined, venues: string | undefined) {
  const finding =
    yours === venues
      ? 'same'
      : venues === undefined
        ? 'only in yours'
        : yours === undefined
          ? 'only in the venue’s'
          : 'differs';
  return { name, yours, venues, finding } as const;
}
