import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sideways, violations } from '../../support/browser/accessibility.ts';
import { type PageServer, servePage } from '../../support/browser/pageServer.ts';
import { type FileToGive, giveFiles, PageUnderTest, wholeReport } from '../../support/browser/pageUnderTest.ts';
import { changed } from '../../support/documents.ts';
import { ReceiptFactory } from '../../support/receipts.ts';

let factory: ReceiptFactory;
let under: PageUnderTest;
let server: PageServer;
let both: readonly FileToGive[];
let forged: FileToGive;
beforeAll(async () => {
  factory = await ReceiptFactory.create();
  under = await PageUnderTest.create(factory.trustedKeys);
  server = await servePage(under.html);
  const { receipt, opening } = await factory.make();
  both = [
    { name: 'receipt.json', text: JSON.stringify(receipt) },
    { name: 'opening.json', text: JSON.stringify(opening) },
  ];
  const outcome = String(BigInt(receipt.publicSignals.outcomeCommitment) + 1n);
  forged = {
    name: 'receipt.json',
    text: JSON.stringify(changed(receipt, 'publicSignals.outcomeCommitment', outcome)),
  };
});
afterAll(async () => {
  await under?.close();
  await server?.close();
  await factory?.close();
});

/** Drops files on the page as a hand would: through a transfer that the browser makes. */
async function drop(page: Page, files: readonly FileToGive[]): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([text], name, { type: 'application/json' }));
    return data;
  }, files);
  for (const type of ['dragover', 'drop']) await page.dispatchEvent('h1', type, { dataTransfer: transfer });
}

describe.each([
  ['a file, with the network cut', {}],
  ['http', { http: true }],
])('from %s', (_, { http = false }: { http?: boolean }) => {
  const open = () => under.open(http ? { url: server.url, offline: false } : {});

  test('W7 a receipt with its opening: valid, under a DEVELOPMENT key, with what is not confirmed', async () => {
    const { page, problems } = await open();
    await giveFiles(page, both);
    const text = await wholeReport(page);
    expect(text).not.toContain('INVALID');
    expect(text).toContain('DEVELOPMENT');
    expect(text).toContain('UNREGISTERED');
    expect(text).toContain('Oracle');
    expect(problems).toEqual([]);
  });

  test('a forged receipt is INVALID, and nothing of an opening is drawn', async () => {
    const { page, problems } = await open();
    await giveFiles(page, [forged, both[1] as FileToGive]);
    expect(await wholeReport(page)).toContain('INVALID');
    expect(await page.locator('#happened, #charter').allInnerTexts()).toEqual(['', '']);
    await under.shoot(page, 'forged');
    expect(problems).toEqual([]);
  });

  test('files that are dropped are read', async () => {
    const { page, problems } = await open();
    await drop(page, both);
    expect(await wholeReport(page)).not.toContain('INVALID');
    expect(problems).toEqual([]);
  });
});

test('V26 the first line of the page says that the surface is the venue’s own', async () => {
  const { page } = await under.open();
  const [line] = (await page.locator('body').innerText()).split('\n');
  expect(line).toMatch(/^The volatility surface is the venue’s own\. Nothing here shows that it was sensible/);
});

test('by keyboard alone: tab to the box, put the receipt in, tab to the button, press it', async () => {
  const { page, problems } = await under.open();
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
  const tabTo = async (what: string) => {
    for (let i = 0; i < 20 && (await focused()) !== what; i++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(what);
  };
  for (const { text } of both) {
    await tabTo('paste');
    await page.keyboard.insertText(text);
    await tabTo('Check what is pasted');
    await page.keyboard.press('Enter');
    expect(await wholeReport(page)).not.toContain('INVALID');
    // The verdict has the focus: a screen reader reads on from there.
    expect(await focused()).toBe('verdict');
    await page.locator('h1').click();
  }
  expect(problems).toEqual([]);
});

test('an opening before its receipt waits for it; a second receipt does not take the opening of the first', async () => {
  const { page } = await under.open();
  await giveFiles(page, [both[1] as FileToGive]);
  await page.getByText('add the receipt').waitFor();
  await giveFiles(page, [both[0] as FileToGive]);
  expect(await wholeReport(page)).toContain('Account before');
  const other = await factory.make({ close: undefined });
  await giveFiles(page, [{ name: 'r.json', text: JSON.stringify(other.receipt) }]);
  await page.locator('#status', { hasText: 'without an opening' }).waitFor();
  expect(await wholeReport(page)).not.toContain('INVALID');
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['a desktop', 1280, 900],
    ['a phone', 360, 740],
    ['the smallest phone', 320, 560],
  ])('on %s: no violation of accessibility, and nothing sticks out', async (name, width, height) => {
    const { page, problems } = await under.open({ colorScheme, viewport: { width, height } });
    expect(await violations(page)).toEqual([]);
    await under.shoot(page, `empty-${name.replaceAll(' ', '-')}-${colorScheme}`);
    await giveFiles(page, both);
    await wholeReport(page);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await under.shoot(page, `checked-${name.replaceAll(' ', '-')}-${colorScheme}`);
    expect(problems).toEqual([]);
  });
});
