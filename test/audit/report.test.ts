import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circuitsHash } from '../../audit/circuitsHash.ts';
import { readFigures } from '../../audit/figuresFile.ts';
import { PARTS } from '../../audit/parts.ts';
import { committedReport, currentReport } from '../../audit/runAudit.ts';
import { THREATS } from '../../audit/threats/threats.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('SOUNDNESS.md is what the figures on record make it', async () => {
  expect(await committedReport()).toBe(await currentReport());
});

describe('the figures on record', () => {
  test.each(PARTS.map(({ id }) => id))('of %s are about the circuits as they are, without a finding', async (id) => {
    const file = await readFigures(id);
    expect(file, 'run `npm run audit`').toBeDefined();
    expect(file?.circuits).toBe(await circuitsHash());
    expect(file?.figures.findings).toEqual([]);
  });
});

/** Whether a test or a group of tests of the file has the id in its title, its first argument. */
function hasTest(file: string, id: string): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const titles = [...readFileSync(path, 'utf8').matchAll(/\(\s*(['"`])([^\n]*?)\1\s*,/g)].map((match) => match[2]);
  return titles.some((title) => new RegExp(`\\b${id}\\b`).test(title ?? ''));
}

describe('the table of threats', () => {
  test('has every id once', () => {
    const ids = THREATS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const range = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
    expect([...ids].sort()).toEqual([...range('V', 33), ...range('U', 6), ...range('O', 6), ...range('W', 8)].sort());
  });

  test.each(THREATS.flatMap(({ id, tests }) => tests.map((file) => [id, file] as const)))(
    '%s has a test in %s',
    (id, file) => {
      expect(hasTest(file, id)).toBe(true);
    },
  );

  test('what has no test says where it is open', () => {
    expect(THREATS.filter(({ tests, open }) => tests.length === 0 && open === undefined)).toEqual([]);
  });
});
