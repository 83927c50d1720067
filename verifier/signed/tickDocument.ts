export const TICK_FORMAT = 'fairmark.tick.v1';

/** A tick as JSON, with the signatures that it has so far (RG-04, RG-05). Public. */
export interface TickDocument {
  readonly format: typeof TICK_FORMAT;
  /** Where the signatures count: canonical decimal, and the address of FeedRegistry in lower case; zeros off chain. */
  readonly chainId: string;
  readonly feedRegistry: string;
  /** Name of the feed; its id is the keccak-256. */
  readonly feed: string;
  readonly epoch: number;
  readonly round: number | string;
  /** `2026-03-20T12:00:00Z` */
  readonly observedAt: string;
  readonly snapshotCommitment: string;
  /** Hash of the tick before; 64 zeros for the first. */
  readonly previousTick: string;
  /** Every surface commitment that the oracle had received, at most one a venue. */
  readonly surfaces: readonly TickSurfaceDocument[];
  /** By rising address of the signer. */
  readonly signatures: readonly TickSignatureDocument[];
}

export interface TickSurfaceDocument {
  /** keccak-256 of the venue's name. */
  readonly venueId: string;
  readonly surfaceCommitment: string;
  /** Before `observedAt`. */
  readonly receivedAt: string;
}

export interface TickSignatureDocument {
  /** Address in lower case; the verifier compares it with the one that the signature gives. */
  readonly signer: string;
  /** 65 bytes, 0x and 130 hex digits. */
  readonly signature: string;
}
