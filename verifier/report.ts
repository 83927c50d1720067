import type { CheckId } from './checks.ts';
import type { SetupKind } from './verificationKey.ts';

export const REPORT_FORMAT = 'fairmark.report.v1';

/**
 * `passed` and `failed` are findings. `unconfirmed` is everything else: what this verifier could not check, and facts
 * that no receipt can show. It is never a pass.
 */
export type CheckStatus = 'passed' | 'failed' | 'unconfirmed';

/** The sign of each status, for eyes; the word stands beside it. */
export const CHECK_MARKS: Readonly<Record<CheckStatus, string>> = { passed: '✓', failed: '✗', unconfirmed: '?' };

/** One named finding. */
export interface Check {
  readonly id: CheckId;
  /** Clause of STATEMENT.md. */
  readonly clause?: string;
  /** A few words, the same in every report. */
  readonly title: string;
  /** What was found, in a plain sentence for a trader. */
  readonly sentence: string;
  readonly status: CheckStatus;
}

/**
 * `VALID` only when every check that applies passed; what could not be checked is listed as unconfirmed and counted in
 * the headline. Everything else, errors of the verifier included, is `INVALID`. Neither word says that the venue was
 * fair or cheated.
 */
export type Verdict = 'VALID' | 'INVALID';

/** Warnings that no output may leave out. */
export type BannerCode = 'DEVELOPMENT' | 'UNREGISTERED' | 'EQUIVOCATED';

export interface Banner {
  readonly code: BannerCode;
  readonly sentence: string;
}

/** What the receipt says of itself; shown beside the verdict, and no more than text. */
export interface ReceiptSummary {
  readonly venue: string;
  readonly sequence: string;
  readonly chainId: string;
  readonly instance: string;
  readonly setup: SetupKind;
  readonly verificationKeyHash: string;
}

/** The answer of `verifyReceipt`. */
export interface Report {
  readonly format: typeof REPORT_FORMAT;
  readonly verdict: Verdict;
  /** Verdict, warnings and number of unconfirmed facts in one sentence. */
  readonly headline: string;
  readonly banners: readonly Banner[];
  /** Number of checks that are unconfirmed. */
  readonly unconfirmed: number;
  /** In a fixed order; checks that do not apply are left out. */
  readonly checks: readonly Check[];
  /** What no proof of this statement shows, whatever the verdict. */
  readonly notShown: readonly string[];
  /** Null where the receipt could not be read. */
  readonly receipt: ReceiptSummary | null;
}

/** STATEMENT.md, "What a proof does not show". */
export const NOT_SHOWN: readonly string[] = [
  'That the oracle told the truth.',
  'That the volatility surface was sensible: nothing in this version keeps the venue from raising it for one tick.',
  'That the venue did not empty its own order book.',
  'That events were put in a just order, and that the venue could be reached.',
  'That no other liquidation of the account was left out: only the owner, with signed statements, can show that.',
  'How losses were shared after other accounts failed.',
];
