import { type Close, type LiquidationInputs, type LiquidationResult, runLiquidation } from '../circuits/liquidation.ts';
import type { ScenarioOpening } from '../circuits/objects.ts';
import type { LiquidationEvent, VenueModel } from './event.ts';
import { randomSalt } from './randomSalt.ts';

/** One liquidation without the domain, which depends on the instance, and what the statement says of it. */
export interface DraftedRound {
  readonly draft: Omit<LiquidationInputs, 'domain'>;
  readonly preview: LiquidationResult;
}

/**
 * Runs the statement on a close of the event's account under named scenarios. Salts that the event does not give are
 * drawn.
 *
 * @param scenario position in the tree of each underlying's scenario
 * @throws ClauseViolation or another FairmarkError with `clause`, for the first clause that does not hold
 */
export function draftRound(
  { account, snapshot, salts }: Pick<LiquidationEvent, 'account' | 'snapshot' | 'salts'>,
  { charter, surface, scenarioTree }: VenueModel,
  scenario: ReadonlyMap<number, number>,
  close: Close,
): DraftedRound {
  const scenarios = new Map<number, ScenarioOpening>(
    [...scenario].map(([underlying, position]) => [underlying, scenarioTree.open(position)]),
  );
  const draft = {
    charter,
    snapshot,
    surface,
    account,
    scenarios,
    close,
    accountAfterSalt: salts.accountAfter ?? randomSalt(),
    outcomeSalt: salts.outcome ?? randomSalt(),
  };
  return { draft, preview: runLiquidation({ ...draft, domain: 0n }) };
}
