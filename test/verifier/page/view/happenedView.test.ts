import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Disclosure, writeOpening } from '../../../../verifier/opening.ts';
import { sideways, violations } from '../../../support/browser/accessibility.ts';
import { giveFiles, PageUnderTest } from '../../../support/browser/pageUnderTest.ts';
import { accountDocument, changed, charterDocument } from '../../../support/documents.ts';
import { type CaseOptions, openingOf, ReceiptFactory } from '../../../support/receipts.ts';

/** The last one is that of the pictures that are kept. */
const WIDTHS = [1280, 320, 360];

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

/** Shows a case in both schemes, with pictures kept, and gives back the words. */
async function shown(name: string, options: CaseOptions, disclosure: Disclosure = 'full'): Promise<string> {
  const { receipt, objects } = await factory.make(options);
  let text = '';
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, problems } = await under.open({ colorScheme });
    await giveFiles(page, [
      { name: 'receipt.json', text: JSON.stringify(receipt) },
      { name: 'opening.json', text: JSON.stringify(writeOpening(objects, { disclosure })) },
    ]);
    await page.locator('#happened h2').waitFor();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await sideways(page)).toBe(0);
    }
    await under.shoot(page, `happened-${name}-${colorScheme}`);
    expect(await violations(page, '#happened')).toEqual([]);
    // Every picture stands in a row of a table that has its numbers in words.
    const wordless = await page.evaluate(
      () =>
        [...document.querySelectorAll('#happened svg')].filter((it) => !/\d/.test(it.closest('tr')?.innerText ?? ''))
          .length,
    );
    expect(wordless).toBe(0);
    text = await page.locator('#happened').innerText();
    expect(text).not.toMatch(/NaN|Infinity|undefined|\bfair\b/);
    expect(problems).toEqual([]);
  }
  return text;
}

const closeOf = (
  account: { readonly positions?: readonly { instrument: string; quantity: string }[] },
  draw = '0',
) => ({
  positions: (account.positions ?? []).map(({ instrument, quantity }) => ({
    instrument,
    quantity: quantity.replace('-', ''),
    price: PRICES[instrument] ?? '10',
  })),
  fee: '0',
  draw,
});
const PRICES: Readonly<Record<string, string>> = {
  'BTC-PERPETUAL': '70020',
  'BTC-26JUN26': '71000',
  'BTC-26JUN26-65000-P': '40000',
  'ETH-27MAR26': '3504',
  ETH: '3500.01',
};

describe('what happened, in pictures', () => {
  test('full disclosure: equity in steps of 1%, never the exact numbers', async () => {
    const text = await shown('full', {});
    expect(text).toContain('2026-03-20 12:00:00 UTC');
    expect(text).toContain('lots of 2 of your 7 positions');
    expect(text).toContain('210.25 USD');
    // 12,345.68 of 20,000.00 dollars.
    expect(text).toContain('at most 62% of the requirement');
    expect(text).not.toMatch(/12,?345|20,?000/);
    expect(text).toContain('below 105% (target)');
    expect(text).toMatch(
      /BTC-PERPETUAL short\s+0\.5 of 1\.5 BTC, 1 left\s+70,020, mark 70,012\.5, at most 70,712\.5 allowed/,
    );
    expect(text).toMatch(
      /BTC-27MAR26-70000-P short\s+1\.2 of 2\.5 BTC, 1\.3 left\s+1,825\.5, proven at most 700 above/,
    );
    expect(text).toContain('you would still have been below the target (FM-12)');
    expect(text).toContain('the least notional that meets its scenario');
  });

  test('closed-only: what was closed instead, and what of it is only the venue’s word', async () => {
    const text = await shown('closed-only', {}, 'closed-only');
    expect(text).toContain('The venue withheld equity and requirement');
    expect(text).toContain('bound only in their sum');
    expect(text).not.toContain('% of the requirement,');
    expect(text).toContain('0.5 of 1.5 BTC, 1 left');
    expect(text).not.toContain('proven at most');
    // Positions stay open, so the close is known not to be terminal.
    expect(text).not.toContain('by the venue’s word');
  });

  test('a terminal close of an insolvent account: no clause keeps it small', async () => {
    const options = { terminal: true, equity: -4_000_000n, close: closeOf(accountDocument()) };
    const missing = -openingOf(options).accountAfter.cash;
    expect(missing).toBeGreaterThan(0n);
    const digits = String(missing).padStart(7, '0');
    const draw = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    const insolvent = { ...options, close: closeOf(accountDocument(), draw) };
    const text = await shown('insolvent', insolvent);
    expect(text).toContain('all of your 7 positions');
    expect(text).toContain('below 0% of the requirement');
    expect(text).toContain('FM-11 to FM-13 do not bind');
    expect(text).toContain('equity was below zero, or that');
    expect(text).not.toContain('FM-12');
    expect(await shown('insolvent-closed-only', insolvent, 'closed-only')).toContain('terminal by the venue’s word');
  });

  test('a terminal close of a solvent account rests on the other ground alone', async () => {
    const text = await shown('beyond-help', { terminal: true, close: closeOf(accountDocument()) });
    expect(text).toContain('closing every position that helps would still miss the target');
    expect(text).not.toContain('below zero, or');
  });

  test('everything closed without terminal, flag withheld: the venue’s word', async () => {
    const text = await shown('all-said', { close: closeOf(accountDocument()) }, 'closed-only');
    expect(text).toContain('not terminal by the venue’s word, on which this rests');
  });

  test('no requirement above zero: no share is drawn', async () => {
    const text = await shown('no-requirement', {
      ...{ terminal: true, equity: -(1n << 66n), requirement: -(1n << 87n) },
      close: closeOf(accountDocument()),
    });
    expect(text).toContain('The requirement was not above zero');
    expect(text).not.toContain('of the requirement,');
  });

  test('a long list of legs, and a price far better than its mark', async () => {
    const positions = Array.from({ length: 130 }, (_, i) => ({
      instrument: `BTC-27MAR26-${20_000 + i * 500}-${i % 2 ? 'C' : 'P'}`,
      quantity: i % 3 ? '-2.5' : '419430.3',
    }));
    const all = [...positions, { instrument: 'BTC-PERPETUAL', quantity: '-419430.3' }];
    const account = { ...accountDocument(), positions: all };
    const text = await shown('long', {
      account,
      charter: changed(charterDocument(), 'leastNotional', false),
      close: {
        ...closeOf(account),
        positions: closeOf(account).positions.map((leg) => ({ ...leg, quantity: '0.1', price: '0.01' })),
      },
    });
    expect(text).toContain('lots of 131 of your 131 positions');
    expect(text).toContain('0.1 of 419,430.3 BTC, 419,430.2 left');
    expect(text).toContain('0.01, mark 70,012.5');
    expect(text).toContain('does not show that the least notional was closed');
  });
});
