import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpeningDocument } from '../../../verifier/opening.ts';
import { sideways, violations } from '../../support/browser/accessibility.ts';
import { giveFiles, PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { accountDocument, changed } from '../../support/documents.ts';
import { type Case, ReceiptFactory } from '../../support/receipts.ts';
import { addressOf, signedStatement, VENUE_SIGNER } from '../../support/signed.ts';

const { positions = [] } = accountDocument();
const CSV = `symbol;side;size\n${positions
  .map(
    ({ instrument, quantity }) =>
      `${instrument};${quantity.startsWith('-') ? 'short' : 'long'};${quantity.replace('-', '')}`,
  )
  .join('\n')}`;

let factory: ReceiptFactory;
let under: PageUnderTest;
let made: Case;
beforeAll(async () => {
  factory = await ReceiptFactory.create();
  under = await PageUnderTest.create(factory.trustedKeys);
  made = await factory.make();
});
afterAll(async () => {
  await under?.close();
  await factory?.close();
});

interface Given {
  readonly opening?: OpeningDocument;
  readonly statement?: unknown;
  readonly record?: string;
  readonly dark?: boolean;
  readonly width?: number;
}

/** The page with the receipt, an opening, and what else a user gives. */
async function show({ opening = made.opening, statement, record, dark = false, width = 1280 }: Given) {
  const opened = await under.open({
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width, height: 800 },
  });
  await giveFiles(opened.page, [
    { name: 'receipt.json', text: JSON.stringify(made.receipt) },
    { name: 'opening.json', text: JSON.stringify(opening) },
    ...(statement === undefined ? [] : [{ name: 'statement.json', text: JSON.stringify(statement) }]),
    ...(record === undefined ? [] : [{ name: 'positions.csv', text: record }]),
  ]);
  await opened.page.locator('#account table').waitFor();
  return { ...opened, text: () => opened.page.locator('#account').innerText() };
}

