import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../support/browser/browser.ts';
import { bundleScript } from '../../support/browser/bundleScript.ts';
import { ISOLATION } from '../../support/browser/isolation.ts';
import { servePage } from '../../support/browser/pageServer.ts';
import type * as PoolInPage from '../../support/browser/poolInPage.ts';
import { poolKernels } from '../../support/poolKernels.ts';

const kernels = Buffer.from(poolKernels().bytes).toString('base64');
let browser: Browser;
let modern: string;
let old: string;

beforeAll(async () => {
  const entry = join(import.meta.dirname, '../../support/browser/poolInPage.ts');
  [browser, modern, old] = await Promise.all([openBrowser(), bundleScript(entry), bundleScript(entry, { old: true })]);
});
afterAll(() => browser.close());

test.each([
  ['with', ISOLATION, true],
  ['without', {}, false],
])('a bundled and minified pool works in a page %s cross-origin isolation', async (_, headers, isolated) => {
  for (const html of [modern, old]) await expectPool(html, headers, isolated);
});

async function expectPool(html: string, headers: Record<string, string>, isolated: boolean): Promise<void> {
  const server = await servePage(html, headers);
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    // Not `/`: vitest would read the file of that name for the stack of an error.
    await page.goto(`${server.url}page`);
    const report = await page.evaluate((bytes) => {
      const { underTest } = globalThis as unknown as { underTest: typeof PoolInPage };
      return underTest.usePool(bytes);
    }, kernels);
    expect(report).toEqual({
      isolated,
      shared: isolated,
      workers: isolated ? 2 : 1,
      echoes: [1, 2, 3, 4, 5],
      far: [7, 7],
      wiped: [1000, 0],
      errors: [
        'PROVING_FAILED: A kernel failed: unreachable.',
        'AbortError: signal is aborted without reason',
        'PROVING_FAILED: The pool of kernel workers is closed.',
        expect.stringMatching(/^PROVING_FAILED: A worker thread /),
      ],
      after: 8,
    });
    expect(problems).toEqual([]);
    await page.close();
  } finally {
    await server.close();
  }
}
