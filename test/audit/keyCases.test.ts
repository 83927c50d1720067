import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KEY_CASES } from '../../audit/keys/keyCases.ts';
import { keysPart } from '../../audit/keys/keysPart.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

const { root } = defaultWorkspace();
const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** The ids at the beginning of a title: `K9, V22: …`. */
const TAGS = /['"`]((?:[KVO]\d+, )*K\d+(?:, [KVO]\d+)*): /g;

test.each(KEY_CASES)('$id is shown by each test that the table names', ({ id, tests }) => {
  expect(tests.length).toBeGreaterThan(0);
  for (const { file, title } of tests) {
    const text = read(file);
    expect(text.split(`'${title}`).length - 1, title).toBe(1);
  }
  expect(tests.some(({ title }) => new RegExp(`^([KVO]\\d+, )*${id}\\b`).test(title))).toBe(true);
});

test('no id stands twice, and every tagged test is in the table', () => {
  const ids = KEY_CASES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.endsWith('keyCases.test.ts'))
    .map((name) => `test/${name}`);
  for (const file of files) {
    for (const [, tags] of read(file).matchAll(TAGS)) {
      for (const id of (tags ?? '').split(', ')) {
        const named = KEY_CASES.find((row) => row.id === id)?.tests.map((its) => its.file);
        expect(named, `${id} in ${file}`).toContain(file);
      }
    }
  }
});

test('the part of the report finds nothing, and prints every case and every key', async () => {
  const figures = await keysPart.run(() => {});
  expect(figures.findings).toEqual([]);
  expect(figures.cases).toBe(KEY_CASES.length);
  const text = keysPart.describe(figures);
  for (const { id } of KEY_CASES) expect(text).toContain(`| ${id} |`);
  for (const { verificationKeyHash } of figures.keys) expect(text).toContain(verificationKeyHash);
  if (figures.keys.some(({ kind }) => kind === 'development')) expect(text).toContain('DEVELOPMENT');
});
