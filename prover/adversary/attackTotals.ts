import { legClose } from '../../circuits/closing/legClose.ts';
import type { AttackRound } from './attackRound.ts';

/** What rounds do to an account; money (10^-6). */
export interface AttackTotals {
  closedNotional: bigint;
  /** Fees and penalties, as far as there is equity to take them from: what a fund pays is no loss of the account. */
  taken: bigint;
}

/** Fee and penalties of a round. */
function chargeOf({ legs, close }: AttackRound): bigint {
  return legs.reduce((sum, { kind, place, leg, closed }) => {
    const price = (kind === 'option' ? close.options : close.linears)[place]?.price ?? 0n;
    return sum + legClose({ leg, closed, price }).penalty;
  }, close.fee);
}

/** Sums over all rounds at a snapshot. */
export function attackTotals(rounds: readonly AttackRound[]): AttackTotals {
  let closedNotional = 0n;
  let taken = 0n;
  for (const round of rounds) {
    for (const { leg, closed } of round.legs) closedNotional += closed * leg.notional;
    const { equity } = round.margin;
    const charge = chargeOf(round);
    if (equity > 0n) taken += charge < equity ? charge : equity;
  }
  return { closedNotional, taken };
}
