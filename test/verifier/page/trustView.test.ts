import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { draftStatement } from '../../../prover/signed/draftStatement.ts';
import { signStatement } from '../../../prover/signed/signStatement.ts';
import { selectorOf } from '../../../verifier/chain/encodeCall.ts';
import { checkDefinition } from '../../../verifier/checks.ts';
import { REGISTRY_VIEWS } from '../../../verifier/generated/registryAbi.ts';
import { writeStatement } from '../../../verifier/signed/statementDocument.ts';
import { sideways, violations } from '../../support/browser/accessibility.ts';
import { giveFiles, PageUnderTest, wholeReport } from '../../support/browser/pageUnderTest.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { type RegisteredCase, registeredCase } from '../../support/evm/registeredCase.ts';
import { ACTORS } from '../../support/evm/registryKit.ts';
import { type RpcServer, type RpcServerOptions, rpcServer } from '../../support/evm/rpcServer.ts';

let prover: AnythingProver;
let its: RegisteredCase;
let under: PageUnderTest;
const servers: RpcServer[] = [];
beforeAll(async () => {
  prover = await AnythingProver.create();
  its = await registeredCase(prover, await prover.verifier('development', 'anything'));
  under = await PageUnderTest.create(its.trustedKeys);
}, 120_000);
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(async () => {
  await under?.close();
  await prover?.close();
});

async function node(options?: RpcServerOptions): Promise<string> {
  const server = await rpcServer(its.kit.chain, options);
  servers.push(server);
  return server.url;
}

const isNode = (url: string) => url.startsWith('http://127.0.0.1:') || url.startsWith('http://localhost:');
const open = () => under.open({ offline: false, allowed: isNode });

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.locator('#trust details').evaluate((details: HTMLDetailsElement) => {
    details.open = true;
  });
  for (const [id, text] of Object.entries(fields)) await page.fill(`#${id}`, text);
  await page.getByRole('button', { name: 'Check again with these' }).click();
}

/** Gives receipt and opening, then these fields; what the report says then. */
async function verdictWith(page: Page, fields: Readonly<Record<string, string>>): Promise<string> {
  await giveFiles(page, [
    { name: 'receipt.json', text: JSON.stringify(its.receipt) },
    { name: 'opening.json', text: JSON.stringify(its.opening) },
  ]);
  await page.getByText('Checked: a receipt and an opening.').waitFor();
  await fill(page, fields);
  await page.getByText('Registry on chain', { exact: true }).first().waitFor({ state: 'attached' });
  return wholeReport(page);
}

const CHAIN = '✓ passed Registry on chain';
const CHECKED = '! Test key';
const SIGNER = checkDefinition('statement-signer').title;

