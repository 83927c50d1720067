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
  const rest = new Map(record);
  const lines = [...before].map(([name, venues], i): ComparedLine => {
    const key = name.toUpperCase();
    const yours = rest.get(key);
    rest.delete(key);
    const missing = i < FACT_LINES ? '' : '✗ only in the venue’s';
    const finding = yours === undefined ? missing : yours === venues ? '✓ same' : '✗ differs';
    return [name, finding, yours ?? '', venues, after.get(name) ?? '0'];
  });
  // Venues list positions that are closed as zero.
  for (const [name, yours] of rest) if (yours !== '0') lines.push([name, '✗ only in yours', yours, '', '']);
  return lines;
}
