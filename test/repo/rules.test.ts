import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const REGISTRY = readFileSync(join(ROOT, 'REGISTRY.md'), 'utf8');
const RULES = Array.from({ length: 14 }, (_, i) => `RG-${String(i + 1).padStart(2, '0')}`);

const filesOf = (folder: string, extension: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extension.test(entry.name) && !entry.parentPath.includes('generated'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));

/** Ids in a text; "RG-07 to RG-12" names all six. */
function idsIn(text: string): Set<string> {
  const ids = new Set<string>();
  for (const [, first, last] of text.matchAll(/RG-(\d{2})(?: to RG-(\d{2}))?/g)) {
    for (let n = Number(first); n <= Number(last ?? first); n++) ids.add(`RG-${String(n).padStart(2, '0')}`);
  }
  return ids;
}

const idsOf = (files: readonly string[]) =>
  idsIn(files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n'));

test('the registry has every rule once, in bold', () => {
  for (const id of RULES) expect(REGISTRY.match(new RegExp(`^\\*\\*${id} \\w`, 'gm')), id).toHaveLength(1);
  expect([...idsIn(REGISTRY)].sort()).toEqual(RULES);
});

describe.each([
  ['a contract', idsOf(filesOf('contracts', /\.sol$/))],
  ['a test', idsOf(filesOf('test', /\.test\.ts$/).filter((file) => file !== 'test/repo/rules.test.ts'))],
])('%s names', (_, ids) => {
  test.each(RULES)('%s', (id) => expect(ids).toContain(id));
});

test('no file names a rule that does not exist', () => {
  const named = idsOf([
    ...filesOf('contracts', /\.sol$/),
    ...['verifier', 'prover', 'test'].flatMap((folder) => filesOf(folder, /\.ts$/)),
  ]);
  expect([...named].filter((id) => !RULES.includes(id))).toEqual([]);
});
