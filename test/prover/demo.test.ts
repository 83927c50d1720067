import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demo } from '../../prover/commands/demo.ts';
import { plan } from '../../prover/commands/plan.ts';
import { verify } from '../../prover/commands/verify.ts';
import { prepareDemo } from '../../prover/demo/prepareDemo.ts';
import { runDemo } from '../../prover/demo/runDemo.ts';
import { loadEvent } from '../../prover/event.ts';
import { readJson } from '../../prover/io/readJson.ts';
import { pageFile } from '../../prover/link/pageFile.ts';
import type { ScenariosDocument } from '../../prover/scenarios/scenariosDocument.ts';
import { crashPath } from '../../prover/surface/crashPath.ts';
import type { SliceDocument, SurfacesDocument } from '../../prover/surface/readSurface.ts';
import { PageUnderTest } from '../support/browser/pageUnderTest.ts';

const BOOKS = resolve(import.meta.dirname, '../../../shared/data/deribit');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-demo-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(command: typeof demo, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command.run(args, { print: (line) => out.push(line), progress: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** What must not be printed. */
async function secretsIn(): Promise<string[]> {
  const surface = (await readJson(join(folder, 'surface.json'))) as SurfacesDocument;
  const scenarios = (await readJson(join(folder, 'scenarios.json'))) as ScenariosDocument;
  const parameters = surface.surfaces.flatMap(({ slices }) =>
    (slices as readonly SliceDocument[]).flatMap(({ a, b, rho, m, sigma }) => [a, b, rho, m, sigma]),
  );
  const { account } = await loadEvent(join(folder, 'event.json'));
  const salts = [scenarios.seed ?? '', surface.salt, account.salt.toString(16), account.salt.toString()];
  return [...parameters, ...salts].filter((secret) => secret.length > 6);
}

/** Opens a link in a page that is built now, under the shipped keys. */
async function expectValidInPage(link: string): Promise<void> {
  const [address, fragment] = link.split('#');
  expect(address).toBe(pathToFileURL(pageFile()).href);
  const under = await PageUnderTest.create();
  try {
    const { page, problems } = await under.open({ url: `${under.url}#${fragment}` });
    await page.locator('.verdict').waitFor();
    expect(await page.locator('.verdict').innerText()).toContain('! Test key');
    expect(await page.locator('#result').innerText()).toContain('DEVELOPMENT');
    expect(await page.locator('#status').innerText()).toContain('a receipt and an opening');
    await under.shoot(page, 'demo-link');
    expect(problems).toEqual([]);
  } finally {
    await under.close();
  }
}

test('goes from made-up books to a verified proof, and writes files that the other commands read', async () => {
  const { code, out, err } = await run(demo, '--out', folder);
  expect(code).toBe(0);
  expect(out).toMatch(/^!! DEVELOPMENT key/m);
  expect(out).toMatch(/^!! UNREGISTERED/m);
  expect(out).toMatch(/^ {2}before the crash +\d+,\d{3} +\d+,\d{3} +not liquidatable$/m);
  expect(out).toMatch(/^ {2}after the crash +\d+,\d{3} +\d+,\d{3} +liquidatable$/m);
  expect(out).toMatch(/^ {2}after the close +\d+,\d{3} +\d+,\d{3} +not liquidatable$/m);
  expect(out).toContain('70 stress scenarios are');
  expect(out).toMatch(/✓ VALID/);
  expect(out.match(/✗ INVALID/g)).toHaveLength(2);
  const lines = out.split('\n');
  const link = lines.pop() ?? '';
  expect(Math.max(...lines.map((line) => line.replaceAll(folder, 'out/demo').length))).toBeLessThanOrEqual(100);
  expect(lines.at(-1)).toMatch(/^ {2}Link to this receipt WITH ITS ACCOUNT/);

  const names = ['book-after', 'book-before', 'charter', 'event', 'opening', 'receipt', 'scenarios', 'surface'];
  expect((await readdir(folder)).sort()).toEqual(names.map((name) => `${name}.json`));
  for (const name of ['event', 'opening', 'scenarios', 'surface']) {
    expect((await stat(join(folder, `${name}.json`))).mode & 0o777).toBe(0o600);
  }
  for (const secret of await secretsIn()) expect(`${out}${err}`).not.toContain(secret);

  await expectValidInPage(link);

  const opening = join(folder, 'opening.json');
  const verified = await run(verify, join(folder, 'receipt.json'), '--opening', opening, '--json');
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.out)).toMatchObject({ verdict: 'VALID' });
  const planned = await run(plan, join(folder, 'event.json'), '--json');
  expect(planned.code).toBe(0);
  const { outcome } = JSON.parse(await readFile(opening, 'utf8'));
  const [round] = JSON.parse(planned.out).rounds;
  const closed = outcome.legs.filter(({ quantityClosed }: { quantityClosed: string }) => quantityClosed !== '0');
  expect(
    round.close.positions.map(({ instrument, quantity }: Record<string, string>) => [instrument, quantity]),
  ).toEqual(closed.map(({ instrument, quantityClosed }: Record<string, string>) => [instrument, quantityClosed]));
}, 300_000);

test('equal books give equal accounts, whatever the salts', async () => {
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => prepareDemo({ output: join(folder, name), book: crashPath('ETH').after })),
  );
  expect(one?.account.salt).not.toBe(two?.account.salt);
  expect({ ...one?.account, salt: 0n }).toEqual({ ...two?.account, salt: 0n });
  expect(one?.plan.close).toEqual(two?.plan.close);
});

