import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonErrorOffset } from '../../../prover/io/jsonErrorOffset.ts';
import { readJson } from '../../../prover/io/readJson.ts';
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
