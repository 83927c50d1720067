import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readPrivateKey } from '../../../prover/chain/readPrivateKey.ts';

const KEY: `0x${string}` = `0x${'c0ffee'.repeat(10)}beef`;
const ADDRESS = privateKeyToAccount(KEY).address;
/** Order of secp256k1 (SEC 2). */
const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-key-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

let files = 0;
async function file(content: string | Uint8Array, mode = 0o600): Promise<string> {
  const path = join(folder, `${files++}.key`);
  await writeFile(path, content, { mode });
  await chmod(path, mode);
  return path;
}

async function errorOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error as { code?: string; message: string; field?: string; remedy?: string; cause?: unknown };
}

test.each([
  ['with 0x', KEY],
  ['without 0x', KEY.slice(2)],
  ['in upper case with an end of line', `${KEY.slice(2).toUpperCase()}\r\n`],
])('reads a key %s', async (_, text) => {
  expect((await readPrivateKey(await file(text))).address).toBe(ADDRESS);
  vi.stubEnv('FAIRMARK_PRIVATE_KEY', text);
  expect((await readPrivateKey(undefined)).address).toBe(ADDRESS);
});

test('a file goes before the variable', async () => {
  vi.stubEnv('FAIRMARK_PRIVATE_KEY', 'nothing');
  expect((await readPrivateKey(await file(KEY))).address).toBe(ADDRESS);
});

test('without a file and a variable says how to give one', async () => {
  for (const value of ['', undefined]) {
    vi.stubEnv('FAIRMARK_PRIVATE_KEY', value);
    expect(await errorOf(readPrivateKey(undefined))).toMatchObject({
      code: 'PRIVATE_KEY_MISSING',
      remedy: expect.stringContaining('--key-file'),
    });
  }
});

test.each([0o640, 0o604, 0o644, 0o660])('refuses a file of mode %o: others can use it', async (mode) => {
  const path = await file(KEY, mode);
  expect(await errorOf(readPrivateKey(path))).toMatchObject({
    code: 'SECRET_EXPOSED',
    field: path,
    remedy: `Run: chmod 600 ${path}`,
  });
});

test.each<[string, string | Uint8Array, string]>([
  ['a digit short', KEY.slice(0, -1), 'SECRET_INVALID'],
  ['a digit long', `${KEY}0`, 'SECRET_INVALID'],
  ['two keys', `${KEY}\n${KEY}`, 'SECRET_INVALID'],
  ['JSON', `{"key":"${KEY}"}`, 'SECRET_INVALID'],
  ['bytes', new Uint8Array(32).fill(0xc0), 'SECRET_INVALID'],
  ['empty', '', 'SECRET_INVALID'],
  ['a key behind 300 blanks', `${' '.repeat(300)}${KEY}`, 'SECRET_INVALID'],
  ['zero', '0'.repeat(64), 'PRIVATE_KEY_INVALID'],
  ['the order of the curve', ORDER, 'PRIVATE_KEY_INVALID'],
])('refuses %s, and never repeats it', async (_, content, code) => {
  const error = await errorOf(readPrivateKey(await file(content)));
  expect(error).toMatchObject({ code });
  const said = JSON.stringify([error.message, error.field, error.remedy, String(error.cause)]);
  expect(said).not.toMatch(/c0ffee|fffffff|00000000/i);
  if (typeof content !== 'string' || content.startsWith(' ')) return;
  vi.stubEnv('FAIRMARK_PRIVATE_KEY', content === '' ? 'x' : content);
  const other = await errorOf(readPrivateKey(undefined));
  expect(other).toMatchObject({ code: 'PRIVATE_KEY_INVALID', field: 'FAIRMARK_PRIVATE_KEY' });
  expect(other.message).not.toMatch(/c0ffee|fffffff|00000000/i);
});

test('a missing file and a folder are said to be so', async () => {
  expect(await errorOf(readPrivateKey(join(folder, 'missing')))).toMatchObject({ code: 'FILE_UNREADABLE' });
  await mkdir(join(folder, 'sub'), { mode: 0o700 });
  expect(await errorOf(readPrivateKey(join(folder, 'sub')))).toMatchObject({ code: 'FILE_UNREADABLE' });
});
