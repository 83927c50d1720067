import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import type { ErrorRecord } from '../io/errorRecord.ts';

export const REPLAY_FORMAT = 'fairmark.replay.v1';

/**
 * A dry run of a venue's events as JSON: private to the venue, for it holds amounts of accounts. Money is decimal text in
 * the settlement currency, shares are decimal text where "1" is the whole; what is not known is null.
 */
export interface ReplayDocument {
  readonly format: typeof REPLAY_FORMAT;
  /** In the order of sequence and name; those without a sequence last. */
  readonly events: readonly ReplayedEventDocument[];
  /** Sequences that more than one event of a venue has: only one of these events can have a receipt. */
  readonly repeated: readonly RepeatedSequenceDocument[];
  readonly summary: ReplaySummaryDocument;
}

/**
 * `not-provable`: a clause of the statement, or the size of the circuit, refuses. `unusable`: the event cannot be read, so
 * nothing was asked.
 */
export type ReplayVerdict = 'provable' | 'not-provable' | 'unusable';

export interface ReplayedEventDocument {
  /** Name of the file in the folder; with the line, for one of several in a file: `day.jsonl:3`. */
  readonly name: string;
  readonly venue: string | null;
  readonly sequence: number | string | null;
  readonly accountNumber: number | string | null;
  readonly verdict: ReplayVerdict;
  /** Why not; null for a provable event. */
  readonly reason: ErrorRecord | null;
  /** Whether the close was planned, and not the event's own. */
  readonly planned: boolean;
  /** The smallest instance that fits. */
  readonly instance: string | null;
  /** What the account needs of an instance; null where the account cannot be read. */
  readonly needed: InstanceShape | null;
  readonly equity: string | null;
  /** The maintenance margin: the requirement of the worst scenario, not below zero. */
  readonly requirement: string | null;
  /** Requirement less equity: above zero for an account under water. */
  readonly shortfall: string | null;
  /** Of the requirement; null where that is zero. */
  readonly shortfallShare: string | null;
  /** Closed notional of all rounds, of the notional held before. */
  readonly closedShare: string | null;
  /** Fees and penalties of all rounds, what the close costs the account against the mark. */
  readonly cost: string | null;
  /** Paid in by the insurance fund. */
  readonly draw: string | null;
  /** Whether a round closes everything because nothing can restore the account (FM-17). */
  readonly terminal: boolean;
  /** The event's own close, or the planned ones; empty where nothing can be closed. */
  readonly rounds: readonly ReplayedRoundDocument[];
}

export interface ReplayedRoundDocument {
  readonly terminal: boolean;
  readonly fee: string;
  /** Σ lots · (mark − price) in the direction of the account's loss; below zero where prices are better than the mark. */
  readonly penalty: string;
  readonly draw: string;
  readonly positions: readonly ReplayedPositionDocument[];
}

/** One position that a round touches. */
export interface ReplayedPositionDocument {
  readonly instrument: string;
  /** Before the round; signed, in units of the underlying. */
  readonly held: string;
  /** Closed; in units of the underlying, not signed. */
  readonly quantity: string;
  /** Per unit of the underlying. */
  readonly price: string;
  /** Of the closed lots. */
  readonly notional: string;
}

export interface RepeatedSequenceDocument {
  readonly venue: string;
  readonly sequence: number | string;
  /** Names of the events. */
  readonly events: readonly string[];
}

export interface ReplaySummaryDocument {
  readonly events: number;
  readonly provable: number;
  readonly notProvable: number;
  readonly unusable: number;
  /** JSON files of the folder that hold something else, such as a charter. */
  readonly otherFiles: number;
  /** Why events are not provable, most frequent first. */
  readonly reasons: readonly { readonly code: string; readonly clause?: string; readonly events: number }[];
  /** Over the provable events. */
  readonly closes: ReplayedClosesDocument;
}

export interface ReplayedClosesDocument {
  readonly terminal: number;
  readonly inSeveralRounds: number;
  readonly cost: string;
  readonly draw: string;
  /** By nearest rank; null where no event is provable. */
  readonly closedShare: { readonly median: string; readonly p99: string } | null;
}
