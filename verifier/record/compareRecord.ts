import type { Opening } from '../opening.ts';
import { accountLines, FACT_LINES } from './accountLines.ts';

/** One line of an account: what a user's record makes of it, and what the opening says. */
export type ComparedLine = readonly [name: string, finding: string, yours: string, before: string, after: string];

/**
 * Sets a user's record beside the account of an opening. It is compared with the account before, text by text, for both
 * are canonical. A line that the record need not have has no finding.
 */
export function compareRecord(
  record: ReadonlyMap<string, string>,
  { published, accountBefore, accountAfter }: Opening,
): ComparedLine[] {
  const before = accountLines(accountBefore, published);
  const after = accountLines(accountAfter, published);
  const names = [...before.keys()];
  const known = new Set(names.map((name) => name.toUpperCase()));
  // Venues list positions that are closed as zero.
  const others = [...record].flatMap(([name, yours]) => (known.has(name) || yours === '0' ? [] : [name]));
  return [...names, ...others].map((name, i) => {
    const venues = before.get(name);
    const yours = record.get(name.toUpperCase());
    const finding =
      yours === undefined
        ? i < FACT_LINES
          ? ''
          : '✗ only in the venue’s'
        : venues === undefined
          ? '✗ only in yours'
          : yours === venues
            ? '✓ same'
            : '✗ differs';
    return [name, finding, yours ?? '', venues ?? '', after.get(name) ?? '0'];
  });
}
