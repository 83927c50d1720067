import { AMOUNT_CLAUSES, type AmountClause, type ClauseJudgement } from './judgeClose.ts';

/** What was seen of one clause. */
export interface ClauseTally {
  /** Legs of closes (for FM-13 closes) at which it holds in the circuit's integers. */
  judged: number;
  /** Of these, failing for exact prices, by however little. */
  failsExactly: number;
  /** Of these, failing by more than the stated tolerance allows: must be none. */
  beyondTolerance: number;
  /** The largest share of the stated tolerance by which the circuit's margin was above the exact one, in percent. */
  worstPercent: number;
}

export type CloseTally = Record<AmountClause, ClauseTally>;

export function emptyCloseTally(): CloseTally {
  const empty = () => ({ judged: 0, failsExactly: 0, beyondTolerance: 0, worstPercent: 0 });
  return Object.fromEntries(AMOUNT_CLAUSES.map((clause) => [clause, empty()])) as CloseTally;
}

export function addClose(tally: CloseTally, judgements: readonly ClauseJudgement[]): void {
  for (const { clause, failsExactly, toleranceUsed } of judgements) {
    const own = tally[clause];
    own.judged++;
    if (failsExactly) own.failsExactly++;
    if (toleranceUsed > 1) own.beyondTolerance++;
    own.worstPercent = Math.max(own.worstPercent, Math.ceil(toleranceUsed * 1000) / 10);
  }
}
