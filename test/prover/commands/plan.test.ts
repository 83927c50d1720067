import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLiquidation } from '../../../circuits/liquidation.ts';
import { plan } from '../../../prover/commands/plan.ts';
import { loadEvent } from '../../../prover/event.ts';
import { changed, eventDocument } from '../../support/documents.ts';

let folder: string;
let event: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-plan-'));
  event = join(folder, 'event.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await plan.run(args, { print: (line) => out.push(line), progress: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** The documents' account with its close left out and other cash. */
async function writeEvent(cash: string): Promise<void> {
  const document = changed(changed(eventDocument(), 'close', undefined), 'account.cash', cash);
  await writeFile(event, JSON.stringify(document));
}

/** The cash at which equity is the requirement, in whole dollars: from what a rich account has too much. */
async function criticalCash(): Promise<bigint> {
  const rich = 10_000_000n;
  await writeEvent(`${rich}`);
  const { out } = await run(event, '--json');
  const { closest }: { closest: string } = JSON.parse(out);
  return rich - BigInt(closest.split('.')[0] ?? '');
}

test('a plan is printed, and the event it writes passes the statement', async () => {
  await writeEvent(`${(await criticalCash()) - 1_500n}`);
  const planned = join(folder, 'planned.json');
  const { code, out, err } = await run(event, '-o', planned);
  expect(code).toBe(0);
  expect(out).toMatch(/^Liquidatable\. Amounts in USD; private to the venue\.$/m);
  expect(out).toMatch(/^Binding scenario \(position in the tree\): BTC \d+, ETH \d+$/m);
  expect(out).toMatch(/^ {2}Equity +-?[\d,]+\.\d\d$/m);
  expect(out).toMatch(/^ {2}Shortfall to the requirement +1,(499|500)\.\d\d$/m);
  expect(out).toMatch(/^Close, partial: the target of this scenario is restored$/m);
  expect(out).toMatch(/^ {2}position +held +gain per lot +lots +close +price +notional$/m);
  expect(out).toMatch(/^ {2}BTC-27MAR26-70000-P +-2\.5 /m);
  expect(err).toBe(`wrote ${planned}`);
  expect((await stat(planned)).mode & 0o777).toBe(0o600);

  const { account, snapshot, model, close } = await loadEvent(planned);
  const { out: json } = await run(event, '--json');
  const { rounds } = JSON.parse(json);
  expect(rounds).toHaveLength(1);
  expect(rounds[0].close).toEqual(JSON.parse(await readFile(planned, 'utf8')).close);
  const scenario: Record<string, number> = rounds[0].scenario;
  const symbols = model.published.units.map(({ symbol }) => symbol);
  const result = runLiquidation({
    domain: 0n,
    charter: model.charter,
    snapshot,
    surface: model.surface,
    account,
    scenarios: new Map(
      Object.entries(scenario).map(([symbol, position]) => [
        symbols.indexOf(symbol),
        model.scenarioTree.open(position),
      ]),
    ),
    close: { options: [], linears: [], fee: 0n, draw: 0n, ...close, terminal: false },
    accountAfterSalt: 1n,
    outcomeSalt: 2n,
  });
  expect(result.outcome.fee).toBe(close?.fee);
});

test('an insolvent account is closed whole with a draw', async () => {
  await writeEvent('-500000');
  const { code, out } = await run(event);
  expect(code).toBe(0);
  expect(out).toMatch(/^Close, terminal: everything is closed$/m);
  expect(out).toMatch(/^ {2}Insurance draw +[\d,]+\.\d\d$/m);
});

test('prices can be moved into the band, and the close of the event is replaced', async () => {
  await writeEvent(`${(await criticalCash()) - 1_500n}`);
  const planned = join(folder, 'planned.json');
  const close = async (...args: string[]) => JSON.parse((await run(event, '--json', ...args)).out).rounds[0].close;
  const atMark = await close();
  const atEdge = await close('--price-offset', '1', '-o', planned);
  const sizes = (of: typeof atMark) => of.positions.map(({ quantity }: { quantity: string }) => quantity);
  expect(sizes(atEdge)).toEqual(sizes(atMark));
  expect(atEdge.positions).not.toEqual(atMark.positions);
  const again = await run(planned, '-o', planned);
  expect(again.err).toMatch(/^the close of the event is replaced by the planned one$/m);
});

test('a healthy account has exit code 1 and says by how much', async () => {
  await writeEvent('10000000');
  const planned = join(folder, 'planned.json');
  const { code, out } = await run(event, '-o', planned);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^not liquidatable: equity exceeds the requirement of every scenario, the closest by \d+\.\d+ USD$/,
  );
  expect(await readdir(folder)).toEqual(['event.json']);
  const { out: json } = await run(event, '--json');
  expect(JSON.parse(json)).toMatchObject({ liquidatable: false, code: 'not-liquidatable', clause: 'FM-09' });
});

test('help is printed', async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: fairmark plan EVENT\.json/);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('bad arguments are refused with a code', async () => {
  await writeEvent('0');
  await expect(run()).rejects.toMatchObject({ code: 'ARGUMENTS', field: 'EVENT.json' });
  await expect(run(event, '--fast')).rejects.toMatchObject({ code: 'ARGUMENTS' });
  await expect(run(event, '-o', '')).rejects.toMatchObject({ code: 'ARGUMENTS', field: '--output' });
  await expect(run(event, '--price-offset', '1.5')).rejects.toMatchObject({ field: '--price-offset' });
  await expect(run(event, '--price-offset', 'half')).rejects.toMatchObject({ code: 'DECIMAL_INVALID' });
  await expect(run(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});
