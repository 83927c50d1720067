import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLink } from '../../../verifier/link/readLink.ts';
import { writeLink } from '../../../verifier/link/writeLink.ts';
import { violations } from '../../support/browser/accessibility.ts';
import { type PageServer, servePage } from '../../support/browser/pageServer.ts';
import { giveFiles, PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { type Case, ReceiptFactory } from '../../support/receipts.ts';

let factory: ReceiptFactory;
let under: PageUnderTest;
let server: PageServer;
let made: Case;
let receiptLink: string;
let bothLink: string;
beforeAll(async () => {
  factory = await ReceiptFactory.create();
  made = await factory.make();
  receiptLink = await writeLink(JSON.stringify(made.receipt));
  bothLink = await writeLink(JSON.stringify(made.receipt), JSON.stringify(made.opening));
  under = await PageUnderTest.create(factory.trustedKeys);
  server = await servePage(under.html);
});
afterAll(async () => {
  await server?.close();
  await under?.close();
  await factory?.close();
});

const verdictOf = (page: Page) => page.locator('.verdict').innerText();
const base = (where: string) => (where === 'file' ? under.url : server.url);

describe.each(['file', 'http'])('W8 a link to a %s', (where) => {
  test('is taken out of the address before it is verified, and no server sees it', async () => {
    const asked = server.asked.length;
    const { page, problems } = await under.open({ url: `${base(where)}#${bothLink}` });
    // At once: the page has loaded, and may still be verifying.
    expect(page.url()).toBe(base(where));
    await page.locator('.verdict').waitFor();
    expect(await verdictOf(page)).toContain('! Test key');
    expect(await page.locator('#status').innerText()).toContain('a receipt and an opening');
    const notice = await page.locator('#by-link').innerText();
    expect(notice).toContain('holds your account');
    expect(notice).toContain('history may have kept it');
    expect(page.url()).toBe(base(where));
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(bothLink.slice(8, 60));
    expect(await page.evaluate(() => history.length)).toBe(2);
    if (where === 'http') expect(server.asked.slice(asked)).toEqual(['/ ']);
    await page.reload();
    expect(await page.locator('#by-link').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('that arrives in an open page replaces what was there', async () => {
    const { page, problems } = await under.open({ url: base(where) });
    await giveFiles(page, [
      { name: 'receipt.json', text: JSON.stringify(made.receipt) },
      { name: 'opening.json', text: JSON.stringify(made.opening) },
    ]);
    await page.locator('#account h2').waitFor();
    expect(await page.locator('#by-link').count()).toBe(0);
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, receiptLink);
    await page.locator('#by-link').waitFor();
    await page.locator('.verdict').waitFor();
    // The opening of before is not taken for one of this receipt.
    expect(await page.locator('#status').innerText()).toContain('without an opening');
    expect(await page.locator('#account h2').count()).toBe(0);
    expect(page.url()).toBe(base(where));
    expect(problems).toEqual([]);
  });
});

test.each([
  ['damaged', () => `${bothLink.slice(0, -9)}AAAAAAAAA`],
  ['cut off', () => bothLink.slice(0, 200)],
  ['of something else', () => 'token=abc'],
  ['percent-encoded', () => encodeURIComponent(receiptLink)],
  ['markup', () => 'receipt=<img src=x onerror=alert(1)>'],
  ['an element of the page and more', () => 'trust=1'],
])('a link that is %s is removed too, said to be broken, and leaves no verdict', async (_, fragment) => {
  const { page, problems } = await under.open({ url: `${under.url}#${fragment()}` });
  expect(page.url()).toBe(under.url);
  await page.locator('#by-link').waitFor();
  expect(await page.locator('#status').innerText()).toBe('Nothing was verified: the link is damaged or too large.');
  expect(await page.locator('.verdict').count()).toBe(0);
  // Nor later, when something else asks for a new run.
  await giveFiles(page, [{ name: 'opening.json', text: JSON.stringify(made.opening) }]);
  await page.getByText('add the receipt').waitFor();
  expect(problems).toEqual([]);
});

test('a place on the page is no link', async () => {
  const { page, problems } = await under.open({ url: `${under.url}#limits` });
  expect(page.url()).toBe(`${under.url}#limits`);
  expect(await page.locator('#by-link').count()).toBe(0);
  expect(problems).toEqual([]);
});

test('an altered receipt in a link is INVALID', async () => {
  const altered = await writeLink(
    JSON.stringify({ ...made.receipt, domain: { ...made.receipt.domain, sequence: '9' } }),
  );
  const { page, problems } = await under.open({ url: `${under.url}#${altered}` });
  await page.locator('.verdict').waitFor();
  expect(await verdictOf(page)).toContain('✗ INVALID');
  expect(problems).toEqual([]);
});

test('a pasted link is opened, also one that a terminal broke into lines', async () => {
  const { page, problems } = await under.open();
  const put = async (text: string) => {
    await page.fill('#paste', text);
    await page.getByRole('button', { name: 'Check what is pasted' }).click();
  };
  await put(`  https://example.org/fairmark.html#${bothLink.replace(/.{80}/g, '$&\n')}\n`);
  await page.locator('.verdict').waitFor();
  expect(await verdictOf(page)).toContain('! Test key');
  expect(await page.locator('#by-link').count()).toBe(1);
  await put(JSON.stringify(made.receipt));
  await page.locator('#by-link').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});

describe('the copied link', () => {
  test('goes to the clipboard, and opens what was checked', async () => {
    const { page, problems } = await under.open({
      url: server.url,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await giveFiles(page, [{ name: 'receipt.json', text: JSON.stringify(made.receipt, null, 2) }]);
    const copyReceipt = page.getByRole('button', { name: 'Copy a link to this receipt' });
    const copyAccount = page.getByRole('button', { name: 'Copy a link with your account in it' });
    await copyReceipt.click();
    await page.getByText('Copied.').waitFor();
    expect(await copyAccount.count()).toBe(0);
    const [address = '', fragment = ''] = (await page.evaluate(() => navigator.clipboard.readText())).split('#');
    expect(address).toBe(server.url);
    expect(await readLink(fragment)).toEqual({ receipt: JSON.stringify(made.receipt) });

    await giveFiles(page, [{ name: 'opening.json', text: JSON.stringify(made.opening, null, 2) }]);
    await copyAccount.click();
    await page.getByText('Copied.').waitFor();
    const withAccount = await page.evaluate(() => navigator.clipboard.readText());
    const opened = await under.open({ url: withAccount });
    await opened.page.locator('.verdict').waitFor();
    expect(await verdictOf(opened.page)).toContain('! Test key');
    expect([...problems, ...opened.problems]).toEqual([]);
  });

  test('is shown and selected where there is no clipboard, or it refuses', async () => {
    for (const clipboard of [undefined, { writeText: () => Promise.reject(new Error('no')) }]) {
      const { page, problems } = await under.open({ url: `${under.url}#${receiptLink}` });
      await page.evaluate((missing) => {
        Object.defineProperty(navigator, 'clipboard', {
          value: missing ? undefined : { writeText: () => Promise.reject(new Error('no')) },
        });
      }, clipboard === undefined);
      await page.getByRole('button', { name: 'Copy a link to this receipt' }).click();
      await page.getByText('Copy it from here:').waitFor();
      expect(await page.locator('#result').innerText()).toContain('only where this file lies');
      const area = page.getByLabel('Link', { exact: true });
      expect(await area.inputValue()).toBe(`${under.url}#${receiptLink}`);
      expect(await area.getAttribute('readonly')).toBe('');
      expect(await page.evaluate(() => getSelection()?.toString())).toBe(`${under.url}#${receiptLink}`);
      expect(problems).toEqual([]);
    }
  });

  test('is not offered for what cannot be read', async () => {
    const { page, problems } = await under.open();
    await giveFiles(page, [{ name: 'receipt.json', text: '{' }]);
    await page.locator('.verdict').waitFor();
    expect(await page.getByRole('button', { name: /a link/ }).count()).toBe(0);
    await giveFiles(page, [
      { name: 'receipt.json', text: JSON.stringify(made.receipt) },
      { name: 'opening.json', text: JSON.stringify({ ...made.opening, outcome: 1 }) },
    ]);
    await page.getByRole('button', { name: 'Copy a link to this receipt' }).waitFor();
    expect(await page.getByRole('button', { name: /your account in it/ }).count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('notice and buttons are accessible and fit, %s, %i wide', async (colorScheme, width) => {
  const { page, problems } = await under.open({
    url: `${under.url}#${bothLink}`,
    colorScheme,
    viewport: { width, height: 900 },
  });
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.getByRole('button', { name: /your account in it/ }).click();
  await page.getByText('Copy it from here:').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await under.shoot(page, `link-${colorScheme}-${width}`);
  expect(problems).toEqual([]);
});
