import { ClauseViolation } from '../circuits/clauseViolation.ts';
import { isBeyondHelp } from '../circuits/closing/amountClauses.ts';
import { shortfallToTarget } from '../circuits/closing/shortfallToTarget.ts';
import type { Close } from '../circuits/liquidation.ts';
import { equityGap, marginGap } from '../circuits/margin/trigger.ts';
import type { Account } from '../circuits/objects.ts';
import { type DraftedRound, draftRound } from './draftRound.ts';
import type { LiquidationEvent, VenueModel } from './event.ts';
import { leafParts } from './plan/leafParts.ts';
import type { CandidateMargin } from './plan/marginUnder.ts';
import { planLegs } from './plan/planLegs.ts';
import { scenarioCandidates } from './plan/scenarioCandidates.ts';
import { type PlannedRound, planLiquidation } from './plan.ts';

/** The round that an event's receipt would prove, and the planned ones after it; none where the event gives the close. */
export interface DraftedLiquidation extends DraftedRound {
  readonly furtherRounds: readonly PlannedRound[];
}

/**
 * The liquidation of an event, checked by the statement on integers: the planned close under its binding scenario, or
 * the event's own close under the worst scenario that proves it.
 *
 * @param onEvaluated called now and then with a count of scenarios evaluated
 * @throws ClauseViolation and other FairmarkErrors with `clause`, NotLiquidatableError, NoProvableCloseError
 */
export function draftLiquidation(
  event: Omit<LiquidationEvent, 'model'>,
  model: VenueModel,
  onEvaluated: (evaluated: number) => void = () => {},
): DraftedLiquidation {
  const { account, snapshot } = event;
  const { charter, surface, scenarioTree } = model;
  const market = { charter, snapshot, surface, account, scenarios: scenarioTree.leaves };
  if (event.close === undefined) {
    const plan = planLiquidation({ ...market, onProgress: (_, evaluated) => onEvaluated(evaluated) });
    return { ...draftRound(event, model, plan.scenario, plan.close), furtherRounds: plan.furtherRounds };
  }
  let refusal: unknown;
  for (const { scenario, margin } of scenarioCandidates(market, leafParts(market, onEvaluated))) {
    // The binding scenario's refusal is the one to report; milder ones are tried while they are violated themselves.
    if (refusal !== undefined && marginGap(margin) <= 0n) continue;
    const terminal = closesAll(account, event.close) && isTerminal(margin, model);
    try {
      return { ...draftRound(event, model, scenario, { ...event.close, terminal }), furtherRounds: [] };
    } catch (error) {
      if (!(error instanceof ClauseViolation)) throw error;
      refusal ??= error;
    }
  }
  // Says by how much, where no scenario is violated at all.
  if (refusal instanceof ClauseViolation && refusal.clause === 'FM-09') planLiquidation(market);
  throw refusal;
}

function closesAll(account: Account, close: Omit<Close, 'terminal'>): boolean {
  return (['options', 'linears'] as const).every((list) =>
    account[list].every((position, i) => (position?.quantity ?? 0n) === (close[list][i]?.quantityClosed ?? 0n)),
  );
}

/** FM-17: whether a close of everything counts as terminal. */
function isTerminal(margin: CandidateMargin, { charter }: VenueModel): boolean {
  const legs = planLegs(margin, charter.targetBuffer);
  return equityGap(margin) > 0n || isBeyondHelp(legs, margin, shortfallToTarget(margin, charter.targetBuffer));
}
