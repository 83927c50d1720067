import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyCommand } from '../../../prover/commands/verify.ts';
import { CHECK_IDS, checkDefinition } from '../../../verifier/checks.ts';
import { explanationOf } from '../../../verifier/explanationOf.ts';
import type { OpeningDocument } from '../../../verifier/opening.ts';
import type { Receipt } from '../../../verifier/receipt.ts';
import { NOT_SHOWN, type Report } from '../../../verifier/report.ts';
import { ReportBuilder } from '../../../verifier/reportBuilder.ts';
import { verifyReceiptText } from '../../../verifier/verifyReceipt.ts';
import { violations } from '../../support/browser/accessibility.ts';
import { bundleView } from '../../support/browser/bundleView.ts';
import { giveFiles, type OpenOptions, PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { changed } from '../../support/documents.ts';
import { ReceiptFactory } from '../../support/receipts.ts';

const WIDE = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 360, height: 740 } };
const DARK = { colorScheme: 'dark' } as const;

let factory: ReceiptFactory;
let receipt: Receipt;
let opening: OpeningDocument;
/** The same receipt as if its key came from a ceremony. */
let ceremonyReceipt: unknown;
let development: PageUnderTest;
let ceremony: PageUnderTest;
/** The view alone, given a report. */
let alone: string;

beforeAll(async () => {
  factory = await ReceiptFactory.create();
  ({ receipt, opening } = await factory.make());
  ceremonyReceipt = changed(receipt, 'setup', 'ceremony');
  development = await PageUnderTest.create(factory.trustedKeys);
  ceremony = await PageUnderTest.create(factory.keysOfKind('ceremony'));
  const file = join(dirname(development.file), 'view.html');
  writeFileSync(file, await bundleView('reportView'));
  alone = pathToFileURL(file).href;
});
afterAll(async () => {
  await development?.close();
  await ceremony?.close();
  await factory?.close();
});

/** Opens a page and gives it a receipt, with an opening if there is one. */
async function verified(under: PageUnderTest, itsReceipt: unknown, itsOpening?: unknown, options: OpenOptions = WIDE) {
  const opened = await under.open(options);
  const texts = [itsReceipt, ...(itsOpening === undefined ? [] : [itsOpening])].map((document) =>
    JSON.stringify(document),
  );
  await giveFiles(
    opened.page,
    texts.map((text, i) => ({ name: `${i}.json`, text })),
  );
  await opened.page.locator('#verdict').waitFor();
  return opened;
}

/** Draws a report by the view alone. */
async function drawn(report: Report, options: OpenOptions = WIDE) {
  const opened = await development.open({ ...options, url: alone });
  await opened.page.evaluate((given) => {
    const { reportView } = (globalThis as unknown as { view: { reportView: (report: unknown) => HTMLElement } }).view;
    document.querySelector('main')?.append(reportView(given));
  }, report);
  return opened;
}

