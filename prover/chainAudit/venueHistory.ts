import { type ChainEvent, type EventArguments, type EventFacts, eventsNamed, isNamed } from './chainEvents.ts';

type Hex = `0x${string}`;

/** A charter as it was proposed. */
export interface VenueCharter {
  readonly proposal: EventArguments['CharterProposed'];
  /** Seconds since 1970. */
  readonly proposedAt: number;
  /** When it was taken back; `undefined` if it was not. */
  readonly cancelledAt: number | undefined;
}

/** A batch of announcements. */
export interface VenueBatch {
  readonly announcement: EventArguments['BatchAnnounced'];
  /** Time and place of the announcement on the chain. */
  readonly event: ChainEvent<'BatchAnnounced'>;
}

/** One announced liquidation with what became of it. */
export interface VenueLiquidation {
  readonly sequence: bigint;
  readonly handle: Hex;
  readonly accountBefore: bigint;
  /** Number of the liquidation that it continues; 0 for none. */
  readonly predecessor: bigint;
  /** What its batch fixed; `undefined` where no batch has its number. */
  readonly facts: EventFacts | undefined;
  readonly batch: EventArguments['BatchAnnounced'] | undefined;
  readonly record: EventArguments['LiquidationRecorded'] | undefined;
  /** Seconds since 1970; 0 if it is not recorded. */
  readonly recordedAt: number;
  /** Whether somebody flagged it as overdue. */
  readonly isFlagged: boolean;
}

/** Everything that the chain tells of one venue. */
export interface VenueHistory {
  readonly venueId: Hex;
  /** Empty where the registration lies before the first block that was read. */
  readonly name: string;
  readonly registration: EventArguments['VenueRegistered'] | undefined;
  /** By index, cancelled ones too. */
  readonly charters: readonly VenueCharter[];
  /** By index, from one. */
  readonly roots: readonly EventArguments['AccountRootPublished'][];
  readonly batches: readonly VenueBatch[];
  /** By number. */
  readonly liquidations: readonly VenueLiquidation[];
  /** Ids of verifiers that it accepted. */
  readonly chosenVerifiers: ReadonlySet<number>;
  readonly signersAdded: readonly EventArguments['StatementSignerAdded'][];
  readonly signersRetired: readonly EventArguments['StatementSignerRetired'][];
  readonly equivocations: readonly EventArguments['Equivocated'][];
  readonly staleStates: readonly EventArguments['StaleStateLiquidated'][];
}

/** The histories of all venues that the events name, in the order of their first event. */
export function venueHistories(events: readonly ChainEvent[]): VenueHistory[] {
  const byVenue = new Map<Hex, ChainEvent[]>();
  for (const event of events) {
    if (!('venueId' in event.args)) continue;
    const its = byVenue.get(event.args.venueId);
    if (its) its.push(event);
    else byVenue.set(event.args.venueId, [event]);
  }
  return [...byVenue].map(([venueId, its]) => venueHistory(venueId, its));
}

function venueHistory(venueId: Hex, events: readonly ChainEvent[]): VenueHistory {
  const argumentsOf = <N extends keyof EventArguments>(name: N) => eventsNamed(events, name).map(({ args }) => args);
  const [registration] = argumentsOf('VenueRegistered');
  const cancelled = new Map(eventsNamed(events, 'CharterCancelled').map(({ args, time }) => [args.index, time]));
  const batches = eventsNamed(events, 'BatchAnnounced').map((event) => ({ announcement: event.args, event }));
  const records = new Map(eventsNamed(events, 'LiquidationRecorded').map((event) => [event.args.sequence, event]));
  const flagged = new Set(argumentsOf('LiquidationOverdue').map(({ sequence }) => sequence));
  const liquidations: VenueLiquidation[] = [];
  let batch: EventArguments['BatchAnnounced'] | undefined;
  for (const event of events) {
    if (isNamed(event, 'BatchAnnounced')) batch = event.args;
    if (!isNamed(event, 'LiquidationAnnounced')) continue;
    const { sequence, handle, accountBefore, predecessor } = event.args;
    const isOfBatch = batch && sequence >= batch.first && sequence < batch.first + batch.count;
    const record = records.get(sequence);
    liquidations.push({
      sequence,
      handle,
      accountBefore,
      predecessor,
      facts: isOfBatch ? batch?.facts : undefined,
      batch: isOfBatch ? batch : undefined,
      record: record?.args,
      recordedAt: record?.time ?? 0,
      isFlagged: flagged.has(sequence),
    });
  }
  return {
    venueId,
    name: registration?.name ?? '',
    registration,
    charters: eventsNamed(events, 'CharterProposed').map(({ args, time }) => ({
      proposal: args,
      proposedAt: time,
      cancelledAt: cancelled.get(args.index),
    })),
    roots: argumentsOf('AccountRootPublished'),
    batches,
    liquidations,
    chosenVerifiers: new Set(argumentsOf('VenueOptedIn').map(({ verifierId }) => verifierId)),
    signersAdded: argumentsOf('StatementSignerAdded'),
    signersRetired: argumentsOf('StatementSignerRetired'),
    equivocations: argumentsOf('Equivocated'),
    staleStates: argumentsOf('StaleStateLiquidated'),
  };
}
