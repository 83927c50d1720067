import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pageCommand } from '../../../prover/commands/page.ts';
import { readLink } from '../../../verifier/link/readLink.ts';
import { PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { type Case, ReceiptFactory } from '../../support/receipts.ts';
import { Folder } from '../../system/support.ts';

let factory: ReceiptFactory;
let under: PageUnderTest;
let made: Case;
let folder: Folder;
let receipt: string;
let opening: string;
const opened: string[] = [];
let hasBrowser = true;
beforeAll(async () => {
  factory = await ReceiptFactory.create();
  made = await factory.make();
  under = await PageUnderTest.create(factory.trustedKeys);
});
afterAll(async () => {
  await under?.close();
  await factory?.close();
});
beforeEach(() => {
  folder = new Folder();
  receipt = folder.write('receipt.json', JSON.stringify(made.receipt, null, 2));
  opening = folder.write('opening.json', JSON.stringify(made.opening, null, 2));
  opened.length = 0;
  hasBrowser = true;
  return () => folder.remove();
});

async function run(...args: string[]) {
  const command = pageCommand({
    page: under.file,
    open: async (file) => {
      opened.push(file);
      return hasBrowser;
    },
  });
  const out: string[] = [];
  const err: string[] = [];
  const code = await command.run(args, { print: (line) => out.push(line), progress: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const sha256 = () => createHash('sha256').update(readFileSync(under.file)).digest('hex');

test('says where the page is, and its hash', async () => {
  expect(await run()).toEqual({ code: 0, out: `page    ${under.file}\nsha256  ${sha256()}`, err: '' });
  expect(JSON.parse((await run('--json')).out)).toEqual({ page: under.file, sha256: sha256() });
});

describe('the link', () => {
  test('of a receipt holds nothing else', async () => {
    const { code, out } = await run(receipt);
    expect(code).toBe(0);
    const [label, link = ''] = out.split('\n').slice(-2);
    expect(label).toBe('Link to this receipt; it holds nothing secret');
    const [address, fragment = ''] = link.split('#');
    expect(address).toBe(under.url);
    expect(await readLink(fragment)).toEqual({ receipt: JSON.stringify(made.receipt) });
  });

  test('with an opening is labelled, and opens to a valid verdict', async () => {
    const { out } = await run(receipt, '--opening', opening);
    const [label, link = ''] = out.split('\n').slice(-2);
    expect(label).toContain('WITH ITS ACCOUNT');
    const { page, problems } = await under.open({ url: link });
    await page.locator('.verdict').waitFor();
    expect(await page.locator('.verdict').innerText()).toContain('! Test key');
    expect(problems).toEqual([]);
  });

  test('goes to another copy of the page with --base', async () => {
    const { out } = await run(receipt, '--base', 'https://example.org/fairmark.html', '--json');
    const { link, ...rest } = JSON.parse(out);
    expect(rest).toEqual({
      page: under.file,
      sha256: sha256(),
      base: 'https://example.org/fairmark.html',
      holdsAccount: false,
    });
    expect(link).toMatch(/^https:\/\/example\.org\/fairmark\.html#receipt=[\w-]+$/);
    expect(JSON.parse((await run(receipt, '--opening', opening, '--json')).out)).toMatchObject({ holdsAccount: true });
  });
});

describe('--open', () => {
  test('opens the page', async () => {
    expect((await run('--open')).code).toBe(0);
    expect((await run('--open', '--base', 'http://127.0.0.1:8000/')).code).toBe(0);
    expect(opened).toEqual([under.file, 'http://127.0.0.1:8000/']);
  });

  test('with a receipt opens a file of the user that goes to the link', async () => {
    const { code, err } = await run(receipt, '--opening', opening, '--open');
    expect(code).toBe(0);
    const file = folder.file('fairmark-link.html');
    expect(opened).toEqual([file]);
    expect(err).toBe(`${file} goes to the link: delete it when you are done`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { page } = await under.open({ url: pathToFileURL(file).href });
    await page.locator('.verdict').waitFor();
    expect(page.url()).toBe(under.url);
    expect(await page.locator('.verdict').innerText()).toContain('! Test key');
    expect(await page.locator('#status').innerText()).toContain('a receipt and an opening');
  });

  test('says the path where no browser can be opened', async () => {
    hasBrowser = false;
    expect(await run('--open')).toMatchObject({
      code: 1,
      err: `no browser could be opened: open ${under.file} yourself`,
    });
  });
});

describe('bad input', () => {
  test('texts that are no receipt or opening, by their readers', async () => {
    await expect(run(folder.file('none.json'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(run(folder.path)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(run(folder.write('not.json', '{'))).rejects.toMatchObject({ code: 'RECEIPT_NOT_JSON' });
    await expect(run(opening)).rejects.toMatchObject({ code: 'RECEIPT_FORMAT' });
    await expect(run(folder.write('large.json', ' '.repeat(70_000)))).rejects.toMatchObject({
      code: 'RECEIPT_TOO_LARGE',
    });
    await expect(run(receipt, '--opening', receipt)).rejects.toMatchObject({ name: 'OpeningError' });
    await expect(run(receipt, '--opening', receipt, '--open')).rejects.toThrow();
    expect(opened).toEqual([]);
    expect(readdirSync(folder.path)).not.toContain('fairmark-link.html');
  });

  test.each([
    [['--opening', 'opening.json']],
    [['one.json', 'two.json']],
    [['--base', 'fairmark.html']],
    [['--base', 'javascript:alert(1)']],
    [['--base', 'data:text/html,x']],
    [['--base', 'https://example.org/#x']],
    [['--base', 'https://user:word@example.org/']],
    [['--base', `https://example.org/${'x'.repeat(2000)}`]],
  ])('arguments %j', async (args) => {
    await expect(run(...args)).rejects.toMatchObject({ code: 'ARGUMENTS' });
  });

  test('a package without its page', async () => {
    const command = pageCommand({ page: folder.file('none.html') });
    const output = { print: () => {}, progress: () => {} };
    await expect(command.run([], output)).rejects.toMatchObject({
      code: 'PAGE_MISSING',
      remedy: expect.stringContaining('npm run page'),
    });
  });
});