/** Rows of the table of the account, as text. */
const rowsOf = (page: Page) =>
  page
    .locator('#account tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

test('without a statement the account is unconfirmed, in large letters', async () => {
  const { page, problems, text } = await show({});
  const big = page.locator('#account .big');
  expect(await big.innerText()).toBe('? Unconfirmed');
  expect(await big.evaluate((its) => Number.parseFloat(getComputedStyle(its).fontSize))).toBeGreaterThan(24);
  expect(await text()).toContain('It is not confirmed that the account is yours, and that its state was the latest');
  expect(await text()).not.toContain('nothing of this opening is proven');
  expect(await rowsOf(page)).toEqual(
    expect.arrayContaining([
      ['What', 'The venue’s opening says', 'After it'],
      ['Account number', '42', '42'],
      ['State', '17', '18'],
      ['Time', '2026-03-20T11:58:30Z', '2026-03-20T12:00:00Z'],
      ['BTC-PERPETUAL', '-1.5', '-1'],
    ]),
  );
  expect(problems).toEqual([]);
});

test('a statement in the opening is shown with signer, state, time and checks', async () => {
  const { problems, text } = await show({ opening: { ...made.opening, statement: await signedStatement() } });
  expect(await text()).toContain(`state 17 of 2026-03-20T11:58:30Z, signed for chain 0 by ${addressOf(VENUE_SIGNER)}`);
  expect(await text()).toContain('✓ Account of the statement; ? Signer of the statement');
  expect(await text()).toContain('? Unconfirmed');
  expect(problems).toEqual([]);
});

test('an opening whose check failed is said to prove nothing, first of all', async () => {
  const { problems, text } = await show({
    opening: { ...made.opening, accountBefore: { ...made.opening.accountBefore, cash: '1' } },
  });
  expect(await text()).toMatch(/^My account\s+✗ A check failed: nothing of this opening is proven\./);
  expect(problems).toEqual([]);
});

const later = (time: string) => changed(changed(accountDocument(), 'sequence', 18), 'time', time);
test.each<[string, unknown, string]>([
  ['on this state', accountDocument(), '✓ The statement is on this state of this account.'],
  ['on an older state', changed(accountDocument(), 'sequence', 16), '? The sequence numbers differ'],
  ['on a later state', later('2026-03-20T12:00:00Z'), 'The statement is a later one. Look for the one on this state.'],
  [
    'on a later state from before the market data',
    later('2026-03-20T11:59:59Z'),
    'report the statement. Keep it and the opening: the registry takes such evidence.',
  ],
  ['that is another truth', changed(accountDocument(), 'cash', '1'), '✗ Two truths about state 17'],
  ['B on another account', changed(accountDocument(), 'accountNumber', 43), '✗ Not your account'],
])('a statement of one’s own %s', async (_, account, sentence) => {
  const { problems, text } = await show({ statement: await signedStatement({ account }) });
  expect(await text()).toContain(sentence);
  expect(problems).toEqual([]);
});

test('a statement that is not by its signer cannot be read, and the page says why', async () => {
  const { problems, text } = await show({ statement: { ...(await signedStatement()), stateSequence: 18 } });
  expect(await text()).toContain('✗ Your statement cannot be read: statement.signature is not by');
  expect(problems).toEqual([]);
});

test('a statement with a field that turns the writing is refused in plain characters', async () => {
  const { problems, text } = await show({ statement: { ...(await signedStatement()), '\u202etxet': '<b>' } });
  expect(await text()).toContain('✗ Your statement cannot be read: statement."\ufffdtxet" is not a field');
  expect(problems).toEqual([]);
});

test('a record that agrees', async () => {
  const { page, problems, text } = await show({ record: CSV });
  expect(await text()).toContain('✓ Your record and the opening agree on all 7 lines.');
  expect(await rowsOf(page)).toContainEqual(['BTC-PERPETUAL', '✓ same', '-1.5', '-1.5', '-1']);
  await under.shoot(page, 'account-record-agrees');
  expect(problems).toEqual([]);
});

test('a record that differs, typed; and one that cannot be read', async () => {
  const { page, problems, text } = await show({});
  await page.locator('#record').fill(CSV.replace('ETH;long;5', 'ETH;long;6').replace('BTC-26JUN26;', 'BTC-26JUN27;'));
  expect(await text()).toContain('✗ Your record and the opening differ on 3 of 8 lines.');
  expect(await rowsOf(page)).toEqual(
    expect.arrayContaining([
      ['ETH', '✗ differs', '6', '5', '5'],
      ['BTC-26JUN26', '✗ only in the venue’s', '', '0.3', '0.3'],
      ['BTC-26JUN27', '✗ only in yours', '0.3', '', ''],
    ]),
  );
  await page.locator('#record').fill('symbol,size\nBTC,"1,000"');
  expect(await text()).toContain('✗ Your record cannot be read: line 2, size is no number such as -1234.5.');
  expect((await rowsOf(page))[0]).toHaveLength(3);
  expect(problems).toEqual([]);
});

test('W3 markup in a record stays text', async () => {
  const { page, problems } = await show({});
  await page.locator('#record').fill('symbol,size\n<img src=x onerror=alert(1)>,1');
  expect((await rowsOf(page)).map(([name]) => name)).toContain('<IMG SRC=X ONERROR=ALERT(1)>');
  expect(await page.locator('#account img').count()).toBe(0);
  expect(problems).toEqual([]);
});

test.each([
  [1280, false],
  [1280, true],
  [360, false],
  [360, true],
])('at %i pixels, dark %s: no violation that axe finds, nothing wider than the page', async (width, dark) => {
  const record = CSV.replace('ETH;long;5', 'ETH;long;6');
  const { page } = await show({ width, dark, record, statement: await signedStatement() });
  await under.shoot(page, `account-${width}-${dark ? 'dark' : 'light'}`);
  expect(await sideways(page)).toBe(0);
  expect(await violations(page, '#account')).toEqual([]);
});