describe('the form for nodes and signers', () => {
  test('W4 two honest nodes confirm the registration', async () => {
    const { page, problems } = await open();
    const text = await verdictWith(page, { node: await node(), node2: await node(), registry: its.registry });
    expect(text).toContain(CHECKED);
    expect(text).toContain(CHAIN);
    expect(text).not.toContain('UNREGISTERED');
    expect(await page.locator('#trust [role=status]').innerText()).toBe('Used from now on.');
    await under.shoot(page, 'trust-confirmed');
    expect(problems).toEqual([]);
  });

  test('W4 one node is used, and said to be able to lie', async () => {
    const { page, problems } = await open();
    expect(await verdictWith(page, { node: await node(), registry: its.registry })).toContain(CHAIN);
    expect(await page.locator('#trust [role=status]').innerText()).toContain('One node alone could lie.');
    expect(problems).toEqual([]);
  });

  test('W4 two nodes that disagree confirm nothing', async () => {
    const { page, problems } = await open();
    const selector = selectorOf('stateOf', REGISTRY_VIEWS.stateOf);
    const liar = await node({
      lie: (method, [call], result) =>
        method === 'eth_call' && (call as { data: string }).data.startsWith(selector)
          ? String(result).replace(/.$/, (digit) => (digit === '1' ? '2' : '1'))
          : result,
    });
    const text = await verdictWith(page, { node: await node(), node2: liar, registry: its.registry });
    expect(text).toContain('do not give the same answer');
    expect(text).toContain('UNREGISTERED');
    expect(text).toContain(CHECKED);
    expect(problems).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a number', 7],
    ['no bytes', '0x123'],
    ['a word too few', '0x'],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['a list', ['0x']],
  ])('W4 a node that answers calls with %s confirms nothing', async (_, answer) => {
    const { page, problems } = await open();
    const liar = await node({ lie: (method, _params, result) => (method === 'eth_call' ? answer : result) });
    const text = await verdictWith(page, { node: liar, registry: its.registry });
    expect(text).toContain('The chain gave no answer that can be used');
    expect(text).toContain('UNREGISTERED');
    expect(problems).toEqual([]);
  });

  test('W4 a dead node beside an honest one confirms nothing', async () => {
    const { page, problems } = await open();
    const dead = await node();
    await servers.at(-1)?.close();
    const text = await verdictWith(page, { node: await node(), node2: dead, registry: its.registry });
    expect(text).toContain('cannot be reached');
    expect(text).toContain('UNREGISTERED');
    // The browser itself reports a connection that is refused.
    expect(problems.filter((problem) => !problem.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  });

  test('another registry than that of the receipt fails', async () => {
    const { page, problems } = await open();
    const text = await verdictWith(page, { node: await node(), registry: `0x${'A1'.repeat(20)}` });
    expect(text).toContain('INVALID');
    expect(text).toContain('which is not the one that you trust');
    expect(problems).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
    ['no URL', { node: 'node' }, 'node', /not the address of a node/],
    ['a script', { node: 'javascript:alert(1)' }, 'node', /not the address of a node/],
    ['http elsewhere', { node: 'http://node.example/' }, 'node', /on this device only/],
    ['a node without registry', { node: 'https://node.example/' }, 'registry', /Name the registry/],
    ['a registry without node', { registry: `0x${'1'.repeat(40)}` }, 'registry', /Name a node/],
    ['a short registry', { node: 'https://node.example/', registry: '0x12' }, 'registry', /not an address/],
    ['zeros', { node: 'https://node.example/', registry: `0x${'0'.repeat(40)}` }, 'registry', /not an address/],
    [
      'one node twice',
      { node: 'https://n.example/a', node2: 'https://n.example/b', registry: `0x${'1'.repeat(40)}` },
      'node2',
      /the first node again/,
    ],
    ['no signer', { oracle: 'signer' }, 'oracle', /not an address/],
    ['a bad second signer', { signers: `0x${'1'.repeat(40)}\n<b>` }, 'signers', /not an address/],
    ['a quorum without signers', { quorum: '1' }, 'quorum', /from 1 to that of the signers, 0/],
    ['a quorum too large', { oracle: `0x${'1'.repeat(40)}`, quorum: '2' }, 'quorum', /signers, 1/],
    ['no quorum', { oracle: `0x${'1'.repeat(40)}`, quorum: '0' }, 'quorum', /signers, 1/],
  ])('%s is said at the field, and nothing is asked', async (_, fields, id, sentence) => {
    const { page, problems } = await under.open({ offline: false });
    await fill(page, fields);
    const field = page.locator(`#${id}`);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const [error = ''] = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
    expect(await page.locator(`#${error}`).innerText()).toMatch(sentence);
    expect(await page.locator('[aria-invalid]').count()).toBe(1);
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
  });

  test('mended fields are marked no longer', async () => {
    const { page, problems } = await under.open({ offline: false });
    await fill(page, { oracle: 'x' });
    await fill(page, { oracle: '' });
    expect(await page.locator('[aria-invalid]').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test.each([
    ['trusted, in any case', ACTORS.statementSigner.address.toUpperCase().replace('0X', '0x'), '✓ passed'],
    ['not trusted', ACTORS.stranger.address, '✗ failed'],
  ])('whoever signed the statement is %s', async (_, signers, mark) => {
    const { objects, kit, registry, opening, receipt } = its;
    const place = { chainId: kit.chain.chainId, verifyingContract: registry };
    const draft = draftStatement(objects.accountBefore, objects.published, place, `0x${'11'.repeat(32)}`);
    const statement = writeStatement(await signStatement(draft, ACTORS.statementSigner));
    const { page, problems } = await under.open();
    await giveFiles(page, [
      { name: 'receipt.json', text: JSON.stringify(receipt) },
      { name: 'opening.json', text: JSON.stringify({ ...opening, statement }) },
    ]);
    await page.getByText('Checked: a receipt and an opening.').waitFor();
    expect(await page.locator('#result').innerText()).toContain(`? unconfirmed ${SIGNER}`);
    await fill(page, { signers });
    await page.locator('#result li').getByText(`${mark} ${SIGNER}`).waitFor({ state: 'attached' });
    expect(problems).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in a %s form', async (colorScheme) => {
    for (const width of [1280, 360]) {
      const { page, problems } = await under.open({ offline: false, colorScheme, viewport: { width, height: 900 } });
      await fill(page, { node: 'x', oracle: 'y' });
      await under.shoot(page, `trust-${colorScheme}-${width}`);
      expect(await violations(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
      expect(problems).toEqual([]);
    }
  });
});
