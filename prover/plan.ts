import { isBeyondHelp, surplusOverTarget } from '../circuits/closing/amountClauses.ts';
import { shortfallToTarget } from '../circuits/closing/shortfallToTarget.ts';
import { accountAfterClose } from '../circuits/commitment/accountAfterClose.ts';
import { CONSTANTS as C } from '../circuits/constants.ts';
import { InputError } from '../circuits/errors.ts';
import type { Close } from '../circuits/liquidation.ts';
import { ERROR_SCALE, equityGap, type MarginSums, marginGap } from '../circuits/margin/trigger.ts';
import type { Account, ClosedLeg } from '../circuits/objects.ts';
import { type LeafPart, leafParts } from './plan/leafParts.ts';
import { leastClose } from './plan/leastClose.ts';
import { lookAhead } from './plan/lookAhead.ts';
import { marginUnder } from './plan/marginUnder.ts';
import { NoProvableCloseError } from './plan/noProvableCloseError.ts';
import { type ClosestScenario, NotLiquidatableError } from './plan/notLiquidatableError.ts';
import { Outlook } from './plan/outlook.ts';
import type { PlanInput } from './plan/planInput.ts';
import { type PlanLeg, planLegs } from './plan/planLegs.ts';
import { pricesInBand } from './plan/pricesInBand.ts';
import { requirementLeft } from './plan/requirementLeft.ts';
import { type ScenarioCandidate, scenarioCandidates } from './plan/scenarioCandidates.ts';
import { settleClose } from './plan/settleClose.ts';

/** One liquidation, ready to be proven. */
export interface PlannedRound extends ScenarioCandidate {
  close: Close;
  /** The held legs with their gain and the lots that are closed, options first. */
  legs: readonly PlanLeg[];
  /** H, what was missing to the target, and S, what the close has beyond it: units of 2^30 * 10^-9 money. */
  shortfall: bigint;
  surplus: bigint;
  /** Whether the target of this scenario is reached. */
  targetRestored: boolean;
  /** Whether a finer last lot beat the greedy choice. */
  refined: boolean;
  accountBefore: Account;
  /** With the salt of the account before: whoever proves draws a fresh one. */
  accountAfter: Account;
}

/** The first round, and the rounds that follow at the same snapshot until the account is healthy or empty. */
export interface LiquidationPlan extends PlannedRound {
  furtherRounds: readonly PlannedRound[];
}

const UNTOUCHED: ClosedLeg = { quantityClosed: 0n, price: 0n };

/** What a round is planned from: an account with every leaf on its part of it. */
interface RoundInput extends PlanInput {
  parts: readonly LeafPart[];
}

function round(input: RoundInput, candidate: ScenarioCandidate, legs: PlanLeg[], terminal: boolean): PlannedRound {
  const { account, charter, snapshot, parts, prices = pricesInBand(0n) } = input;
  const { margin } = candidate;
  const required = requirementLeft(parts, legs, charter.jointScenarios);
  const settled = settleClose(legs, { equity: margin.equity, cash: account.cash, required }, prices);
  const options: ClosedLeg[] = account.options.map(() => UNTOUCHED);
  const linears: ClosedLeg[] = account.linears.map(() => UNTOUCHED);
  legs.forEach(({ kind, place, closed }, i) => {
    const list = kind === 'option' ? options : linears;
    if (closed > 0n) list[place] = { quantityClosed: closed, price: settled.prices[i] as bigint };
  });
  const close: Close = { options, linears, fee: settled.fee, draw: settled.draw, terminal };
  const shortfall = shortfallToTarget(margin, charter.targetBuffer);
  const surplus = surplusOverTarget(legs, shortfall);
  return {
    ...candidate,
    close,
    legs,
    shortfall,
    surplus,
    targetRestored: surplus >= 0n,
    refined: false,
    accountBefore: account,
    accountAfter: accountAfterClose(account, close, settled.cashAfter, snapshot.time, account.salt),
  };
}

