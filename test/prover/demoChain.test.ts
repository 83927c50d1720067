import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo } from '../../prover/commands/demo.ts';
import { loadEvent } from '../../prover/event.ts';
import { readJson } from '../../prover/io/readJson.ts';
import type { ScenariosDocument } from '../../prover/scenarios/scenariosDocument.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';

let folder: string;
let code: number;
const out: string[] = [];
const err: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-demo-chain-'));
  code = await demo.run(['--chain', '--out', folder], {
    print: (line) => out.push(line),
    progress: (line) => err.push(line),
  });
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

test('RG-10: the chain act announces, proves and records a batch in one run', () => {
  const text = out.join('\n');
  expect(code).toBe(0);
  expect(text).toMatch(/^6\. The same venue on a chain/m);
  expect(text).toMatch(/^ {2}!! DEVELOPMENT keys/m);
  expect(text).toMatch(/^ {2}LiquidationRegistry +0x[0-9a-f]{40} +\d+$/m);
  expect(text.match(/^ {2}\d +liquidation_small +[\d.]+ s +VALID +registered$/gm)).toHaveLength(3);
  expect(text).toMatch(/^ {2}record 3 in one call +\d{3},\d{3} +\d{3},\d{3}$/m);
  expect(text).toMatch(/✓ The audit: CLEAN/);
  // The last is the link, which has no room in a line.
  for (const line of out.slice(0, -1))
    expect(line.replaceAll(folder, 'out/demo').length, line).toBeLessThanOrEqual(100);
  expect(out.at(-1)).toMatch(/^file:.*#receipt=/);
  expect(err.join('\n')).toMatch(/chain: prove number 3, 3 of 3/);
});

test('its files are those that the other commands take', async () => {
  const chain = join(folder, 'chain');
  const announced = await readdir(join(chain, 'announced'));
  expect(announced.sort()).toEqual(['event-1.json', 'event-2.json', 'event-3.json']);
  const deployment = (await readJson(join(chain, 'deployment.json'))) as { registry: string };
  for (const [i, name] of announced.entries()) {
    const event = await loadEvent(join(chain, 'announced', name));
    expect(event).toMatchObject({ sequence: BigInt(i + 1), registration: { chainId: 31_337n } });
    const receipt = (await readJson(join(chain, 'receipts', name))) as { domain: unknown };
    expect(receipt.domain).toMatchObject({ chainId: '31337', registry: deployment.registry, sequence: String(i + 1) });
    const opening = await readJson(join(chain, 'openings', name));
    const report = verifyReceipt(receipt, { opening });
    expect(report.verdict).toBe('VALID');
    const passed = report.checks.filter(({ status }) => status === 'passed').map(({ id }) => id);
    expect(passed).toEqual(expect.arrayContaining(['statement-account', 'tick-snapshot', 'tick-surface']));
  }
});

test('O6: secrets are for their owner alone, and are not printed', async () => {
  const chain = join(folder, 'chain');
  for (const file of [
    'scenarios.json',
    'surface.json',
    'events/event-1.json',
    'announced/event-1.json',
    'openings/event-1.json',
  ]) {
    expect((await stat(join(chain, file))).mode & 0o777, file).toBe(0o600);
  }
  const { seed } = (await readJson(join(chain, 'scenarios.json'))) as ScenariosDocument;
  const event = JSON.parse(await readFile(join(chain, 'announced', 'event-1.json'), 'utf8'));
  const secrets = [seed, event.salts.accountAfter, event.salts.outcome, event.account.salt].map((secret) =>
    secret.slice(4),
  );
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(50);
    expect([...out, ...err].join('\n')).not.toContain(secret);
  }
});
