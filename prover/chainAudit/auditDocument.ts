import type { FindingCode, Severity } from './finding.ts';
import type { ScenarioUsed } from './scenarioUsed.ts';

export const AUDIT_FORMAT = 'fairmark.audit.v1';

/** `CLEAN` where nothing was found. Warnings do not change it; neither word says that a venue was fair or cheated. */
export type AuditVerdict = 'CLEAN' | 'FINDINGS';

/** What an audit of a registry found, as JSON. Numbers of the chain are decimal text, times as `2026-03-20T12:00:00Z`. */
export interface AuditDocument {
  readonly format: typeof AUDIT_FORMAT;
  readonly verdict: AuditVerdict;
  /** Verdict, warnings and what was checked in one sentence. */
  readonly headline: string;
  /** Warnings that no output may leave out. */
  readonly banners: readonly ('DEVELOPMENT' | 'PARTIAL')[];
  readonly chain: AuditChainDocument;
  readonly verifiers: readonly AuditVerifierDocument[];
  readonly feeds: readonly AuditFeedDocument[];
  readonly venues: readonly AuditVenueDocument[];
  /** Null where no folder of receipts was given. */
  readonly receipts: AuditReceiptsDocument | null;
  /** Null where no private material was given. */
  readonly private: AuditPrivateDocument | null;
  readonly findings: readonly AuditFindingDocument[];
}

export interface AuditChainDocument {
  readonly chainId: string;
  readonly registry: string;
  readonly charters: string;
  readonly feeds: string;
  readonly verifiers: string;
  readonly fromBlock: string;
  readonly toBlock: string;
  /** Time of the latest block. */
  readonly time: string;
}

export interface AuditVerifierDocument {
  readonly id: number;
  readonly verificationKeyHash: string;
  readonly kind: 'development' | 'ceremony' | 'unknown';
  readonly statementVersion: number;
  /** Name of the circuit size; null for a key that this version has not built in. */
  readonly instance: string | null;
  readonly activeFrom: string;
  readonly retiredAt: string | null;
}

export interface AuditFeedDocument {
  readonly feedId: string;
  /** Null where the registration lies before the first block. */
  readonly name: string | null;
  /** Who can change the signers now. */
  readonly admin: string | null;
  readonly epochs: readonly {
    readonly epoch: number;
    readonly quorum: number;
    readonly signers: readonly string[];
    readonly activeFrom: string;
    readonly cancelled: boolean;
  }[];
  readonly revoked: readonly string[];
  readonly ticks: number;
}

export interface AuditVenueDocument {
  readonly venueId: string;
  readonly name: string | null;
  readonly announced: number;
  readonly recorded: number;
  readonly open: number;
  readonly overdue: number;
  /** Recorded proofs that were verified again off chain. */
  readonly verified: number;
  readonly accounts: number;
  readonly charters: readonly {
    readonly index: number;
    readonly documentDigest: string;
    readonly activeFrom: string;
    readonly cancelled: boolean;
  }[];
  /** Who acts for the venue as it was registered; null where that lies before the first block. */
  readonly roles: Readonly<Record<string, string>> | null;
  /** Keys that sign account statements, retired ones too. */
  readonly statementSigners: readonly { readonly signer: string; readonly retired: boolean }[];
}

export interface AuditReceiptsDocument {
  readonly matched: number;
  readonly otherFiles: number;
}

export interface AuditPrivateDocument {
  readonly unmatched: number;
  readonly unreadable: number;
  readonly venues: readonly {
    readonly venueId: string;
    readonly scenarios: Readonly<Record<ScenarioUsed, number>>;
    readonly surfaces: number;
    /** At-the-money vol points between consecutive ticks. */
    readonly moves: readonly {
      readonly underlying: string;
      readonly expiry: string;
      readonly pairs: number;
      readonly largest: number;
      readonly median: number;
    }[];
  }[];
}

export interface AuditFindingDocument {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly venueId: string | null;
  readonly sequence: string | null;
  readonly sentence: string;
}
