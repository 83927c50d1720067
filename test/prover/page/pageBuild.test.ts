import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PageBuildSettings, pageBuild } from '../../../prover/page/pageBuild.ts';
import { VERIFICATION_KEYS } from '../../../verifier/generated/verificationKeys.ts';
import { Folder } from '../../system/support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const PAGE = '<!doctype html><title>é</title>';
/** `printf '<!doctype html><title>é</title>' | sha256sum` */
const HASH = '1a6cbd21cff44ac5667dec724eb4b4949299910062524b28db299aabeef34f71';

async function run(args: string[], settings: PageBuildSettings = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { print: (line: string) => out.push(line), progress: (line: string) => err.push(line) };
  const code = await pageBuild(args, output, { build: async () => PAGE, open: async () => true, ...settings });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('writes the page and its hash, and prints size, hash and keys', async () => {
  const file = folder.file('page.html');
  const { code, out, err } = await run(['-o', file]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(readFileSync(file, 'utf8')).toBe(PAGE);
  expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${HASH}  page.html\n`);
  expect(readdirSync(folder.path).sort()).toEqual(['page.html', 'page.html.sha256']);
  expect(out).toContain(`page    ${file}\nsize    32 bytes, `);
  expect(out).toContain(`sha256  ${HASH}\n`);
  for (const hash of Object.keys(VERIFICATION_KEYS)) expect(out).toContain(`key     ${hash}  liquidation_`);
});

test('--json and --quiet', async () => {
  const file = folder.file('page.html');
  const { out } = await run(['--output', file, '--json']);
  expect(JSON.parse(out)).toEqual({
    file,
    bytes: 32,
    gzip: expect.any(Number),
    sha256: HASH,
    keys: Object.entries(VERIFICATION_KEYS).map(([hash, { instance, kind }]) => ({ hash, instance, kind })),
  });
  expect(await run(['-o', file, '--quiet'])).toEqual({ code: 0, out: '', err: '' });
});

test('a page over its budget is not written, and the excess is named', async () => {
  const file = folder.write('page.html', 'old');
  const large = await run(['-o', file], { build: async () => ' '.repeat(120_007) });
  expect(large).toEqual({ code: 1, out: '', err: 'error: the page has 120007 bytes raw, 7 over 120000' });
  let state = 1;
  const noise = Array.from({ length: 60_000 }, () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
  const dense = await run(['-o', file], { build: async () => noise });
  expect(dense.code).toBe(1);
  expect(dense.err).toMatch(/^error: the page has \d+ bytes gzip, \d+ over 45000$/);
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder.path)).toEqual(['page.html']);
});

test('an installation writes such a page all the same, and says so', async () => {
  const file = folder.file('installed.html');
  const { code, out, err } = await run(['-o', file, '--quiet'], { build: async () => ' '.repeat(120_007) });
  expect({ code, out, err }).toEqual({
    code: 0,
    out: '',
    err: 'warning: the page has 120007 bytes raw, 7 over 120000',
  });
  expect(readFileSync(file, 'utf8')).toHaveLength(120_007);
});

test('--open opens the file; without a browser the path is said', async () => {
  const file = folder.file('page.html');
  const opened: string[] = [];
  const open = (taken: boolean) => async (path: string) => {
    opened.push(path);
    return taken;
  };
  expect((await run(['-o', file, '--open'], { open: open(true) })).code).toBe(0);
  const { code, err } = await run(['-o', file, '--open'], { open: open(false) });
  expect({ code, err }).toEqual({ code: 1, err: `no browser could be opened: open ${file} yourself` });
  expect(opened).toEqual([file, file]);
  await run(['-o', file], { open: open(true) });
  expect(opened).toHaveLength(2);
});

test('help, bad arguments and places', async () => {
  const { code, out } = await run(['--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: npm run page/);
  await expect(run(['--frob'])).rejects.toMatchObject({ code: 'ARGUMENTS' });
  await expect(run(['page.html'])).rejects.toMatchObject({ code: 'ARGUMENTS' });
  await expect(run(['-o', folder.file('none/page.html')])).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
});
