import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';
import { unitsOf, writeInstrument, writeLotPrice, writeQuantity } from '../../verifier/formats/position.ts';
import { verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { loadEvent } from '../event.ts';
import { pageLink } from '../link/pageLink.ts';
import { type AccountHealth, accountHealth } from '../plan/accountHealth.ts';
import { pricesInBand } from '../plan/pricesInBand.ts';
import type { LiquidationPlan } from '../plan.ts';
import { proveLiquidation } from '../prove.ts';
import { demoPlanInput } from './demoPlanInput.ts';
import type { DemoHealth, DemoPositionResult, DemoResult, DemoTickResult } from './demoResult.ts';
import type { DemoTick } from './demoTick.ts';
import type { ExampleRules } from './exampleRules.ts';
import { type DemoInput, type PreparedDemo, prepareDemo, SECRET_MODE } from './prepareDemo.ts';
import { stopwatch } from './stopwatch.ts';
import { tamperedReceipts } from './tamperedReceipts.ts';
import { writeJson } from './writeJson.ts';

const money = (amount: bigint) => formatScaled(amount, MICRO);

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
 * @param input.chain whether the venue then goes on chain, in a folder of its own
 * @throws InputError for a book that cannot be used, what `proveLiquidation` throws and, with a chain, what `runChainAct`
 *   throws
 */
export async function runDemo(input: DemoInput & { readonly chain?: boolean }): Promise<DemoResult> {
  const total = stopwatch();
  // Loaded on demand: only this act needs what talks to chains. First, so that a missing test chain costs nobody a proof.
  const act = input.chain ? await import('./runChainAct.ts') : undefined;
  act?.checkTestChain();
  const prepared = await prepareDemo(input);
  const result = await proveDemo(prepared, total, input.onProgress);
  if (!act) return result;
  const { rules, after } = prepared;
  const { output, onProgress } = input;
  const chain = await act.runChainAct({
    output: join(output, 'chain'),
    rules,
    tick: after,
    ...(onProgress ? { onProgress } : {}),
  });
  return { ...result, chain };
}

async function proveDemo(
  { madeUp, rules, before, after, account, liquidatableBefore, plan, files, seconds }: PreparedDemo,
  total: () => number,
  onProgress: (line: string) => void = () => {},
): Promise<DemoResult> {
  const proving = stopwatch();
  // From the files, as `fairmark prove` would.
  const { model, ...event } = await loadEvent(files.event);
  const { receipt, opening } = await proveLiquidation(event, model, { onProgress });
  await writeJson(files.opening, opening, SECRET_MODE);
  await writeJson(files.receipt, receipt);
  const prove = proving();

  const verifying = stopwatch();
  const openingText = await readFile(files.opening, 'utf8');
  const receiptText = await readFile(files.receipt, 'utf8');
  const report = verifyReceiptText(receiptText, { openingText });
  const verify = verifying();
  onProgress('tampering: one digit changed, and verified again');

  return {
    madeUp,
    underlying: after.book.underlying,
    venue: rules.charterDocument.venue,
    ticks: (before ? [before, after] : [after]).map(tickResult),
    scenarios: rules.scenarioTree.leaves.length,
    targetBuffer: rules.charterDocument.targetBuffer,
    ...(before
      ? { healthyBefore: health(accountHealth(demoPlanInput(account, rules, before)), liquidatableBefore) }
      : {}),
    underWater: health(accountHealth(demoPlanInput(account, rules, after)), true),
    afterClose: health(accountHealth(demoPlanInput(plan.accountAfter, rules, after)), plan.furtherRounds.length > 0),
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
    link: await pageLink({ receipt: receiptText, opening: openingText }),
    seconds: { ...seconds, prove, verify, total: total() },
  };
}
