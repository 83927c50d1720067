import { CONSTANTS as C } from '../../circuits/constants.ts';
import { pricesInBand } from '../plan/pricesInBand.ts';
import { planLiquidation } from '../plan.ts';
import type { AttackInput } from './accountFigures.ts';
import type { AttackRound } from './attackRound.ts';

/** All rounds of the honest planner at one snapshot, by the prices at which lots pass to the liquidator. */
export interface HonestRounds {
  atMark: readonly AttackRound[];
  /** At the edge of the band of FM-14: what a charter lets an honest auction come to at worst. */
  atEdge: readonly AttackRound[];
}

/** Plans honestly. @throws as `planLiquidation` does */
export function honestRounds(input: AttackInput): HonestRounds {
  const at = (share: bigint): AttackRound[] => {
    const plan = planLiquidation({ ...input, prices: pricesInBand(share) });
    return [plan, ...plan.furtherRounds];
  };
  return { atMark: at(0n), atEdge: at(C.PER_MILLE) };
}