const REAL = ['2026-02-05T2129-BTC', '2026-02-05T2129-ETH', '2026-08-08T0948-BTC'];
const hasBooks = existsSync(BOOKS);
if (!hasBooks) console.info(`real books are skipped: ${BOOKS} is not on this machine`);

test.runIf(hasBooks).each(REAL)('makes an account of the instruments of the real book %s', async (name) => {
  const book = await readJson(join(BOOKS, `${name}.json`));
  const { plan, account, before, files } = await prepareDemo({ output: folder, book });
  expect(before).toBeUndefined();
  expect(account.options).toHaveLength(3);
  expect(account.linears).toHaveLength(1);
  expect(plan.close.terminal).toBe(false);
  expect(plan.targetRestored).toBe(true);
  const gap = Number(plan.margin.requirement / 1_000_000n - plan.margin.equity) / Number(plan.margin.equity);
  expect(gap).toBeGreaterThan(0.04);
  expect(gap).toBeLessThan(0.045);
  const listed = (book as { result: { instrument_name: string }[] }).result.map((row) => row.instrument_name);
  const event = JSON.parse(await readFile(files.event, 'utf8'));
  for (const { instrument } of event.account.positions) {
    if (/-[CP]$/.test(instrument)) expect(listed).toContain(instrument);
  }
  expect((await loadEvent(files.event)).account).toEqual(account);
});

test.runIf(hasBooks)(
  'a real crash book is fitted, planned, proven and verified',
  async () => {
    const book = await readJson(join(BOOKS, `${REAL[0]}.json`));
    const result = await runDemo({ output: join(folder, 'real'), book });
    expect(result.verdict).toBe('VALID');
    expect(result.tampered.map(({ verdict }) => verdict)).toEqual(['INVALID', 'INVALID']);
  },
  300_000,
);

test('bad arguments and books are refused with a code', async () => {
  await expect(run(demo, '--fast')).rejects.toMatchObject({ code: 'ARGUMENTS' });
  await expect(run(demo, '--out', '')).rejects.toMatchObject({ code: 'ARGUMENTS', field: '--out' });
  await expect(run(demo, '--book', join(folder, 'none.json'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(prepareDemo({ output: folder, book: { result: [] } })).rejects.toMatchObject({ code: 'BOOK_INVALID' });
  const few = { result: crashPath().after.result.slice(0, 6) };
  await expect(prepareDemo({ output: folder, book: few })).rejects.toMatchObject({ code: 'BOOK_TOO_SMALL' });
  const renamed = JSON.parse(JSON.stringify(crashPath().after).replaceAll('BTC', 'SOL'));
  await expect(prepareDemo({ output: folder, book: renamed })).rejects.toMatchObject({ code: 'UNDERLYING_UNKNOWN' });
  expect(await readdir(folder)).toEqual([]);
});

test('help is printed', async () => {
  const { code, out } = await run(demo, '--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: fairmark demo/);
});
