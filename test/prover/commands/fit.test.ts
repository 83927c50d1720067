import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fit } from '../../../prover/commands/fit.ts';
import { crashPath } from '../../../prover/surface/crashPath.ts';

let folder: string;
let book: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-fit-'));
  book = join(folder, 'book.json');
  await writeFile(book, JSON.stringify(crashPath().after));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await fit.run(args, { print: (line) => out.push(line), progress: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('prints a table and writes surface and chart for their owner only', async () => {
  const surface = join(folder, 'surface.json');
  const chart = join(folder, 'surface.svg');
  const { code, out } = await run(book, '-o', surface, '--plot', chart);
  expect(code).toBe(0);
  expect(out).toMatch(/^expiry +days +forward +ATM vol +quotes +RMSE vol pt +status$/m);
  expect(out).toMatch(/^27FEB26 +43\.6 +76\d+\.\d+ +8\d\.\d\d% +\d+ +0\.\d{3} +fitted$/m);
  expect(out).toMatch(/^RMSE over all quotes: 0\.\d{3} vol points$/m);
  const written: unknown = JSON.parse(await readFile(surface, 'utf8'));
  expect(written).toMatchObject({
    format: 'fairmark.surface.v1',
    underlying: 'BTC',
    asOf: '2026-01-14T16:30:00.000Z',
    refused: [],
  });
  expect(await readFile(chart, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  for (const path of [surface, chart]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).sort()).toEqual(['book.json', 'surface.json', 'surface.svg']);
});

test('--json prints what would be written', async () => {
  const surface = join(folder, 'surface.json');
  const { out } = await run(book, '--json', '-o', surface);
  expect(`${out}\n`).toBe(await readFile(surface, 'utf8'));
});

test('a refused expiry is named, and the exit code says so', async () => {
  const { result } = crashPath().after;
  const isMarch = (row: { instrument_name: string }): boolean => row.instrument_name.includes('27MAR26');
  const kept = result.filter((row) => !isMarch(row) || result.filter(isMarch).indexOf(row) < 6);
  await writeFile(book, JSON.stringify({ result: kept }));
  const surface = join(folder, 'surface.json');
  const { code, out } = await run(book, '-o', surface);
  expect(code).toBe(1);
  expect(out).toMatch(/^REFUSED 27MAR26: 3 strikes have a mark; a slice needs 5$/m);
  expect(await readFile(surface, 'utf8')).toContain('"refused": [\n    {');
});

test('nothing is written when nothing fits', async () => {
  await writeFile(book, JSON.stringify({ result: crashPath().after.result.slice(0, 3) }));
  const { code, err } = await run(book, '-o', join(folder, 'surface.json'));
  expect(code).toBe(1);
  expect(err).toMatch(/nothing is written/);
  expect(await readdir(folder)).toEqual(['book.json']);
});

test('help is printed', async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: fairmark fit BOOK\.json/);
});

test('bad arguments and files are refused with a code', async () => {
  await expect(run()).rejects.toMatchObject({ code: 'ARGUMENTS' });
  await expect(run(book, book)).rejects.toMatchObject({ code: 'ARGUMENTS' });
  await expect(run(book, '--fast')).rejects.toMatchObject({ code: 'ARGUMENTS' });
  await expect(run(book, '-o', '')).rejects.toMatchObject({ code: 'ARGUMENTS', field: '--output' });
  await expect(run(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(run(book, '--underlying', 'ETH')).rejects.toMatchObject({ code: 'BOOK_INVALID' });
  await expect(run(book, '-o', join(folder, 'no', 'x.json'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  await writeFile(book, '{"result": [');
  await expect(run(book)).rejects.toMatchObject({ code: 'JSON_INVALID' });
  await writeFile(book, '{"rows": []}');
  await expect(run(book)).rejects.toMatchObject({ code: 'BOOK_INVALID', field: 'result' });
});
