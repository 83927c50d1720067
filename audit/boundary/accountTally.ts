import type { BoundaryCase } from './boundaryCase.ts';
import { chargedBand } from './chargedBand.ts';
import type { Judgement } from './judgeCase.ts';

/** Steps in which the oracle counts distances, for one band. */
export const STEPS_PER_BAND = 40;
const ZERO = 128;

/** What one kind of prover reaches. */
export interface ProverTally {
  /** Accounts on which the trigger accepts. */
  accepted: number;
  /** Of these, exactly at the boundary or above: must be none. */
  falseLiquidations: number;
  /** Accounts exactly below the boundary that the trigger refuses. */
  givenUp: number;
  /** The greatest distance of equity above the boundary at which the trigger accepted, bands, rounded up to a 40th; null for none. */
  closestAccepted: number | null;
  /** The least such distance at which the trigger refused, rounded down to a 40th; null for none. */
  furthestRefused: number | null;
}

export interface AccountTally {
  accounts: number;
  /** Whose equity is exactly below the boundary. */
  exactlyBelow: number;
  /** Near zero equity, the insolvent case of FM-09. */
  insolventCase: number;
  /** With an option at the floor of s, now or under stress. */
  atFloor: number;
  /** Accounts by the exact distance of equity from the boundary: six bands from -3 to 3. */
  byBand: number[];
  honest: ProverTally;
  venue: ProverTally;
}

const emptyProver = (): ProverTally => ({
  accepted: 0,
  falseLiquidations: 0,
  givenUp: 0,
  closestAccepted: null,
  furthestRefused: null,
});

export function emptyAccountTally(): AccountTally {
  return {
    accounts: 0,
    exactlyBelow: 0,
    insolventCase: 0,
    atFloor: 0,
    byBand: [0, 0, 0, 0, 0, 0],
    honest: emptyProver(),
    venue: emptyProver(),
  };
}

function addProver(tally: ProverTally, gap: bigint, verdict: number): void {
  const below = verdict < ZERO;
  if (gap > 0n) {
    tally.accepted++;
    if (!below) tally.falseLiquidations++;
    const distance = (verdict + 1 - ZERO) / STEPS_PER_BAND;
    tally.closestAccepted = Math.max(distance, tally.closestAccepted ?? distance);
  } else if (below) {
    tally.givenUp++;
    const distance = (verdict - ZERO) / STEPS_PER_BAND;
    tally.furthestRefused = Math.min(distance, tally.furthestRefused ?? distance);
  }
}

/** Adds a case. @param verdict the oracle's byte: floor of the distance in 40ths of a band, plus 128 */
export function addAccount(tally: AccountTally, drawn: BoundaryCase, judgement: Judgement, verdict: number): void {
  tally.accounts++;
  if (verdict < ZERO) tally.exactlyBelow++;
  if (drawn.insolvent) tally.insolventCase++;
  if (chargedBand(drawn).floorBinds) tally.atFloor++;
  const band = Math.max(-3, Math.min(2, Math.floor((verdict - ZERO) / STEPS_PER_BAND)));
  tally.byBand[band + 3] = (tally.byBand[band + 3] ?? 0) + 1;
  addProver(tally.honest, judgement.honest, verdict);
  addProver(tally.venue, judgement.venue, verdict);
}
