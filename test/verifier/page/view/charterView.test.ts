import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { percent } from '../../../../verifier/page/view/charterView.ts';
import { violations } from '../../../support/browser/accessibility.ts';
import { giveFiles, PageUnderTest } from '../../../support/browser/pageUnderTest.ts';
import { changed, charterDocument } from '../../../support/documents.ts';
import { ReceiptFactory } from '../../../support/receipts.ts';

test.each([
  ['0.05', 0n, '5%'],
  ['0.0125', 0n, '1.25%'],
  ['1', 0n, '100%'],
  ['0.4', 1n, '-60%'],
  ['1.99', 1n, '+99%'],
  ['1', 1n, '0%'],
])('%s on %s is %s', (text, base, expected) => {
  expect(percent(text, base)).toBe(expected);
});

const REGISTRATION = { recordWithin: 86_400, roundsBehind: 3, tickAge: 600, surfaceAge: 90, roundsPerTick: 2 };
const HOSTILE = '<img src=x onerror=alert(1)>"\\ </script>';

let factory: ReceiptFactory;
let under: PageUnderTest;
beforeAll(async () => {
  factory = await ReceiptFactory.create();
  under = await PageUnderTest.create(factory.trustedKeys);
});
afterAll(async () => {
  await under?.close();
  await factory?.close();
});

async function shown(charter: unknown) {
  const { receipt, opening } = await factory.make({ charter });
  const opened = await under.open({ viewport: { width: 360, height: 800 } });
  await giveFiles(opened.page, [
    { name: 'receipt.json', text: JSON.stringify(receipt) },
    { name: 'opening.json', text: JSON.stringify(opening) },
  ]);
  await opened.page.locator('#charter h2').waitFor();
  return { ...opened, text: await opened.page.locator('#charter').innerText() };
}

describe('the charter in a trader’s words', () => {
  test('rules of every underlying, shocks, close rule and what is hidden', async () => {
    const { page, problems, text } = await shown(charterDocument());
    for (const part of [
      'BTC',
      'ETH',
      '-60% to +60%',
      '1.25%',
      '0.5 to 2',
      '0.75 to 1.35',
      'from 30d',
      '1%; 0.5% of index',
      'requirement + 5%',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('with the least notional that reaches it');
    expect(text).toContain('stay hidden');
    expect(text).toMatch(/On chain.*\s+no terms/);
    expect(await violations(page, '#charter')).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('registration terms, joint scenarios, no least notional', async () => {
    const charter = [
      ['registration', REGISTRATION],
      ['scenarioMode', 'joint'],
      ['leastNotional', false],
    ].reduce<unknown>((document, [path, value]) => changed(document, String(path), value), charterDocument());
    const { problems, text } = await shown(charter);
    expect(text).toContain('record within 86400, rounds behind 3, tick age 600, surface age 90, rounds per tick 2');
    expect(text).toContain('joint');
    expect(text).toContain('not required');
    expect(problems).toEqual([]);
  });

  test('hostile text stays text, and the page does not scroll sideways', async () => {
    const charter = ['closeRule', 'feeds.1', 'underlyings.0.name'].reduce<unknown>(
      (document, path) => changed(document, path, HOSTILE.repeat(2)),
      charterDocument(),
    );
    const { page, problems, text } = await shown(charter);
    expect(text).toContain(HOSTILE);
    expect(await page.locator('#charter img').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(problems).toEqual([]);
  });
});
