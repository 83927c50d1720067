/** The public signals of every instance, in the order of the circuit's outputs. */
export const PUBLIC_SIGNALS = [
  'domain',
  'rulebookCommitment',
  'surfaceCommitment',
  'snapshotCommitment',
  'accountBefore',
  'accountAfter',
  'outcomeCommitment',
] as const;

export type PublicSignalName = (typeof PUBLIC_SIGNALS)[number];
export type PublicSignals = Record<PublicSignalName, bigint>;
