import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { InputError } from '../../circuits/errors.ts';
import type { Snapshot } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { nameTag, writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import type { SigningPlace } from '../../verifier/signed/signingPlace.ts';
import { type TickSurface, tickHash, type UnsignedTick } from '../../verifier/signed/tick.ts';

export interface DraftTickOptions {
  readonly place: SigningPlace;
  readonly epoch: bigint;
  /** In any order. */
  readonly surfaces: readonly TickSurface[];
  /** The tick before, or only its hash; left out for the first of a feed. */
  readonly previous?: UnsignedTick | `0x${string}` | undefined;
}

const FIRST: `0x${string}` = `0x${'0'.repeat(64)}`;

/**
 * The tick that an oracle signs over a snapshot and the surfaces that it had before (RG-04, RG-05). Where the tick before
 * is given, the snapshot has to continue it.
 *
 * @throws InputError `FEED_UNNAMED` (the charter has no name for the snapshot's feed), `TICK_PREVIOUS`
 */
export function draftTick(snapshot: Snapshot, published: PublishedCharter, options: DraftTickOptions): UnsignedTick {
  const { place, epoch, surfaces, previous } = options;
  const feed = published.document.feeds.find((name) => nameTag(name) === snapshot.feed);
  if (feed === undefined) {
    throw new InputError('FEED_UNNAMED', 'the charter has no name for the feed of the snapshot', { field: 'feed' });
  }
  const tick: UnsignedTick = {
    place,
    feed,
    epoch,
    round: snapshot.round,
    observedAt: snapshot.time,
    snapshotCommitment: snapshotCommitment(snapshot),
    previousTick: typeof previous === 'string' ? previous : previous ? tickHash(previous) : FIRST,
    surfaces: [...surfaces].sort((one, other) => (one.venueId < other.venueId ? -1 : 1)),
  };
  if (typeof previous === 'object') checkContinues(tick, snapshot, previous);
  return tick;
}

function checkContinues(tick: UnsignedTick, snapshot: Snapshot, previous: UnsignedTick): void {
  const rows: [holds: boolean, why: string][] = [
    [previous.feed === tick.feed, `is of the feed ${JSON.stringify(previous.feed)}`],
    [
      previous.place.chainId === tick.place.chainId &&
        previous.place.verifyingContract === tick.place.verifyingContract,
      'was signed for another chain or contract',
    ],
    [previous.round + 1n === tick.round, `is of round ${previous.round}, and the snapshot of round ${tick.round}`],
    [previous.observedAt < tick.observedAt, 'was not observed before the snapshot'],
    [
      previous.snapshotCommitment === snapshot.previous,
      `has the snapshot ${writeFieldElement(previous.snapshotCommitment)}, which is not the one that this snapshot follows`,
    ],
  ];
  const wrong = rows.find(([holds]) => !holds);
  if (!wrong) return;
  throw new InputError('TICK_PREVIOUS', `the tick before ${wrong[1]}`, {
    field: '--previous',
    remedy: 'Give the tick of the round before.',
  });
}
