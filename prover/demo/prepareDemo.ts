import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '../../circuits/objects.ts';
import { EVENT_FORMAT, type EventDocument, writeClose } from '../event.ts';
import { NotLiquidatableError } from '../plan/notLiquidatableError.ts';
import { pricesInBand } from '../plan/pricesInBand.ts';
import { type LiquidationPlan, planLiquidation } from '../plan.ts';
import { crashPath } from '../surface/crashPath.ts';
import { demoAccount } from './demoAccount.ts';
import { demoPlanInput } from './demoPlanInput.ts';
import { demoPortfolio } from './demoPortfolio.ts';
import { type DemoTick, demoTick } from './demoTick.ts';
import { type ExampleRules, exampleRules } from './exampleRules.ts';
import { stopwatch } from './stopwatch.ts';
import { writeJson } from './writeJson.ts';

/** What the demo runs on and where it writes. */
export interface DemoInput {
  /** Folder for the files; made if missing. */
  readonly output: string;
  /** A parsed option book; left out, a market before and after a crash is made up. */
  readonly book?: unknown;
  readonly onProgress?: (line: string) => void;
}

/** A liquidation that is ready to be proven, with its files written. */
export interface PreparedDemo {
  readonly madeUp: boolean;
  readonly rules: ExampleRules;
  /** Before the crash; absent for a given book, which is one moment. */
  readonly before: DemoTick | undefined;
  readonly after: DemoTick;
  readonly account: Account;
  /** Whether the account could have been liquidated before. */
  readonly liquidatableBefore: boolean;
  readonly plan: LiquidationPlan;
  /** Paths by what they hold; receipt and opening are not written yet. */
  readonly files: DemoFiles;
  readonly seconds: { readonly fit: number; readonly plan: number };
}

export interface DemoFiles extends Readonly<Record<string, string>> {
  readonly event: string;
  readonly charter: string;
  readonly scenarios: string;
  readonly surface: string;
  readonly receipt: string;
  readonly opening: string;
}

/** Holds what only the venue, or the account's owner, may read. */
export const SECRET_MODE = 0o600;
/** How far equity is below the requirement, per mille of it. */
const SHORTFALL = { madeUp: 100n, given: 40n } as const;
/** The liquidator's price: worse than the mark by this share of the charter's cap, per mille. */
const SHARE_OF_CAP = 400n;
/** The venue's third receipt; any number will do. */
const SEQUENCE = 3;

function planAt(tick: DemoTick, account: Account, rules: ExampleRules): LiquidationPlan {
  return planLiquidation({ ...demoPlanInput(account, rules, tick), prices: pricesInBand(SHARE_OF_CAP) });
}

function isLiquidatable(tick: DemoTick, account: Account, rules: ExampleRules): boolean {
  try {
    planAt(tick, account, rules);
    return true;
  } catch (error) {
    if (error instanceof NotLiquidatableError) return false;
    throw error;
  }
}

/**
 * Fits the books, makes up an account, plans its liquidation and writes everything that a proof is made from.
 *
 * @throws InputError for a book that cannot be used
 */
export async function prepareDemo({ output, book, onProgress = () => {} }: DemoInput): Promise<PreparedDemo> {
  const madeUp = book === undefined;
  const rules = await exampleRules();
  const { published } = rules;

  const fitting = stopwatch();
  onProgress(madeUp ? 'fit: the surfaces before and after the crash' : 'fit: the surface of the book');
  const { before: calmBook, after: crashBook } = madeUp ? crashPath() : { before: undefined, after: book };
  const before = calmBook && demoTick(calmBook, published);
  const after = demoTick(crashBook, published, before);
  const fit = fitting();

  const planning = stopwatch();
  onProgress('plan: the binding scenario and the least close');
  const { document, account } = demoAccount({
    positions: demoPortfolio(before ? [before, after] : [after], published),
    rules,
    opened: before ?? after,
    liquidated: after,
    shortfall: madeUp ? SHORTFALL.madeUp : SHORTFALL.given,
  });
  const liquidatableBefore = before !== undefined && isLiquidatable(before, account, rules);
  const plan = planAt(after, account, rules);
  const seconds = { fit, plan: planning() };

  const at = (name: string) => join(output, name);
  const books: Record<string, string> = madeUp
    ? { bookBefore: at('book-before.json'), bookAfter: at('book-after.json') }
    : {};
  const files: DemoFiles = {
    event: at('event.json'),
    charter: at('charter.json'),
    scenarios: at('scenarios.json'),
    surface: at('surface.json'),
    ...books,
    receipt: at('receipt.json'),
    opening: at('opening.json'),
  };
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
  await writeJson(files.charter, rules.charterDocument);
  await writeJson(files.scenarios, rules.scenariosDocument, SECRET_MODE);
  await writeJson(files.surface, after.surfacesDocument, SECRET_MODE);
  if (books.bookBefore !== undefined) await writeJson(books.bookBefore, calmBook);
  if (books.bookAfter !== undefined) await writeJson(books.bookAfter, crashBook);
  await writeJson(files.event, event, SECRET_MODE);
  return { madeUp, rules, before, after, account, liquidatableBefore, plan, files, seconds };
}
