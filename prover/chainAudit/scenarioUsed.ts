import { outcomeCommitment } from '../../circuits/commitment/outcomeCommitment.ts';
import type { Outcome } from '../../circuits/objects.ts';
import { draftLiquidation } from '../draftLiquidation.ts';
import type { LiquidationEvent } from '../event.ts';
import type { CandidateMargin } from '../plan/marginUnder.ts';
import { scenarioCandidates } from '../plan/scenarioCandidates.ts';

/**
 * Whether a recorded liquidation was proven under the worst scenario of its account. `undetermined` where the material
 * does not open the outcome: its salt is missing, or another close was proven.
 */
export type ScenarioUsed = 'worst' | 'milder' | 'undetermined';

/**
 * Finds the scenario of a recorded liquidation. The proof hides it, but the outcome commitment holds the requirement: who
 * has the event with the outcome's salt can try the requirements of the scenarios.
 *
 * @param event a round as the venue proved it, with the outcome's salt among its salts
 * @param recorded outcome commitment of the record
 */
export function scenarioUsed(event: LiquidationEvent, recorded: bigint): ScenarioUsed {
  const { account, snapshot, model, salts } = event;
  if (salts.outcome === undefined) return 'undetermined';
  const { charter, surface, scenarioTree } = model;
  const market = { charter, snapshot, surface, account, scenarios: scenarioTree.leaves };
  let drafted = event.close ? undefined : draftedOutcome(event);
  const closed = event.close ?? drafted;
  if (!closed) return 'undetermined';
  const { options, linears, fee, draw } = closed;
  const salt = salts.outcome;
  const opens = ({ equity, requirement }: Pick<CandidateMargin, 'equity' | 'requirement'>) =>
    [false, true].some((terminal) => {
      const outcome: Outcome = { options, linears, fee, draw, salt, terminal, equity, requirement };
      return outcomeCommitment(outcome) === recorded;
    });
  const [binding, ...others] = scenarioCandidates(market);
  if (!binding) return 'undetermined';
  if (opens(binding.margin)) return 'worst';
  if (others.some(({ margin }) => opens(margin))) return 'milder';
  // The planner knows one more: the scenario under which the rounds to come close least.
  drafted ??= draftedOutcome(event);
  return drafted && opens(drafted) ? 'milder' : 'undetermined';
}

/** The outcome that `fairmark prove` would commit to; `undefined` where it would refuse. */
function draftedOutcome(event: LiquidationEvent): Outcome | undefined {
  try {
    return draftLiquidation(event, event.model).preview.outcome;
  } catch {
    return undefined;
  }
}
