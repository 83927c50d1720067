import type { TrustedOracle, TrustedSigners } from './signedChecks.ts';

/** Whom somebody trusts, for whatever venue and feed an opening is about. */
export interface Trust {
  readonly oracle?: TrustedOracle;
  readonly statementSigners?: readonly string[];
}

/** The trusted signers for the feed that the opening's tick names; the verifier compares it with the snapshot's. */
export function trustedSigners(openingText: string, { oracle, statementSigners }: Trust): TrustedSigners {
  const trusted = statementSigners === undefined ? {} : { statementSigners };
  if (!oracle) return trusted;
  try {
    const feed: unknown = JSON.parse(openingText)?.tick?.feed;
    return typeof feed === 'string' ? { ...trusted, oracleSigners: { [feed]: oracle } } : trusted;
  } catch {
    // The verifier says that it is no JSON.
    return trusted;
  }
}
