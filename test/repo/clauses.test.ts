import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const STATEMENT = readFileSync(join(ROOT, 'STATEMENT.md'), 'utf8');
const RESERVED = 'FM-07';
const CLAUSES = Array.from({ length: 18 }, (_, i) => `FM-${String(i + 1).padStart(2, '0')}`).filter(
  (id) => id !== RESERVED,
);
const FOLDERS = ['circuits', 'verifier', 'prover', 'audit', 'test', 'schemas', 'examples', 'types'];

const filesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|circom|json|py|md)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Ids in a text; "FM-11 to FM-13" names all three. */
function idsIn(text: string): Set<string> {
  const ids = new Set<string>();
  for (const [, first, last] of text.matchAll(/FM-(\d{2})(?:\.\d+)?(?:(?: to | – |…)FM-(\d{2}))?/g)) {
    for (let n = Number(first); n <= Number(last ?? first); n++) ids.add(`FM-${String(n).padStart(2, '0')}`);
  }
  return ids;
}

const idsOf = (files: readonly string[], part: (text: string) => string = (text) => text) => {
  const ids = new Set<string>();
  for (const file of files) for (const id of idsIn(part(read(file)))) ids.add(id);
  return ids;
};

/** Titles of tests and of groups of tests. */
const titles = (text: string) =>
  [...text.matchAll(/\b(?:test|describe|it)(?:\.\w+)*(?:\((?:[^()]|\([^()]*\))*\))?\(\s*(['"`])([^\n]*?)\1/g)]
    .map((match) => match[2])
    .join('\n');

const circuits = filesOf('circuits');
const places: Record<string, Set<string>> = {
  'a template': idsOf(circuits.filter((file) => file.endsWith('.circom'))),
  'a model': idsOf(circuits.filter((file) => file.endsWith('.ts') && !file.startsWith('circuits/generat'))),
  'the name of a test': idsOf(
    filesOf('test').filter((file) => file.endsWith('.test.ts')),
    titles,
  ),
};

test('the statement has every clause once, in bold', () => {
  for (const id of CLAUSES) expect(STATEMENT.match(new RegExp(`^\\*\\*${id} \\w`, 'gm')), id).toHaveLength(1);
  expect(STATEMENT).toContain(`**${RESERVED}** is reserved`);
});

describe.each(Object.entries(places))('%s names', (_, ids) => {
  test.each(CLAUSES)('%s', (id) => {
    expect(ids).toContain(id);
  });
});

test('every id that stands anywhere is one of the statement', () => {
  const known = new Set([...STATEMENT.matchAll(/FM-\d+(?:\.\d+)?/g)].map(([id]) => id));
  // Not where a pattern goes on after a digit.
  const strays = FOLDERS.flatMap((folder) =>
    filesOf(folder).flatMap((file) =>
      [...read(file).matchAll(/FM-\d+(?:\.\d+)?(?![\d\\[(])/g)]
        .filter(([id]) => !known.has(id))
        .map(([id]) => `${file}: ${id}`),
    ),
  );
  expect([...new Set(strays)]).toEqual([]);
});

describe('what the statement says carries a clause exists', () => {
  // Under circuits/, unless the name starts at the root; `*` and a final `/` stand for at least one file.
  const lists = [...STATEMENT.matchAll(/\*Carried by:\*([\s\S]*?)(?:\n\n|$)/g)].map((match) => match[1] as string);
  const names = [
    ...new Set(lists.flatMap((list) => [...list.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string))),
  ];
  const all = [...circuits, ...filesOf('test')];

  test('the lists are found', () => {
    expect(lists.length).toBeGreaterThanOrEqual(12);
    expect(names.length).toBeGreaterThan(25);
  });

  test.each(names)('%s', (name) => {
    const path = name.startsWith('test/') ? name : `circuits/${name}`;
    if (!/[*/]$|\*/.test(path)) {
      expect(existsSync(join(ROOT, path))).toBe(true);
      return;
    }
    const pattern = path.replace(/[.+]/g, '\\$&').replace(/\*/g, '[^/]*').replace(/\/$/, '/.*');
    expect(all.filter((file) => new RegExp(`^${pattern}$`).test(file))).not.toEqual([]);
  });
});
