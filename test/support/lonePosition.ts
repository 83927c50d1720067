import { isBeyondHelp } from '../../circuits/closing/amountClauses.ts';
import { shortfallToTarget } from '../../circuits/closing/shortfallToTarget.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { type LiquidationInputs, runLiquidation } from '../../circuits/liquidation.ts';
import { type AccountMargin, evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import { ERROR_SCALE, equityGap, marginGap } from '../../circuits/margin/trigger.ts';
import type { Account, LinearPosition, OptionPosition } from '../../circuits/objects.ts';
import { NoProvableCloseError } from '../../prover/plan/noProvableCloseError.ts';
import { planLegs } from '../../prover/plan/planLegs.ts';
import { type LiquidationPlan, planLiquidation } from '../../prover/plan.ts';
import { type InstrumentTerms, isOption } from '../../verifier/formats/position.ts';
import { type SampleMarket, sampleSalt } from './sampleMarket.ts';

const SALTS = {
  owner: sampleSalt('owner'),
  account: sampleSalt('lone account'),
  domain: sampleSalt('domain'),
  accountAfter: sampleSalt('account after'),
  outcome: sampleSalt('outcome'),
} as const;

/** How the first provable violation of a position alone is closed. */
export type LoneClose = 'partial' | 'whole' | 'beyond help' | 'insolvent';

/** An account that holds one position. */
export function loneAccount(
  terms: InstrumentTerms,
  { isLong, quantity, cash, time }: { isLong: boolean; quantity: bigint; cash: bigint; time: bigint },
): Account {
  const side = { isLong, quantity };
  return {
    ownerTag: SALTS.owner,
    accountNumber: 42n,
    sequence: 17n,
    time,
    settlementUnit: C.SETTLEMENT_UNIT_USD,
    cash,
    salt: SALTS.account,
    options: isOption(terms) ? [{ ...(terms as Omit<OptionPosition, 'isLong' | 'quantity'>), ...side }] : [],
    linears: isOption(terms) ? [] : [{ ...(terms as Omit<LinearPosition, 'isLong' | 'quantity'>), ...side }],
  };
}

/** x / y rounded up; y is above zero. */
const ceilDiv = (x: bigint, y: bigint) => (x > 0n ? (x + y - 1n) / y : x / y);

/** The largest equity below the requirement by more than the errors (FM-09). */
export function firstViolation(margin: AccountMargin): bigint {
  const certain = margin.requirement * (ERROR_SCALE / C.PER_MILLION) - margin.marginError;
  return ceilDiv(certain, ERROR_SCALE) - margin.rounding - 1n;
}

/** The largest equity below zero by more than the errors (FM-09). */
export function firstInsolvency(margin: AccountMargin): bigint {
  return ceilDiv(-C.PER_MILLE * margin.equityError, ERROR_SCALE) - margin.rounding - 1n;
}

/** The largest equity at which no reduction restores the target beyond the errors (FM-17), by halving. */
function firstBeyondHelp(margin: AccountMargin, targetBuffer: bigint): bigint {
  const legs = planLegs(margin, targetBuffer);
  const beyond = (equity: bigint) => isBeyondHelp(legs, margin, shortfallToTarget({ ...margin, equity }, targetBuffer));
  let high = firstViolation(margin);
  if (beyond(high)) return high;
  let step = 1n;
  while (!beyond(high - step)) step *= 2n;
  let low = high - step;
  while (high - low > 1n) {
    const middle = (high + low) / 2n;
    if (beyond(middle)) low = middle;
    else high = middle;
  }
  return low;
}

export interface LoneLiquidation {
  plan: LiquidationPlan;
  inputs: LiquidationInputs;
  close: LoneClose;
  /** How far below the first violation equity had to be, money: above zero only where no lot helps against the fee. */
  gap: bigint;
}

/**
 * Liquidates one position alone under one scenario, at the first equity that is provably too low: the trigger of FM-09,
 * else the terminal clause of FM-17, else insolvency. Plans it and runs the whole statement on the plan.
 *
 * @throws the planner's or the statement's error, where it cannot be proven
 */
export function liquidateAlone(
  market: SampleMarket,
  terms: InstrumentTerms,
  { isLong, quantity, leaf }: { isLong: boolean; quantity: bigint; leaf: number },
): LoneLiquidation {
  const { charter, snapshot, surface, tree } = market;
  const opening = tree.open(leaf);
  const account = (cash: bigint) => loneAccount(terms, { isLong, quantity, cash, time: snapshot.time });
  const scenarios = new Map([[terms.underlying, opening.leaf]]);
  const margin = evaluateAccount({ charter, snapshot, surface, account: account(0n), scenarios });
  const attempt = (equity: bigint): LiquidationPlan =>
    planLiquidation({
      charter,
      snapshot,
      surface,
      account: account(equity - margin.equity),
      scenarios: [opening.leaf],
    });

  const first = firstViolation(margin);
  const insolvent = firstInsolvency(margin);
  if (marginGap({ ...margin, equity: first }) <= 0n || marginGap({ ...margin, equity: first + 1n }) > 0n)
    throw new RangeError('not the first violation');
  if (equityGap({ ...margin, equity: insolvent }) <= 0n || equityGap({ ...margin, equity: insolvent + 1n }) > 0n)
    throw new RangeError('not the first insolvency');

  let plan: LiquidationPlan;
  let equity = margin.requirement > 0n ? first : insolvent;
  try {
    plan = attempt(equity);
  } catch (error) {
    const [leg] = planLegs(margin, charter.targetBuffer);
    if (!(error instanceof NoProvableCloseError) || !leg || leg.gain > 0n) throw error;
    const help = firstBeyondHelp(margin, charter.targetBuffer);
    equity = help > insolvent ? help : insolvent;
    plan = attempt(equity);
  }
  const inputs: LiquidationInputs = {
    domain: SALTS.domain,
    charter,
    snapshot,
    surface,
    account: plan.accountBefore,
    scenarios: new Map([[terms.underlying, opening]]),
    close: plan.close,
    accountAfterSalt: SALTS.accountAfter,
    outcomeSalt: SALTS.outcome,
  };
  const result = runLiquidation(inputs);
  const [leg] = plan.legs;
  const close = result.insolvent
    ? 'insolvent'
    : plan.close.terminal
      ? 'beyond help'
      : leg?.closed === quantity
        ? 'whole'
        : 'partial';
  return { plan, inputs, close, gap: margin.requirement > 0n ? first - equity : 0n };
}
