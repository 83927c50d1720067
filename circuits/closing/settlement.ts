import { requireClause } from '../clauseViolation.ts';
import { CONSTANTS as C } from '../constants.ts';
import { type ClosingLeg, legClose } from './legClose.ts';

export interface SettlementInput {
  legs: readonly ClosingLeg[];
  /** Money. */
  equity: bigint;
  cash: bigint;
  fee: bigint;
  draw: bigint;
  /** Lots that stay open. */
  remaining: bigint;
}

export interface Settled {
  cashAfter: bigint;
  /** Σ x (mark - price) against the account, money. */
  penalty: bigint;
}

/** The largest fee that the charter's rate allows on closed lots, money, rounded down (FM-15). */
export function feeLimit(legs: SettlementInput['legs']): bigint {
  return legs.reduce((sum, leg) => sum + legClose(leg).closedFee, 0n) / C.PER_MILLION;
}

/**
 * FM-15, FM-16, FM-17: fee, cash and insurance draw; the model of Settlement.circom.
 *
 * @throws ClauseViolation
 */
export function settle({ legs, equity, cash, fee, draw, remaining }: SettlementInput): Settled {
  let proceeds = 0n;
  let penalty = 0n;
  for (const leg of legs) {
    const flows = legClose(leg);
    proceeds += flows.proceeds;
    penalty += flows.penalty;
  }
  requireClause(
    fee >= 0n && fee <= feeLimit(legs),
    'FM-15',
    'the fee is more than the charter’s rate on the closed notional',
  );
  requireClause(
    equity < 0n || fee + penalty <= equity,
    'FM-15',
    'fee and penalties of a solvent account are more than its equity',
    'Charge a smaller fee, or close at better prices.',
  );
  const cashAfter = cash + proceeds - fee + draw;
  const half = 1n << (C.CASH_BITS - 1n);
  requireClause(cashAfter >= -half && cashAfter < half, 'FM-03', 'cash after the close is out of range');
  requireClause(draw >= 0n && draw >> C.DRAW_BITS === 0n, 'FM-17', 'the insurance draw is out of range');
  if (draw > 0n) {
    requireClause(remaining === 0n, 'FM-17', 'an insurance draw needs everything closed');
    requireClause(cashAfter === 0n, 'FM-17', 'an insurance draw must bring cash from below zero to zero exactly');
    requireClause(fee === 0n, 'FM-17', 'no fee may be charged together with an insurance draw');
  }
  return { cashAfter, penalty };
}
