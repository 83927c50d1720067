import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkWritable } from '../../../prover/io/checkWritable.ts';
import { jsonErrorOffset } from '../../../prover/io/jsonErrorOffset.ts';
import { readJson } from '../../../prover/io/readJson.ts';
import { readJsonLines } from '../../../prover/io/readJsonLines.ts';
import { recentlyUsed } from '../../../prover/io/recentlyUsed.ts';
import { sparseProgress } from '../../../prover/io/sparseProgress.ts';
import { writeFileAtomic } from '../../../prover/io/writeFileAtomic.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-io-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('writeFileAtomic writes, replaces, keeps the mode and leaves nothing else', async () => {
  const path = join(folder, 'a.json');
  await writeFileAtomic(path, 'one', { mode: 0o600 });
  await writeFileAtomic(path, 'two', { mode: 0o600 });
  expect(await readFile(path, 'utf8')).toBe('two');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['a.json']);
});

test('writeFileAtomic refuses a missing folder and a folder, and leaves nothing behind', async () => {
  await expect(writeFileAtomic(join(folder, 'none', 'a'), '')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  await expect(writeFileAtomic(folder, '')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE', field: folder });
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('readJson reads, with or without a byte order mark', async () => {
  const path = join(folder, 'b.json');
  await writeFile(path, '\ufeff{"a": [1, 2]}');
  expect(await readJson(path)).toEqual({ a: [1, 2] });
});

test('readJson refuses what is missing, a folder, or too large', async () => {
  await expect(readJson(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(readJson(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  const path = join(folder, 'large.json');
  await writeFile(path, '"123456789"');
  await expect(readJson(path, { maximumBytes: 10 })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
});

test('readJson says where JSON ends and does not quote the content', async () => {
  const path = join(folder, 'bad.json');
  await writeFile(path, '{\n  "salt": "secret",\n  "x": y\n}');
  await expect(readJson(path)).rejects.toMatchObject({
    code: 'JSON_INVALID',
    message: `${path} is not JSON: error at line 3, column 8`,
  });
  await writeFile(path, Uint8Array.of(0x22, 0xff, 0x22));
  await expect(readJson(path)).rejects.toThrow(/not UTF-8/);
});

test.each([
  ['', 0],
  ['{"a":1', 6],
  ['[1,]', 3],
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['[1}', 2],
  ['01', 1],
  ['"a\nb"', 2],
  ['{} x', 3],
  ['nul', 0],
])('jsonErrorOffset of %j is %s', (text, offset) => {
  expect(jsonErrorOffset(text)).toBe(offset);
});

test('jsonErrorOffset agrees with JSON.parse', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(200),
      fc.constantFrom('', ',', '"', '}', ']', '\\', ' ', '0', '-', 'e'),
      (json, at, extra) => {
        const text = `${json.slice(0, at)}${extra}${json.slice(at + (extra === '' ? 1 : 0))}`;
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(jsonErrorOffset(text) === undefined).toBe(valid);
      },
    ),
    { seed: 4, numRuns: 2000 },
  );
});

async function linesOf(content: string | Uint8Array): Promise<[number, unknown][]> {
  const path = join(folder, 'lines.jsonl');
  await writeFile(path, content);
  const lines: [number, unknown][] = [];
  for await (const { line, parse } of readJsonLines(path)) lines.push([line, parse()]);
  return lines;
}

test('readJsonLines numbers the lines, blank ones too, and takes any line end', async () => {
  expect(await linesOf('\ufeff{"a": 1}\r\n\n \t\r\n[2]\n"end"')).toEqual([
    [1, { a: 1 }],
    [4, [2]],
    [5, 'end'],
  ]);
  expect(await linesOf('')).toEqual([]);
  expect(await linesOf('1\n')).toEqual([[1, 1]]);
});

test('readJsonLines joins what the pieces of a large file divide', async () => {
  // Pieces are of 64 KiB; lines of many lengths, with letters of two bytes, fall across them.
  const values = Array.from({ length: 400 }, (_, i) => `${i} ${'ü'.repeat((i * 37) % 1500)}`);
  values.push('x'.repeat(200_000));
  const lines = await linesOf(values.map((value) => JSON.stringify(value)).join('\n'));
  expect(lines).toEqual(values.map((value, i) => [i + 1, value]));
});

test('readJsonLines says line and column of what is wrong, and goes on after it', async () => {
  const path = join(folder, 'bad.jsonl');
  await writeFile(path, Buffer.concat([Buffer.from('1\n{"salt": secret}\n"'), Buffer.of(0xff), Buffer.from('"\n4\n')]));
  const said: unknown[] = [];
  for await (const { parse } of readJsonLines(path)) {
    try {
      said.push(parse());
    } catch (error) {
      said.push(error instanceof Error ? error.message : error);
    }
  }
  expect(said).toEqual([
    1,
    `${path} is not JSON: error at line 2, column 10`,
    `${path} is not UTF-8 text at line 3`,
    4,
  ]);
  const missing = readJsonLines(join(folder, 'none.jsonl'));
  await expect(missing.next()).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});

test('recentlyUsed makes a result once, and forgets what was used longest ago', () => {
  const made: string[] = [];
  const kept = recentlyUsed<string>(2);
  const get = (key: string) =>
    kept(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('sparseProgress is silent for two seconds, then speaks every two', () => {
  vi.useFakeTimers();
  try {
    const said: string[] = [];
    const progress = sparseProgress((line) => said.push(line));
    for (let tenths = 0; tenths <= 65; tenths++) {
      progress((seconds) => `after ${seconds} s`);
      vi.advanceTimersByTime(100);
    }
    expect(said).toEqual(['after 2 s', 'after 4 s', 'after 6 s']);
  } finally {
    vi.useRealTimers();
  }
});

test('checkWritable refuses what a file cannot be written to, and writes nothing', async () => {
  const own = await mkdtemp(join(folder, 'own-'));
  await expect(checkWritable(join(own, 'a.svg'), '-o')).resolves.toBeUndefined();
  await expect(checkWritable(own, '-o')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE', field: '-o' });
  await expect(checkWritable(join(own, 'none', 'a.svg'), '-o')).rejects.toThrow(/no such folder/);
  expect(await readdir(own)).toEqual([]);
});
