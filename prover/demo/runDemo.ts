import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';
import { unitsOf, writeInstrument, writeLotPrice, writeQuantity } from '../../verifier/formats/position.ts';
import { verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { EVENT_FORMAT, type EventDocument, loadEvent, writeClose } from '../event.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { NotLiquidatableError } from '../plan/notLiquidatableError.ts';
import { pricesInBand } from '../plan/pricesInBand.ts';
import { type LiquidationPlan, planLiquidation } from '../plan.ts';
import { proveLiquidation } from '../prove.ts';
import type { Workspace } from '../setup/workspace.ts';
import { crashPath } from '../surface/crashPath.ts';
import { type AccountHealth, accountHealth } from './accountHealth.ts';
import { demoAccount } from './demoAccount.ts';
import { demoPortfolio } from './demoPortfolio.ts';
import type { DemoHealth, DemoPositionResult, DemoResult, DemoTickResult } from './demoResult.ts';
import { type DemoTick, demoTick } from './demoTick.ts';
import { type ExampleRules, exampleRules } from './exampleRules.ts';
import { tamperedReceipts } from './tamperedReceipts.ts';

/** What the demo runs on and where it writes. */
export interface DemoOptions {
  /** Folder for the files; made if missing. */
  readonly output: string;
  /** A parsed option book; left out, a market before and after a crash is made up. */
  readonly book?: unknown;
  readonly onProgress?: (line: string) => void;
  /** Default: this installation and the user's cache. */
  readonly workspace?: Workspace;
}

/** How far equity is below the requirement, per mille of it. */
const SHORTFALL = { madeUp: 100n, given: 40n } as const;
/** The liquidator's price: worse than the mark by this share of the charter's cap, per mille. */
const SHARE_OF_CAP = 400n;
const SEQUENCE = 3;
/** Holds what only the venue, or the account's owner, may read. */
const SECRET_MODE = 0o600;

const money = (amount: bigint) => formatScaled(amount, MICRO);

/** Starts a stopwatch in seconds. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => Number(((performance.now() - start) / 1000).toFixed(2));
}

function planAt(tick: DemoTick, account: LiquidationPlan['accountBefore'], rules: ExampleRules): LiquidationPlan {
  return planLiquidation({
    charter: rules.published.charter,
    snapshot: tick.snapshot,
    surface: tick.surface,
    account,
    scenarios: rules.scenarioTree.leaves,
    prices: pricesInBand(SHARE_OF_CAP),
  });
}

function isLiquidatable(tick: DemoTick, account: LiquidationPlan['accountBefore'], rules: ExampleRules): boolean {
  try {
    planAt(tick, account, rules);
    return true;
  } catch (error) {
    if (error instanceof NotLiquidatableError) return false;
    throw error;
  }
}

const health = ({ equity, requirement }: AccountHealth, liquidatable: boolean): DemoHealth => ({
  equity: money(equity),
  requirement: money(requirement),
  liquidatable,
});

function tickResult({ fitted }: DemoTick): DemoTickResult {
  return {
    asOf: fitted.asOf,
    index: fitted.index,
    rmseVolPoints: fitted.rmseVolPoints,
    slices: fitted.slices.map(({ expiry, quotes, rmseVolPoints, status }) => ({
      expiry,
      quotes,
      rmseVolPoints,
      status,
    })),
    refused: fitted.refused,
  };
}

function positionResults(plan: LiquidationPlan, { published }: ExampleRules): DemoPositionResult[] {
  return plan.legs.flatMap(({ kind, place, leg, closed }) => {
    const list = kind === 'option' ? 'options' : 'linears';
    const position = plan.accountBefore[list][place];
    if (!position) return [];
    const units = unitsOf(published, leg.underlying);
    const worst = pricesInBand(C.PER_MILLE)(leg);
    const price = plan.close[list][place]?.price ?? 0n;
    return {
      instrument: writeInstrument(position, published),
      held: writeQuantity(leg.isLong ? leg.quantity : -leg.quantity, units),
      closed: writeQuantity(closed, units),
      mark: writeLotPrice(leg.mark, units),
      ...(closed > 0n ? { price: writeLotPrice(price, units) } : {}),
      worstPrice: writeLotPrice(worst, units),
    };
  });
}

/**
 * The whole of Fairmark once: books to surfaces, an account that a crash puts under water, the least close, a proof, its
 * verification, and the refusal of a changed digit. Everything that goes in and comes out lies in the output folder.
 *
 * @throws InputError for a book that cannot be used, and what `proveLiquidation` throws
 */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { output, book, onProgress = () => {}, workspace } = options;
  const total = stopwatch();
  const madeUp = book === undefined;
  const rules = await exampleRules();
  const { published } = rules;

  const fitting = stopwatch();
  const { before: calmBook, after: crashBook } = madeUp ? crashPath() : { before: undefined, after: book };
  onProgress(madeUp ? 'fitting the surfaces before and after the crash' : 'fitting the surface of the book');
  const before = calmBook && demoTick(calmBook, published);
  const after = demoTick(crashBook, published, before);
  const fit = fitting();

  const planning = stopwatch();
  onProgress('planning the least close');
  const ticks = before ? [before, after] : [after];
  const { document, account } = demoAccount({
    positions: demoPortfolio(ticks, published),
    rules,
    opened: before ?? after,
    liquidated: after,
    shortfall: madeUp ? SHORTFALL.madeUp : SHORTFALL.given,
  });
  const healthyBefore = before && health(accountHealth(account, rules, before), isLiquidatable(before, account, rules));
  const plan = planAt(after, account, rules);
  const secondsToPlan = planning();

  const at = (name: string) => join(output, name);
  const files = {
    event: at('event.json'),
    charter: at('charter.json'),
    scenarios: at('scenarios.json'),
    surface: at('surface.json'),
    ...(madeUp ? { bookBefore: at('book-before.json'), bookAfter: at('book-after.json') } : {}),
    receipt: at('receipt.json'),
    opening: at('opening.json'),
  };
  const write = (path: string | undefined, value: unknown, mode?: number) =>
    path && writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`, mode === undefined ? {} : { mode });
  const event: EventDocument = {
    format: EVENT_FORMAT,
    venue: rules.charterDocument.venue,
    sequence: SEQUENCE,
    account: document,
    snapshot: after.snapshotDocument,
    model: { charter: 'charter.json', scenarios: 'scenarios.json', surface: 'surface.json' },
    close: writeClose(plan.close, account, published),
  };
  await mkdir(output, { recursive: true });
  await write(files.charter, rules.charterDocument);
  await write(files.scenarios, rules.scenariosDocument, SECRET_MODE);
  await write(files.surface, after.surfacesDocument, SECRET_MODE);
  await write(files.bookBefore, calmBook);
  await write(files.bookAfter, crashBook);
  await write(files.event, event, SECRET_MODE);

  const proving = stopwatch();
  // From the files, as `fairmark prove` would.
  const loaded = await loadEvent(files.event);
  const { receipt, opening } = await proveLiquidation(loaded, loaded.model, {
    onProgress,
    ...(workspace === undefined ? {} : { workspace }),
  });
  await write(files.opening, opening, SECRET_MODE);
  await write(files.receipt, receipt);
  const prove = proving();

  const verifying = stopwatch();
  const openingText = await readFile(files.opening, 'utf8');
  const report = verifyReceiptText(await readFile(files.receipt, 'utf8'), { openingText });
  const verify = verifying();
  onProgress('changing one digit, and verifying again');

  return {
    madeUp,
    underlying: after.book.underlying,
    venue: rules.charterDocument.venue,
    ticks: ticks.map(tickResult),
    scenarios: rules.scenarioTree.leaves.length,
    ...(healthyBefore ? { healthyBefore } : {}),
    underWater: health(accountHealth(account, rules, after), true),
    afterClose: health(accountHealth(plan.accountAfter, rules, after), plan.furtherRounds.length > 0),
    positions: positionResults(plan, rules),
    fee: money(plan.close.fee),
    draw: money(plan.close.draw),
    terminal: plan.close.terminal,
    furtherRounds: plan.furtherRounds.length,
    publicSignals: receipt.publicSignals,
    banners: report.banners,
    verdict: report.verdict,
    headline: report.headline,
    tampered: tamperedReceipts(receipt, opening),
    files,
    seconds: { fit, plan: secondsToPlan, prove, verify, total: total() },
  };
}