const boxOf = (page: Page) => page.locator('.verdict').innerText();
const titlesOf = (page: Page, status: string) => page.locator(`.checks > li > .${status} + b`).allTextContents();
const colourOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).color);
const sizeOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).fontSize);
const variable = (page: Page, name: string) =>
  page.evaluate((its) => {
    const probe = document.createElement('i');
    probe.className = its;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);

describe('the verdict', () => {
  test('W7 under a development key is never green, and says so as large as the verdict', async () => {
    const { page, problems } = await verified(development, receipt, opening);
    const box = await boxOf(page);
    expect(box).toMatch(/^! Test key: this shows nothing about a real liquidation\n/);
    expect(box).toContain('checks out only under a test key');
    expect(box).toContain('anyone can forge');
    expect(box).toContain('7 facts are not confirmed');
    expect(box).not.toMatch(/✓|\bvalid\b/i);
    expect(await colourOf(page, '#verdict')).not.toBe(await variable(page, 'passed'));
    expect(await sizeOf(page, '.verdict .meaning')).toBe(await sizeOf(page, '#verdict'));
    expect(problems).toEqual([]);
  });

  test('W7 of a valid proof says valid of the proof alone, and names every missing fact', async () => {
    const { page, problems } = await verified(ceremony, ceremonyReceipt, opening);
    const box = await boxOf(page);
    expect(box).toMatch(/^✓ The proof is valid\n/);
    expect(box).toContain(
      '6 facts are not confirmed: whether the liquidation was right follows only if they hold too.',
    );
    const missing = await titlesOf(page, 'unconfirmed');
    expect(missing).toHaveLength(6);
    expect(await page.locator('.verdict button').allTextContents()).toEqual(missing.map((title) => `? ${title}`));
    expect(await page.locator('#result').innerText()).not.toMatch(/\bfair|DEVELOPMENT/i);
    expect(problems).toEqual([]);
  });

  test('of an altered receipt is INVALID with the headline, and what failed comes first', async () => {
    const altered = changed(receipt, 'domain.sequence', '9');
    const { page, problems } = await verified(development, altered, opening);
    const report = verifyReceiptText(JSON.stringify(altered), {
      openingText: JSON.stringify(opening),
      trustedKeys: factory.trustedKeys,
    });
    const box = await boxOf(page);
    expect(box.startsWith(`✗ INVALID\n\n${report.headline}`)).toBe(true);
    expect(box).toContain('This alone does not show that the venue cheated.');
    expect(box).not.toMatch(/✓|proof is valid/i);
    expect(await colourOf(page, '#verdict')).toBe(await variable(page, 'failed'));
    expect(await titlesOf(page, 'failed')).toEqual(['Domain']);
    expect(await page.locator('.verdict button').allTextContents()).toEqual(['✗ Domain']);
    expect(await page.locator('summary h3').first().textContent()).toBe('What failed (1)');
    expect(problems).toEqual([]);
  });

  test('of an altered opening is INVALID, also under the key of a ceremony', async () => {
    const { page } = await verified(ceremony, ceremonyReceipt, changed(opening, 'outcome.fee', '210.24'));
    expect(await boxOf(page)).toMatch(/^✗ INVALID\n/);
    expect(await titlesOf(page, 'failed')).toEqual(['Effect on the account', 'Outcome']);
  });

  test('of a text that is no receipt is INVALID, without a summary', async () => {
    const { page, problems } = await verified(development, { format: 'fairmark.receipt.v1', venue: '<img src=x>' });
    expect(await boxOf(page)).toMatch(/^✗ INVALID\n/);
    expect(await page.locator('#result img, #result dl').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('has the focus, and what the receipt is about below it', async () => {
    const { page } = await verified(development, receipt);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('verdict');
    const about = await page.locator('.report dl').innerText();
    for (const said of [receipt.domain.venue, receipt.domain.sequence, receipt.instance, receipt.verificationKeyHash]) {
      expect(about).toContain(said);
    }
    expect(about).toMatch(/Chain\s+none/);
  });
});

describe('states that no file leads to', () => {
  /** Everything confirmed but what is named. */
  function reportOf(change: (report: ReportBuilder) => void, ...open: string[]): Report {
    const report = new ReportBuilder();
    report.demand('opening');
    report.demand('chain');
    for (const id of CHECK_IDS) if (!open.includes(id)) report.pass(id, checkDefinition(id).passed || 'Confirmed.');
    change(report);
    return report.report();
  }

  test('one missing fact is one, and no banner stands above', async () => {
    const { page } = await drawn(reportOf(() => {}, 'surface-sensible'));
    expect(await boxOf(page)).toContain(
      '? 1 fact is not confirmed: whether the liquidation was right follows only if it holds too.',
    );
    expect(await page.locator('h3.banner').count()).toBe(0);
  });

  test('V21 a venue that told two truths has a red banner above the list', async () => {
    const report = reportOf((its) => its.ofEquivocator(), 'surface-sensible', 'chain-equivocation');
    const { page } = await drawn(report);
    const banner = page.locator('h3.banner');
    expect(await banner.innerText()).toMatch(/^! EQUIVOCATED: /);
    expect(await colourOf(page, 'h3.banner')).toBe(await variable(page, 'failed'));
    expect(await banner.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('3px');
    expect(await colourOf(page, '.verdict h2')).toBe(await variable(page, 'unconfirmed'));
    const list = await page.locator('.report > details').first().boundingBox();
    expect((await banner.boundingBox())?.y).toBeLessThan(list?.y ?? 0);
    await development.shoot(page, 'verdict-equivocated');
    expect(await violations(page, 'main')).toEqual([]);
  });

  test('every banner of the report is shown', async () => {
    const report = reportOf((its) => {
      its.underDevelopmentKey();
      its.ofEquivocator();
    }, 'registration');
    const { page } = await drawn(report);
    expect(await page.locator('h3.banner').allTextContents()).toEqual(
      report.banners.map(({ sentence }) => `! ${sentence}`),
    );
    expect(report.banners).toHaveLength(3);
  });

  test('an INVALID without a failed check says so and lists none', async () => {
    const { page } = await drawn(reportOf(() => {}, 'proof'));
    expect(await boxOf(page)).toContain('a check could not be made');
    expect(await page.locator('.verdict button').count()).toBe(0);
  });

  test('a sentence with markup and 10,000 characters stays text and inside the page', async () => {
    const sentence = `<img src=x onerror=alert(1)>${'W'.repeat(10_000)}`;
    const { page, problems } = await drawn(
      reportOf((its) => its.fail('venue', sentence)),
      NARROW,
    );
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(problems).toEqual([]);
  });
});

describe('the list of checks', () => {
  test('has every check once, with its sentence and how it is known', async () => {
    const { page } = await verified(development, receipt, opening);
    const report = verifyReceiptText(JSON.stringify(receipt), {
      openingText: JSON.stringify(opening),
      trustedKeys: factory.trustedKeys,
    });
    const items = await page.locator('.checks > li').evaluateAll((rows) =>
      rows.map((row) => ({
        mark: row.querySelector('b')?.textContent,
        title: row.querySelectorAll('b')[1]?.textContent,
        sentence: row.querySelector('p')?.textContent,
        how: row.querySelector('details > p')?.textContent,
        summary: row.querySelector('summary')?.textContent,
      })),
    );
    const marks = { failed: '✗ failed', unconfirmed: '? unconfirmed', passed: '✓ passed' };
    const expected = (['failed', 'unconfirmed', 'passed'] as const).flatMap((status) =>
      report.checks
        .filter((check) => check.status === status)
        .map((check) => ({
          mark: marks[status],
          title: check.title,
          sentence: check.sentence,
          how: explanationOf(check),
          summary: 'How do I know?',
        })),
    );
    expect(items).toEqual(expected);
    expect(await page.locator('.report > details > summary').allTextContents()).toEqual([
      'What is not confirmed (7)',
      `What was checked and holds (${report.checks.length - 7})`,
    ]);
  });

  test('shows what is open and keeps what passed closed', async () => {
    const { page } = await verified(development, changed(receipt, 'domain.sequence', '9'), opening);
    const open = await page
      .locator('.report > details')
      .evaluateAll((groups) => (groups as HTMLDetailsElement[]).map((group) => group.open));
    expect(open).toEqual([true, true, false]);
  });

  test('opens by keyboard, and a fact of the verdict leads to its row', async () => {
    const { page } = await verified(development, receipt, opening);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('? Set-up of the key');
    await page.keyboard.press('Enter');
    const row = page.locator('.checks > li', { hasText: 'Set-up of the key' });
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await row.locator('details p').isVisible()).toBe(true);
    expect(new URL(page.url()).hash).toBe('');
    const passed = page.locator('.report > details').last();
    const first = passed.locator('.checks > li').first();
    expect(await first.isVisible()).toBe(false);
    await passed.locator('> summary').focus();
    await page.keyboard.press('Enter');
    expect(await first.isVisible()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await first.locator('details p').isVisible()).toBe(true);
  });
});

test('the saved report is what the command line prints', async () => {
  const { page, problems } = await verified(development, receipt, opening);
  await page.evaluate(() => {
    const revoked: string[] = [];
    Object.assign(globalThis, { revoked });
    const revoke = URL.revokeObjectURL.bind(URL);
    URL.revokeObjectURL = (url) => {
      revoked.push(url);
      revoke(url);
    };
  });
  await page.clock.install();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this report (JSON)' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('fairmark-report.json');
  const saved = readFileSync(await download.path(), 'utf8');

  const folder = dirname(development.file);
  const paths = [receipt, opening].map((document, i) => {
    const path = join(folder, `${i}.json`);
    writeFileSync(path, JSON.stringify(document));
    return path as string;
  });
  const out: string[] = [];
  await verifyCommand(factory.trustedKeys).run([paths[0] ?? '', '--opening', paths[1] ?? '', '--json'], {
    print: (line) => out.push(`${line}\n`),
    progress: () => {},
  });
  expect(saved).toBe(out.join(''));
  const revoked = () => page.evaluate(() => (globalThis as unknown as { revoked: string[] }).revoked.length);
  expect(await revoked()).toBe(0);
  await page.clock.fastForward('01:00');
  expect(await revoked()).toBe(1);
  expect(problems).toEqual([]);
});

test('what a proof does not show stands there without any receipt', async () => {
  const { page } = await development.open(WIDE);
  const said = await page.locator('#limits li').allTextContents();
  expect(said).toEqual([...NOT_SHOWN, expect.stringContaining('least for this scenario and this step')]);
  expect(await page.locator('#limits').innerText()).not.toMatch(/\bfair\b/i);
});

describe.each([
  ['light', {}],
  ['dark', DARK],
] as const)('in %s', (scheme, colours) => {
  test.each([
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const)('and %s, axe finds nothing and nothing is cut', async (width, viewport) => {
    const options = { ...colours, ...viewport };
    const cases = [
      ['development', development, receipt, opening],
      ['valid', ceremony, ceremonyReceipt, opening],
      ['invalid', development, changed(receipt, 'domain.sequence', '9'), opening],
    ] as const;
    for (const [name, under, itsReceipt, itsOpening] of cases) {
      const { page, problems } = await verified(under, itsReceipt, itsOpening, options);
      await under.shoot(page, `verdict-${name}-${scheme}-${width}`);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await under.shoot(page, `verdict-${name}-${scheme}-${width}-open`);
      expect(await violations(page, 'main')).toEqual([]);
      await page.setViewportSize({ width: 320, height: 740 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      expect(problems).toEqual([]);
    }
  });
});
