/**
 * `finding`: the chain, a receipt or the private material is not as it has to be. `warning`: everything is as it has to
 * be, and a reader should know it. Neither says who is to blame.
 */
export type Severity = 'finding' | 'warning';

/** Everything that an audit can find, with its weight. */
export const FINDING_CODES = {
  /** The node withholds logs, or its logs and its state disagree. */
  'events-missing': 'finding',
  'numbers-not-consecutive': 'finding',
  'state-announced-twice': 'finding',
  'overdue-flagged': 'finding',
  'overdue-unflagged': 'finding',
  'recorded-late': 'finding',
  'proof-invalid': 'finding',
  'key-unknown': 'finding',
  'key-kind-wrong': 'finding',
  'verifier-retired': 'warning',
  'verifier-not-chosen': 'finding',
  'record-contradicts': 'finding',
  'charter-delay-short': 'finding',
  'charter-digest-wrong': 'finding',
  'charter-unreadable': 'finding',
  'charter-terms-differ': 'finding',
  'charter-feeds-differ': 'finding',
  'charter-not-in-force': 'finding',
  'charter-cancelled': 'warning',
  'tick-unknown': 'finding',
  'tick-differs': 'finding',
  'tick-order': 'finding',
  'tick-chain-broken': 'finding',
  'tick-stale': 'finding',
  'feed-not-in-charter': 'finding',
  'feed-of-the-venue': 'warning',
  'feed-signer-revoked': 'warning',
  'account-root-wrong': 'finding',
  'rounds-exceeded': 'finding',
  'predecessor-wrong': 'finding',
  'link-broken': 'finding',
  equivocated: 'finding',
  'stale-state-liquidated': 'finding',
  'receipt-unreadable': 'finding',
  'receipt-altered': 'finding',
  'receipt-unknown': 'finding',
  'receipt-different': 'finding',
  'receipt-missing': 'finding',
  'private-mismatch': 'finding',
  'scenario-not-worst': 'warning',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof FINDING_CODES;

/** One thing that was found. */
export interface Finding {
  readonly code: FindingCode;
  /** Venue id; left out for what concerns no venue. */
  readonly venueId?: `0x${string}`;
  /** Number of the liquidation. */
  readonly sequence?: bigint;
  /** A plain sentence; never a secret of the private material. */
  readonly sentence: string;
}
