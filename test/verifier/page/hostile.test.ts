import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenKind, kindOf } from '../../../verifier/page/intake.ts';
import type { Report } from '../../../verifier/report.ts';
import type { VerificationKeyRecords } from '../../../verifier/verificationKey.ts';
import { verifyReceiptText } from '../../../verifier/verifyReceipt.ts';
import { type OpenedPage, PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { type HostileText, hostileOpenings, hostileReceipts, MARKUP } from '../../support/hostileTexts.ts';
import { type Case, ReceiptFactory } from '../../support/receipts.ts';

let factory: ReceiptFactory;
let under: PageUnderTest;
let good: Case;
let trustedKeys: VerificationKeyRecords;
beforeAll(async () => {
  factory = await ReceiptFactory.create();
  under = await PageUnderTest.create(factory.trustedKeys);
  good = await factory.make();
  ({ trustedKeys } = factory);
});
afterAll(async () => {
  await under?.close();
  await factory?.close();
});

/** What a person sees after giving the texts, by pasting each. */
interface Seen {
  readonly result: string;
  readonly status: string;
  /** Elements that markup would have made. */
  readonly strangers: number;
}

/** Pastes and waits until the page has come to an end with it. In the page, for a round trip a case. */
function paste(page: Page, texts: readonly string[]): Promise<Seen> {
  return page.evaluate(async (given) => {
    const [box, status] = ['paste', 'status'].map((id) => document.getElementById(id)) as [
      HTMLTextAreaElement,
      HTMLElement,
    ];
    const button = [...document.querySelectorAll('button')].find((its) => its.textContent === 'Check what is pasted');
    for (const text of given) {
      status.textContent = '';
      box.value = text;
      button?.click();
      const start = Date.now();
      while (['', 'Checking…'].includes(status.textContent ?? '')) {
        if (Date.now() - start > 20_000) throw new Error('the page came to no end');
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }
    return {
      // Everything, also what is folded up.
      result: document.getElementById('result')?.textContent ?? '',
      status: status.innerText,
      strangers: document.querySelectorAll('img, script:not(body > script), iframe, [onerror], [onload]').length,
    };
  }, texts);
}

/** Pastes the cases one after the other, and says which of them went wrong. */
async function refusals(
  kind: GivenKind,
  cases: readonly HostileText[],
  first: readonly string[],
  reportOf: (text: string) => Report,
) {
  const { page, problems }: OpenedPage = await under.open();
  if (first.length > 0) await paste(page, first);
  const wrong: string[] = [];
  for (const [name, text] of cases) {
    const { result, status, strangers } = await paste(page, [text]);
    // What looks like something else is taken for that, and for a receipt in the place of the one that was there.
    const isTaken = kindOf(text) === kind;
    if (!isTaken && first.length > 0) await paste(page, first);
    if (/proof is valid|checks out|\bVALID\b/.test(result.replaceAll('INVALID', '')))
      wrong.push(`${name}: taken for valid`);
    if (!result.includes('INVALID') && !/no receipt/.test(status))
      wrong.push(`${name}: ${status} ${result.slice(0, 80)}`);
    // Word for word what the command line says, though the page leaves out what it never shows.
    else if (isTaken && result.includes('INVALID') && !result.includes(reportOf(text).headline))
      wrong.push(`${name}: other words`);
    if (strangers > 0) wrong.push(`${name}: markup became elements`);
    if (problems.length > 0) wrong.push(`${name}: ${problems.splice(0).join('; ')}`);
  }
  await page.context().close();
  return wrong;
}

describe('W1, W2, W3, W6: what is no receipt is INVALID, inert, and throws nothing', () => {
  test('as a receipt', async () => {
    const cases = hostileReceipts(good.receipt);
    expect(cases.length).toBeGreaterThan(200);
    expect(await refusals('receipt', cases, [], (text) => verifyReceiptText(text, { trustedKeys }))).toEqual([]);
  });

  test('as an opening of a valid receipt', async () => {
    const cases = hostileOpenings(good.opening);
    expect(cases.length).toBeGreaterThan(100);
    const receipt = JSON.stringify(good.receipt);
    const reportOf = (openingText: string) => verifyReceiptText(receipt, { openingText, trustedKeys });
    expect(await refusals('opening', cases, [receipt], reportOf)).toEqual([]);
  });

  test('and the page is as good as new after each: the next receipt is valid', async () => {
    const { page, problems } = await under.open();
    const texts = [JSON.stringify(good.receipt), JSON.stringify(good.opening)];
    for (const [, text] of hostileReceipts(good.receipt).slice(0, 10)) await paste(page, [text]);
    const { result } = await paste(page, texts);
    expect(result).not.toContain('INVALID');
    expect(problems).toEqual([]);
  });
});

test('W3 a venue that calls itself markup is text, in every view', async () => {
  const venue = 'a & b "c" \'d\' javascript:alert(1) &lt;b&gt;';
  const named = await factory.make({ charter: { ...good.opening.charter, venue, closeRule: MARKUP.slice(0, 58) } });
  const { page, problems } = await under.open();
  const { result, strangers } = await paste(page, [JSON.stringify(named.receipt), JSON.stringify(named.opening)]);
  expect(result).toContain(venue);
  expect(strangers).toBe(0);
  expect(problems).toEqual([]);
});

test('the page says of a receipt what the command line says', async () => {
  const report = verifyReceiptText(JSON.stringify(good.receipt), {
    openingText: JSON.stringify(good.opening),
    trustedKeys: factory.trustedKeys,
  });
  const { page } = await under.open();
  const { result } = await paste(page, [JSON.stringify(good.receipt), JSON.stringify(good.opening)]);
  for (const { title } of report.checks) expect(result).toContain(title);
});
