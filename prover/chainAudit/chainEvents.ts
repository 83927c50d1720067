import type { SetupKind } from '../../verifier/verificationKey.ts';
import type { ProofWords } from '../chain/proofWords.ts';

type Hex = `0x${string}`;

/** The terms that the contracts apply: `Terms` of ICharterRegistry. */
export interface EventTerms {
  readonly recordWithin: number;
  readonly roundsBehind: number;
  readonly tickAge: number;
  readonly surfaceAge: number;
  readonly roundsPerTick: number;
}

/** What an announcement fixed: `Facts` of ILiquidationRegistry. */
export interface EventFacts {
  readonly rulebookCommitment: bigint;
  readonly surfaceCommitment: bigint;
  readonly snapshotCommitment: bigint;
  readonly observedAt: number;
  readonly announcedAt: number;
  readonly deadline: number;
  readonly verifierId: number;
  readonly charterIndex: number;
  readonly round: bigint;
}

/** Arguments of the events of the four contracts, as they are decoded: integers of up to 48 bits are numbers. */
export interface EventArguments {
  VenueRegistered: {
    readonly venueId: Hex;
    readonly name: string;
    readonly accounts: Readonly<Record<'admin' | 'publisher' | 'announcer' | 'bondOwner' | 'statementSigner', Hex>>;
    readonly charterDelay: number;
  };
  CharterProposed: {
    readonly venueId: Hex;
    readonly index: number;
    readonly rulebookCommitment: bigint;
    readonly documentDigest: Hex;
    readonly activeFrom: number;
    readonly terms: EventTerms;
    readonly feeds: readonly Hex[];
    readonly document: Hex;
  };
  CharterCancelled: { readonly venueId: Hex; readonly index: number };
  StatementSignerAdded: { readonly venueId: Hex; readonly signer: Hex; readonly from: number };
  StatementSignerRetired: { readonly venueId: Hex; readonly signer: Hex; readonly until: number };
  FeedRegistered: { readonly feedId: Hex; readonly name: string; readonly admin: Hex; readonly signerDelay: number };
  SignersProposed: {
    readonly feedId: Hex;
    readonly epoch: number;
    readonly signers: readonly Hex[];
    readonly quorum: number;
    readonly activeFrom: number;
  };
  SignersCancelled: { readonly feedId: Hex; readonly epoch: number };
  SignerRevoked: { readonly feedId: Hex; readonly signer: Hex };
  FeedAdminChanged: { readonly feedId: Hex; readonly admin: Hex };
  TickAnchored: {
    readonly feedId: Hex;
    readonly round: bigint;
    readonly tickHash: Hex;
    readonly observedAt: bigint;
    readonly snapshotCommitment: bigint;
    readonly surfacesRoot: Hex;
    readonly previousTick: Hex;
  };
  VerifierAdded: {
    readonly verifierId: number;
    readonly instanceId: Hex;
    readonly verificationKeyHash: Hex;
    readonly statementVersion: number;
    readonly verifier: Hex;
    /** Place in the contract's `SetupKind`. */
    readonly kind: number;
    readonly transcriptHash: Hex;
    readonly codeHash: Hex;
    readonly activeFrom: number;
  };
  VerifierRetired: { readonly verifierId: number; readonly retiredAt: number };
  VenueOptedIn: { readonly venueId: Hex; readonly verifierId: number };
  AccountRootPublished: {
    readonly venueId: Hex;
    readonly index: bigint;
    readonly root: Hex;
    readonly publishedAt: number;
  };
  BatchAnnounced: {
    readonly venueId: Hex;
    readonly first: bigint;
    readonly tickHash: Hex;
    readonly count: bigint;
    readonly feedId: Hex;
    readonly accountRootIndex: bigint;
    readonly facts: EventFacts;
  };
  LiquidationAnnounced: {
    readonly venueId: Hex;
    readonly sequence: bigint;
    readonly handle: Hex;
    readonly accountBefore: bigint;
    readonly predecessor: bigint;
  };
  LiquidationRecorded: {
    readonly venueId: Hex;
    readonly sequence: bigint;
    readonly accountAfter: bigint;
    readonly accountBefore: bigint;
    readonly outcomeCommitment: bigint;
    readonly proof: ProofWords;
  };
  LiquidationOverdue: { readonly venueId: Hex; readonly sequence: bigint; readonly accountBefore: bigint };
  Equivocated: { readonly venueId: Hex; readonly accountNumber: bigint; readonly stateSequence: bigint };
  StaleStateLiquidated: {
    readonly venueId: Hex;
    readonly sequence: bigint;
    readonly usedState: bigint;
    readonly newerState: bigint;
  };
}

export type EventName = keyof EventArguments;

/** Contract that emits each event. */
export const EVENT_SOURCES = {
  VenueRegistered: 'CharterRegistry',
  CharterProposed: 'CharterRegistry',
  CharterCancelled: 'CharterRegistry',
  StatementSignerAdded: 'CharterRegistry',
  StatementSignerRetired: 'CharterRegistry',
  FeedRegistered: 'FeedRegistry',
  SignersProposed: 'FeedRegistry',
  SignersCancelled: 'FeedRegistry',
  SignerRevoked: 'FeedRegistry',
  FeedAdminChanged: 'FeedRegistry',
  TickAnchored: 'FeedRegistry',
  VerifierAdded: 'VerifierRegistry',
  VerifierRetired: 'VerifierRegistry',
  VenueOptedIn: 'VerifierRegistry',
  AccountRootPublished: 'LiquidationRegistry',
  BatchAnnounced: 'LiquidationRegistry',
  LiquidationAnnounced: 'LiquidationRegistry',
  LiquidationRecorded: 'LiquidationRegistry',
  LiquidationOverdue: 'LiquidationRegistry',
  Equivocated: 'LiquidationRegistry',
  StaleStateLiquidated: 'LiquidationRegistry',
} as const satisfies Record<EventName, string>;

export type ContractName = (typeof EVENT_SOURCES)[EventName];

/** In the order of the contract's `SetupKind`. */
export const SETUP_KINDS = ['development', 'ceremony'] as const satisfies readonly SetupKind[];

/** An event with its place on the chain. */
export interface ChainEvent<N extends EventName = EventName> {
  readonly name: N;
  readonly args: EventArguments[N];
  readonly block: bigint;
  /** Seconds since 1970 of the block; 0 for an event that has its time among its arguments. */
  readonly time: number;
}

/** Everything that the contracts told, from the first block that was read to the latest. */
export interface ChainHistory {
  readonly chainId: bigint;
  readonly contracts: Readonly<Record<ContractName, Hex>>;
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** Seconds since 1970 of the latest block. */
  readonly now: number;
  /** In the order of the chain. */
  readonly events: readonly ChainEvent[];
}

export function isNamed<N extends EventName>(event: ChainEvent, name: N): event is ChainEvent<N> {
  return event.name === name;
}

/** The events of one name, in the order of the chain. */
export function eventsNamed<N extends EventName>(events: readonly ChainEvent[], name: N): ChainEvent<N>[] {
  return events.filter((event): event is ChainEvent<N> => isNamed(event, name));
}
