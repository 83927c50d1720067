export const STATEMENT_FORMAT = 'fairmark.statement.v1';

/** What a venue signs for an owner after every change of the account, as JSON (RG-13). The owner's. */
export interface StatementDocument {
  readonly format: typeof STATEMENT_FORMAT;
  /** Where the signature counts: canonical decimal, and the address of LiquidationRegistry in lower case; zeros off chain. */
  readonly chainId: string;
  readonly registry: string;
  /** The venue's name. */
  readonly venue: string;
  /** Pseudonym of the account: 0x and 64 hex digits. */
  readonly handle: string;
  readonly accountNumber: number | string;
  readonly stateSequence: number | string;
  /** `2026-03-20T12:00:00Z` */
  readonly stateTime: string;
  readonly accountCommitment: string;
  /** Address in lower case; the verifier compares it with the one that the signature gives. */
  readonly signer: string;
  /** 65 bytes, 0x and 130 hex digits. */
  readonly signature: string;
}
