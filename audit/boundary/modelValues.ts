import { legGain } from '../../circuits/closing/legGain.ts';
import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { shortfallToTarget } from '../../circuits/closing/shortfallToTarget.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { MarginSums } from '../../circuits/margin/trigger.ts';
import type { ClauseValues } from './clauseMargins.ts';
import { FINE } from './fineMoney.ts';

/** The amount clauses' values as the circuits have them, for legs as priced by a witness, at the scale of FINE. */
export function modelValues(legs: readonly LegTerms[], cash: bigint, targetBuffer: bigint): ClauseValues {
  const sum = (part: (leg: LegTerms) => bigint) => legs.reduce((total, leg) => total + part(leg), 0n);
  const sums: MarginSums = {
    equity: cash + sum((leg) => leg.equity),
    requirement: sum((leg) => leg.margin),
    equityError: 0n,
    shockedError: 0n,
    marginError: 0n,
    rounding: 0n,
  };
  return {
    gains: legs.map((leg) => legGain(leg, targetBuffer) * FINE.gain),
    marks: legs.map((leg) => leg.mark * FINE.money),
    caps: legs.map((leg) => penaltyCap(leg) * (FINE.money / C.PER_MILLE)),
    shortfall: shortfallToTarget(sums, targetBuffer) * FINE.gain,
  };
}
