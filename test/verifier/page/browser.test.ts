import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveFiles, PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { ReceiptFactory } from '../../support/receipts.ts';

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

describe('from a file, with the network cut', () => {
  test('W7 a receipt with its opening is valid, and nothing says fair', async () => {
    const { receipt, opening } = await factory.make();
    const { page, problems } = await under.open();
    await giveFiles(page, [
      { name: 'receipt.json', text: JSON.stringify(receipt) },
      { name: 'opening.json', text: JSON.stringify(opening) },
    ]);
    await page.locator('#verdict').waitFor();
    expect(await page.locator('#result').innerText()).toContain('DEVELOPMENT');
    await under.shoot(page, 'receipt-and-opening');
    expect(problems).toEqual([]);
  });
});
