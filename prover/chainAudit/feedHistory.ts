import { type ChainEvent, type EventArguments, eventsNamed } from './chainEvents.ts';

type Hex = `0x${string}`;

/** Signers of a feed for a time. */
export interface FeedEpoch {
  readonly proposal: EventArguments['SignersProposed'];
  readonly isCancelled: boolean;
}

/** Who controls a feed, and the ticks of it that the chain knows. */
export interface FeedHistory {
  readonly feedId: Hex;
  readonly name: string;
  /** Every address that administered it, the latest last. */
  readonly admins: readonly Hex[];
  readonly epochs: readonly FeedEpoch[];
  readonly revoked: readonly Hex[];
  /** By round. */
  readonly ticks: readonly ChainEvent<'TickAnchored'>[];
}

/** The histories of all feeds that the events name, in the order of their first event. */
export function feedHistories(events: readonly ChainEvent[]): FeedHistory[] {
  const registered = eventsNamed(events, 'FeedRegistered').map(({ args }) => args);
  const changed = eventsNamed(events, 'FeedAdminChanged').map(({ args }) => args);
  const proposals = eventsNamed(events, 'SignersProposed').map(({ args }) => args);
  const cancelled = eventsNamed(events, 'SignersCancelled').map(({ args }) => args);
  const revoked = eventsNamed(events, 'SignerRevoked').map(({ args }) => args);
  const ticks = eventsNamed(events, 'TickAnchored');
  const ids = new Set(
    [...registered, ...proposals].map(({ feedId }) => feedId).concat(ticks.map(({ args }) => args.feedId)),
  );
  return [...ids].map((feedId) => {
    const of = <T extends { readonly feedId: Hex }>(list: readonly T[]) => list.filter((its) => its.feedId === feedId);
    return {
      feedId,
      name: of(registered)[0]?.name ?? '',
      admins: [...of(registered), ...of(changed)].map(({ admin }) => admin.toLowerCase() as Hex),
      epochs: of(proposals).map((proposal) => ({
        proposal,
        isCancelled: of(cancelled).some(({ epoch }) => epoch === proposal.epoch),
      })),
      revoked: of(revoked).map(({ signer }) => signer.toLowerCase() as Hex),
      ticks: ticks.filter(({ args }) => args.feedId === feedId).sort((a, b) => (a.args.round < b.args.round ? -1 : 1)),
    };
  });
}
