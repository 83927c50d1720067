import type { Verdict } from '../../verifier/report.ts';
import type { AuditDocument } from '../chainAudit/auditDocument.ts';

/** What the chain act of the demo did. No secret is in it. */
export interface ChainResult {
  readonly chainId: bigint;
  readonly venue: string;
  readonly feed: string;
  /** Addresses and sizes in the order of deployment. */
  readonly contracts: readonly { readonly name: string; readonly address: string; readonly bytes: number }[];
  /** Whether a verifier is of a development key, under which anyone can forge. */
  readonly isDevelopment: boolean;
  /** ISO 8601, UTC. */
  readonly charterInForce: string;
  /** How many accounts the published root holds. */
  readonly accounts: number;
  readonly tick: {
    readonly round: bigint;
    readonly observedAt: string;
    readonly signatures: number;
    readonly signers: number;
  };
  readonly deadline: string;
  readonly liquidations: readonly {
    readonly sequence: bigint;
    readonly instance: string;
    /** Of the receipt with its opening and the chain, after it was recorded. */
    readonly verdict: Verdict;
    /** Whether the chain confirms the registration. */
    readonly isRegistered: boolean;
    readonly seconds: number;
  }[];
  readonly gas: {
    readonly announce: bigint;
    readonly announceEach: bigint;
    readonly record: bigint;
    readonly recordEach: bigint;
  };
  /** What `fairmark audit` says, with the receipts and the venue's private events. */
  readonly audit: AuditDocument;
  readonly files: Readonly<Record<string, string>>;
  readonly seconds: number;
}
