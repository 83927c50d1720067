import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECK_IDS, checkDefinition } from '../../verifier/checks.ts';
import { explanationOf } from '../../verifier/explanationOf.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Ids that the two documents define: clauses and their parts, and rules. */
const DEFINED = new Set(
  ['STATEMENT.md', 'REGISTRY.md'].flatMap((name) =>
    [...readFileSync(join(ROOT, name), 'utf8').matchAll(/^(?:\*\*|- |\| )((?:FM|RG)-\d\d(?:\.\d)?)\b/gm)].map(
      ([, id]) => id,
    ),
  ),
);
const idsIn = (text: string) => text.match(/(?:FM|RG)-\d+(?:\.\d+)?/g) ?? [];
/** Checks that are about the registry or what is signed for it. */
const OF_RULES = CHECK_IDS.filter((id) => /^(?:chain|statement|tick)\b/.test(id) && id !== 'statement-version');

test('the documents define clauses and rules', () => {
  expect([...DEFINED]).toEqual(expect.arrayContaining(['FM-01', 'FM-02.1', 'FM-18', 'RG-01', 'RG-14']));
});

describe.each(CHECK_IDS)('%s', (id) => {
  const { clause, title } = checkDefinition(id);
  const text = explanationOf({ id, ...(clause === undefined ? {} : { clause }) });

  test('is a sentence of its own', () => {
    expect(checkDefinition(id).how).toMatch(/^[A-Z].{15,}\.$/);
    expect(checkDefinition(id).how).not.toBe(checkDefinition(id).passed);
    expect(text, title).not.toMatch(/\bfair/i);
  });

  test('names clauses and rules that exist, each with its document', () => {
    for (const named of idsIn(text)) expect(DEFINED).toContain(named);
    expect(text.includes('STATEMENT.md, FM-')).toBe(clause !== undefined);
    if (clause !== undefined) expect(text.endsWith(`STATEMENT.md, ${clause}.`)).toBe(true);
    expect(text.includes('REGISTRY.md, RG-')).toBe(text.includes('RG-'));
  });
});

test.each(OF_RULES)('%s names its rule', (id) => {
  expect(checkDefinition(id).how).toMatch(/ RG-\d\d\.$/);
});

test('they are short', () => {
  const texts = CHECK_IDS.map((id) => checkDefinition(id).how);
  expect(texts.join('').length / texts.length).toBeLessThanOrEqual(100);
});
