import type { AccountFigures } from './accountFigures.ts';
import type { Move, Standing } from './standing.ts';
import { total } from './total.ts';

/** Where a round leaves the account: at the worst prices and the full fee, as far as equity goes (FM-14, FM-15). */
export function standingAfter({ notional, fee, penalty }: AccountFigures, move: Move): Standing {
  const { before, closed } = move;
  const charge = Math.floor(total(closed, fee)) + total(closed, penalty);
  const taken = Math.min(Math.max(before.equity, 0), charge);
  return {
    lots: before.lots.map((held, i) => held - (closed[i] as number)),
    equity: before.equity - taken,
    closedNotional: before.closedNotional + total(closed, notional),
    taken: before.taken + taken,
    rounds: before.rounds + 1,
    last: move,
  };
}
