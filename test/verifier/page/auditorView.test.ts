import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Receipt } from '../../../verifier/receipt.ts';
import { sideways, violations } from '../../support/browser/accessibility.ts';
import { type FileToGive, giveFiles, PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { RegisteredVenue } from '../../support/evm/registeredVenue.ts';
import { type RpcServer, type RpcServerOptions, rpcServer } from '../../support/evm/rpcServer.ts';
import { ReceiptFactory } from '../../support/receipts.ts';

const VENUE = '=HYPERLINK("x"), <b>Venue</b>';
const SUMMARY =
  '30 of 30 checked: 27 ! VALID under a test key, 3 ✗ INVALID, 29 DEVELOPMENT, 2 CONTRADICTED by another receipt of this number.';

let factory: ReceiptFactory;
let prover: AnythingProver;
let venue: RegisteredVenue;
let under: PageUnderTest;
let files: FileToGive[];
const servers: RpcServer[] = [];

const receipt = (sequence: bigint, outcomeCommitment = sequence): Promise<Receipt> =>
  factory.prove(VENUE, sequence, {
    rulebookCommitment: 1n,
    surfaceCommitment: 2n,
    snapshotCommitment: 3n,
    accountBefore: 4n,
    accountAfter: 5n,
    outcomeCommitment,
  });

/** 27 that hold, two of them of number 3; two that were altered, and one that is no receipt. */
async function thirty(): Promise<FileToGive[]> {
  const good = await Promise.all(Array.from({ length: 26 }, (_, i) => receipt(BigInt(i + 1))));
  const altered = [27n, 28n].map((sequence) => {
    const [first] = good;
    if (!first) throw new Error('no receipt');
    return { ...first, domain: { ...first.domain, sequence: String(sequence) } };
  });
  const all = [...good, await receipt(3n, 999n), ...altered].map((its, i) => ({
    name: `r${i + 1}.json`,
    text: JSON.stringify(its),
  }));
  return [...all, { name: '<img src=x onerror=alert(1)>\u202e.json', text: '{"format":"fairmark.receipt.v1"}' }];
}

beforeAll(async () => {
  factory = await ReceiptFactory.create();
  prover = await AnythingProver.create();
  venue = await RegisteredVenue.create(prover, await prover.verifier('development', 'anything'));
  await venue.announce([{ handle: 'carol', accountBefore: 70_000n }]);
  await venue.record(70_000n);
  files = await thirty();
  under = await PageUnderTest.create({ ...factory.trustedKeys, ...venue.its.trustedKeys });
}, 180_000);
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(async () => {
  await under?.close();
  await factory?.close();
  await prover?.close();
});

const column = (page: Page, number: number) =>
  page.locator(`#auditor tbody tr > :nth-child(${number})`).allInnerTexts();
const status = (page: Page) => page.locator('#auditor [role=status]');
const finished = (page: Page, text = SUMMARY) => status(page).getByText(text).waitFor();

async function saved(page: Page, kind: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Save as ${kind}` }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`receipts.${kind.toLowerCase()}`);
  return readFileSync(await download.path(), 'utf8');
}

/** In the page: presses Stop as soon as it is there, which a hand from outside may be too late for. */
function stopAtOnce(): void {
  const auditor = document.getElementById('auditor') as HTMLElement;
  new MutationObserver((_, observer) => {
    const stop = [...auditor.querySelectorAll('button')].find(({ textContent }) => textContent === 'Stop');
    if (!stop) return;
    observer.disconnect();
    stop.click();
  }).observe(auditor, { subtree: true, childList: true });
}

describe('a list of receipts', () => {
  test('is verified one by one, sorted and opened', async () => {
    const { page, problems } = await under.open();
    await giveFiles(page, files);
    await finished(page);
    expect(await page.locator('#auditor tbody tr').count()).toBe(30);
    await page.getByRole('button', { name: 'Number', exact: true }).click();
    const numbers = (await column(page, 3)).map(Number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    await page.getByRole('button', { name: 'Number', exact: true }).click();
    expect((await column(page, 3)).map(Number)).toEqual([...numbers].reverse());
    expect(
      await page
        .locator('#auditor [aria-sort]')
        .evaluateAll((heads) => heads.map((th) => [th.textContent, th.getAttribute('aria-sort')])),
    ).toEqual([['Number', 'descending']]);
    await page.getByRole('button', { name: 'Verdict', exact: true }).click();
    const ascending = ['! VALID under a test key', '✗ INVALID'].flatMap((verdict, i) =>
      Array<string>(i === 0 ? 27 : 3).fill(verdict),
    );
    expect(await column(page, 2)).toEqual(ascending);
    await page.getByRole('button', { name: 'Verdict', exact: true }).click();
    expect(await column(page, 2)).toEqual(ascending.reverse());
    expect(await page.locator('#auditor [aria-sort]').allInnerTexts()).toEqual(['Verdict']);
    await page.getByRole('button', { name: 'r28.json' }).click();
    const report = page.locator('#auditor section');
    expect(await report.innerText()).toContain('✗ INVALID');
    expect(await page.getByRole('heading', { name: 'r28.json' }).count()).toBe(1);
    await under.shoot(page, 'auditor');
    expect(problems).toEqual([]);
  });

  test('U4 shows that two receipts of one number contradict each other, and not their spelling', async () => {
    const { page, problems } = await under.open();
    const { domain, publicSignals, ...others } = JSON.parse(files[4]?.text ?? '');
    const reversed = (fields: object) => Object.fromEntries(Object.entries(fields).reverse());
    const spelling = { ...others, publicSignals: reversed(publicSignals), domain: reversed(domain) };
    const again = { name: 'same.json', text: JSON.stringify(spelling, null, 3) };
    await giveFiles(page, [...files.slice(0, 27), again]);
    await finished(page, '2 CONTRADICTED');
    const flagged = await page
      .locator('#auditor tbody tr')
      .filter({ hasText: 'CONTRADICTED' })
      .locator('th')
      .allInnerTexts();
    expect(flagged).toEqual(['r3.json', 'r27.json']);
    expect(problems).toEqual([]);
  });

  test('stops and goes on', async () => {
    const { page, problems } = await under.open();
    await page.evaluate(stopAtOnce);
    await giveFiles(page, files);
    await finished(page, ' of 30 checked: ');
    const before = await page.locator('#auditor progress').getAttribute('value');
    expect(Number(before)).toBeLessThan(30);
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    // Go on, stop, and go on after all, before the next receipt is done: none is left out, and none is checked twice.
    await page.locator('#auditor progress + span + button').evaluate((button: HTMLElement) => {
      for (let i = 0; i < 3; i++) button.click();
    });
    await finished(page);
    expect((await column(page, 2)).every((verdict) => /VALID/.test(verdict))).toBe(true);
    const started = await page.getByRole('button', { name: 'Check all again' }).evaluate((button: HTMLElement) => {
      button.click();
      return button.previousElementSibling?.textContent;
    });
    expect(started).toBe('0 of 30 checked');
    await page.getByRole('button', { name: 'Check all again' }).waitFor();
    await finished(page);
    expect(problems).toEqual([]);
  });

  test('is saved as CSV without formulas, and as JSON', async () => {
    const { page, problems } = await under.open();
    await giveFiles(page, files);
    await finished(page);
    const csv = await saved(page, 'CSV');
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(31);
    expect(lines[0]).toBe('"Receipt","Verdict","Number","Venue","Warnings","Unconfirmed","Failed first"');
    expect(lines[1]).toContain(`"r1.json","! VALID under a test key","1","'=HYPERLINK(""x""), <b>Venue</b>"`);
    for (const line of lines) expect(line).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*"){6}$/);
    expect(csv).not.toMatch(/(^|,)"\s*[=+\-@]/m);
    expect(csv).not.toContain('\u202e');
    const json = JSON.parse(await saved(page, 'JSON'));
    expect(json).toHaveLength(30);
    expect(json[27]).toMatchObject({ Receipt: 'r28.json', Number: '27', Verdict: '✗ INVALID' });
    expect(problems).toEqual([]);
  });

  test('draws the first 500 of many, and says so', async () => {
    const { page, problems } = await under.open();
    const junk = Array.from({ length: 1200 }, (_, i) => ({ name: `${i}.json`, text: '{"proof":1}' }));
    await page.setInputFiles(
      '#files',
      junk.map(({ name, text }) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })),
    );
    await finished(page, '1200 of 1200 checked: 1200 ✗ INVALID.');
    expect(await page.locator('#auditor tbody tr').count()).toBe(500);
    expect(await page.locator('#auditor').innerText()).toContain('500 of 1200 rows are shown');
    expect((await saved(page, 'CSV')).trimEnd().split('\r\n')).toHaveLength(1201);
    expect(problems).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in a %s list', async (colorScheme) => {
    for (const width of [1280, 360]) {
      const { page, problems } = await under.open({ colorScheme, viewport: { width, height: 900 } });
      await giveFiles(page, files);
      await finished(page);
      await giveFiles(page, files.slice(0, 1));
      await page.locator('#verdict').waitFor();
      await page.getByRole('button', { name: 'Verdict', exact: true }).click();
      await page.getByRole('button', { name: 'r3.json', exact: true }).click();
      await under.shoot(page, `auditor-${colorScheme}-${width}`);
      expect(await violations(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
      expect(problems).toEqual([]);
    }
  });
});

describe('a registry', () => {
  async function node(options?: RpcServerOptions): Promise<string> {
    const server = await rpcServer(venue.its.kit.chain, options);
    servers.push(server);
    return server.url;
  }
  async function walk(nodes: readonly string[]) {
    const opened = await under.open({ offline: false, allowed: (url) => url.startsWith('http://127.0.0.1:') });
    const { page } = opened;
    await page.locator('#trust summary').click();
    for (const [i, url] of nodes.entries()) await page.fill(i === 0 ? '#node' : '#node2', url);
    await page.fill('#registry', venue.its.registry);
    await page.getByRole('button', { name: 'Check again with these' }).click();
    await page.getByRole('button', { name: 'Check all of the registry' }).click();
    return opened;
  }

  test('W4 is walked, and every recorded liquidation verified with the chain', async () => {
    const { page, problems } = await walk([await node({ mostBlocks: 7n }), await node()]);
    await finished(page, '2 of 2 checked: 2 ! VALID under a test key, 2 DEVELOPMENT.');
    expect(await column(page, 4)).toEqual([venue.venue, venue.venue]);
    expect(await column(page, 3)).toEqual(['2', '3']);
    expect(await column(page, 5)).toEqual(['DEVELOPMENT', 'DEVELOPMENT']);
    const said = await page.locator('#auditor ul').first().innerText();
    expect(said).toContain(`${venue.venue}: 3 announced, 2 recorded, 0 overdue.`);
    expect(said).toContain('fairmark audit');
    expect(said).not.toContain('✗');
    await under.shoot(page, 'auditor-registry');
    expect(problems).toEqual([]);
  });

  test('W4 of which one of two nodes hides a record shows nothing', async () => {
    const hiding = await node({
      lie: (method, _, result) => (method === 'eth_getLogs' ? (result as unknown[]).slice(0, -1) : result),
    });
    const { page, problems } = await walk([await node(), hiding]);
    await finished(page, 'Nothing is shown: the nodes that were asked do not give the same answer.');
    expect(await page.locator('#auditor table').isVisible()).toBe(false);
    expect(problems).toEqual([]);
  });

  test('W4 of which the only node hides a record says that one is missing', async () => {
    const hiding = await node({
      lie: (method, _, result) => (method === 'eth_getLogs' ? (result as unknown[]).slice(0, -1) : result),
    });
    const { page, problems } = await walk([hiding]);
    await finished(page, '1 of 1 checked: 1 ! VALID under a test key');
    expect(await page.locator('#auditor ul').first().innerText()).toContain('✗ The nodes gave the events of 1.');
    expect(problems).toEqual([]);
  });

  test('with a forged proof lists it as INVALID', async () => {
    const forging = await node({
      lie: (method, _, result) =>
        method === 'eth_getLogs'
          ? (result as { topics: string[]; data: string }[]).map((log) =>
              log.topics.length === 4
                ? {
                    ...log,
                    data: `${log.data.slice(0, 2 + 2 * 64)}${log.data.slice(2 + 8 * 64)}${log.data.slice(2 + 2 * 64, 2 + 8 * 64)}`,
                  }
                : log,
            )
          : result,
    });
    const { page, problems } = await walk([forging]);
    await finished(page, '2 of 2 checked: 2 ✗ INVALID');
    expect(await column(page, 3)).toEqual(['2', '3']);
    expect(problems).toEqual([]);
  });

  test('is not asked before a node is named', async () => {
    const { page, problems } = await under.open();
    await page.getByRole('button', { name: 'Check all of the registry' }).click();
    await finished(page, 'Name a node and the registry above first.');
    expect(problems).toEqual([]);
  });
});

test('a registry under an unknown key lists every record with the reason', async () => {
  const page0 = await PageUnderTest.create();
  try {
    const server = await rpcServer(venue.its.kit.chain);
    servers.push(server);
    const { page, problems } = await page0.open({ offline: false, allowed: (url) => url.startsWith(server.url) });
    await page.locator('#trust summary').click();
    await page.fill('#node', server.url);
    await page.fill('#registry', venue.its.registry);
    await page.getByRole('button', { name: 'Check again with these' }).click();
    await page.getByRole('button', { name: 'Check all of the registry' }).click();
    await finished(page, '2 of 2 checked: 2 ? UNKNOWN.');
    expect(await column(page, 2)).toEqual(['? UNKNOWN', '? UNKNOWN']);
    expect((await column(page, 7))[0]).toContain('unknown key 0x');
    expect(problems).toEqual([]);
  } finally {
    await page0.close();
  }
});
