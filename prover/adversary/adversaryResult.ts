import type { AttackRules } from './attackRules.ts';

/** Ratios of a cheat to an honest venue over accounts, by nearest rank. */
export interface RatioSpread {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

export interface AdversaryRow {
  readonly rules: AttackRules;
  /** Most rounds of the cheat at the snapshot. */
  readonly rounds: number;
  readonly closedNotional: RatioSpread;
  /** Fees and penalties, over those of an honest venue that closes at the mark, and at the edge of the band. */
  readonly taken: RatioSpread;
  readonly takenAtEdge: RatioSpread;
}

/** What `fairmark bench --adversary` measures. */
export interface AdversaryResult {
  readonly market: string;
  /** Of the first account; each next has the next seed. */
  readonly seed: number;
  /** Accounts that are compared: liquidatable, with equity above zero. */
  readonly accounts: number;
  /** Drawn but not compared: nothing to close, or nothing left to take. */
  readonly healthy: number;
  readonly insolvent: number;
  /** Rounds of the honest venue. */
  readonly honestRounds: RatioSpread;
  readonly rows: readonly AdversaryRow[];
  /** Rounds of the worst attacks of each rule that were run through the whole statement, all accepted. */
  readonly checkedRounds: number;
  /** Of this process, without making the market. */
  readonly cpuSeconds: number;
}