/** The close under one scenario, or `undefined` where none can be proven under it. */
function roundUnder(input: RoundInput, candidate: ScenarioCandidate): PlannedRound | undefined {
  const { charter } = input;
  const { margin } = candidate;
  const legs = planLegs(margin, charter.targetBuffer);
  const everything = () => legs.map((leg) => ({ ...leg, closed: leg.leg.quantity }));
  if (equityGap(margin) > 0n) return round(input, candidate, everything(), true);
  if (marginGap(margin) <= 0n) return undefined;

  const shortfall = shortfallToTarget(margin, charter.targetBuffer);
  if (isBeyondHelp(legs, margin, shortfall)) return round(input, candidate, everything(), true);
  if (margin.requirement <= 0n) return undefined;
  const least = leastClose(legs, shortfall);
  if (!least) return undefined;
  const closed = legs.map((leg, i) => ({ ...leg, closed: least.closed[i] as bigint }));
  return { ...round(input, candidate, closed, false), refined: least.refined };
}

/** Equity less the binding requirement, and the errors that stand between them; money. */
function distance(margin: MarginSums): ClosestScenario {
  const ceilDiv = (x: bigint, y: bigint) => (x > 0n ? (x + y - 1n) / y : x / y);
  const requirement = ceilDiv(margin.requirement, C.PER_MILLION);
  if (requirement <= 0n) {
    const errors = margin.rounding + ceilDiv(C.PER_MILLE * margin.equityError, ERROR_SCALE);
    return { gap: margin.equity, errors };
  }
  return { gap: margin.equity - requirement, errors: margin.rounding + ceilDiv(margin.marginError, ERROR_SCALE) };
}

/** Candidates with the one first that the look-ahead prefers to the binding one. */
function* orderedCandidates(input: RoundInput): Generator<ScenarioCandidate> {
  const { account, charter, parts } = input;
  const candidates = scenarioCandidates(input, parts);
  const binding = candidates.next().value as ScenarioCandidate | undefined;
  if (!binding) return;
  if (marginGap(binding.margin) > 0n) {
    const scenario = lookAhead(new Outlook(charter, parts, binding.margin.equity));
    const choice = parts.filter(({ underlying, position }) => scenario?.get(underlying) === position);
    if (scenario) yield { scenario, margin: marginUnder(account, choice) };
  }
  yield binding;
  yield* candidates;
}

/** @throws NotLiquidatableError, NoProvableCloseError */
function planRound(input: PlanInput, number: number): PlannedRound {
  const parts = leafParts(input, (evaluated) => input.onProgress?.(number, evaluated));
  let binding: ScenarioCandidate | undefined;
  let violated = false;
  for (const candidate of orderedCandidates({ ...input, parts })) {
    binding ??= candidate;
    violated ||= marginGap(candidate.margin) > 0n && candidate.margin.requirement > 0n;
    const found = roundUnder({ ...input, parts }, candidate);
    if (found) return found;
  }
  if (!binding) {
    throw new InputError('SCENARIO_MISSING', 'no scenario covers every underlying that the account holds', {
      clause: 'FM-08',
      remedy: 'Give every underlying of the account a scenario, in joint mode within one group.',
    });
  }
  if (violated) throw new NoProvableCloseError();
  throw new NotLiquidatableError(distance(binding.margin));
}

const holdsNothing = ({ options, linears }: Account) => ![...options, ...linears].some((position) => position !== null);

/**
 * Plans the liquidation of an account at one snapshot: the binding scenario, the least notional that this step needs,
 * prices, fee and insurance draw, such that `runLiquidation` accepts each round.
 *
 * @throws NotLiquidatableError where no scenario is violated beyond the errors
 * @throws NoProvableCloseError where one is, but no close helps beyond the errors
 * @throws ClauseViolation, DomainError where the account, the snapshot and the surface do not go together
 */
export function planLiquidation(input: PlanInput): LiquidationPlan {
  if (holdsNothing(input.account)) {
    throw new InputError('ACCOUNT_EMPTY', 'the account holds no positions', { clause: 'FM-04' });
  }
  for (const position of [...input.account.options, ...input.account.linears]) {
    if (position && position.quantity >> C.LOT_BITS !== 0n) {
      throw new InputError('QUANTITY_RANGE', 'a position has too many lots to be closed at once', { clause: 'FM-03' });
    }
  }
  const first = planRound(input, 1);
  const furtherRounds: PlannedRound[] = [];
  let { accountAfter } = first;
  while (!holdsNothing(accountAfter)) {
    try {
      const next = planRound({ ...input, account: accountAfter }, furtherRounds.length + 2);
      furtherRounds.push(next);
      accountAfter = next.accountAfter;
    } catch (error) {
      if (error instanceof NotLiquidatableError || error instanceof NoProvableCloseError) break;
      throw error;
    }
  }
  return { ...first, furtherRounds };
}
