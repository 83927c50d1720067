import type { AmountLeg } from '../../circuits/closing/amountClauses.ts';
import { legGain } from '../../circuits/closing/legGain.ts';
import type { LegPlace } from '../../circuits/liquidation.ts';
import type { CandidateMargin } from './marginUnder.ts';

/** A held leg as the amount clauses see it, with its place in the account. */
export type PlanLeg = AmountLeg & LegPlace;

/** The held legs, options first, with nothing closed. @param targetBuffer β, per mille */
export function planLegs(margin: CandidateMargin, targetBuffer: bigint): PlanLeg[] {
  return (['option', 'linear'] as const).flatMap((kind) =>
    (kind === 'option' ? margin.options : margin.linears).flatMap((leg, place) =>
      leg ? [{ kind, place, leg, gain: legGain(leg, targetBuffer), closed: 0n }] : [],
    ),
  );
}
