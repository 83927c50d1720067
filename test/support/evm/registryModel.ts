import type { Hex } from 'viem';
import { domainValue } from '../../../circuits/commitment/domain.ts';
import type { TERMS } from './registryKit.ts';

/** An account root as the model knows it: what its leaves say. */
export interface ModelRoot {
  readonly publishedAt: bigint;
  readonly leaves: readonly (readonly [handle: Hex, state: bigint])[];
}

export interface ModelTick {
  readonly round: bigint;
  readonly observedAt: bigint;
  readonly snapshot: bigint;
  /** By venue; a venue that is not there sent none. */
  readonly surfaces: ReadonlyMap<Hex, { readonly surface: bigint; readonly receivedAt: bigint }>;
}

export interface ModelItem {
  readonly handle: Hex;
  readonly before: bigint;
  readonly chained: boolean;
  /** The root of which the Merkle proof is; none where no proof is given. */
  readonly root?: ModelRoot;
}

export interface ModelAnnouncement {
  readonly verifierId: number;
  readonly isAnnouncer: boolean;
  readonly tick: ModelTick;
  readonly rootIndex: bigint;
  readonly items: readonly ModelItem[];
}

export interface ModelRecord {
  readonly before: bigint;
  readonly after: bigint;
  readonly outcome: bigint;
  /** The signals that the proof proves; none where the proof is damaged. */
  readonly proven?: readonly bigint[];
}

/** One announced liquidation. */
export interface ModelNumber {
  readonly sequence: bigint;
  readonly first: bigint;
  readonly handle: Hex;
  readonly before: bigint;
  readonly predecessor: bigint;
  readonly verifierId: number;
  readonly charterIndex: number;
  readonly rulebook: bigint;
  readonly surface: bigint;
  readonly snapshot: bigint;
  readonly round: bigint;
  readonly observedAt: bigint;
  readonly announcedAt: bigint;
  readonly deadline: bigint;
  recorded?: { readonly after: bigint; readonly outcome: bigint; readonly at: bigint };
  isOverdue: boolean;
}

interface ModelCharter {
  readonly activeFrom: bigint;
  readonly rulebook: bigint;
  readonly terms: typeof TERMS;
}

/** One venue: everything follows from the lists of its charters, roots and numbers. */
export class ModelVenue {
  readonly charters: ModelCharter[] = [];
  readonly roots: ModelRoot[] = [];
  readonly numbers: ModelNumber[] = [];

  constructor(readonly venueId: Hex) {}

  numberFrom(state: bigint): ModelNumber | undefined {
    return this.numbers.find(({ before }) => before === state);
  }

  numberTo(state: bigint): ModelNumber | undefined {
    return this.numbers.find(({ recorded }) => recorded?.after === state);
  }

  numbersOf(handle: Hex): ModelNumber[] {
    return this.numbers.filter((number) => number.handle === handle);
  }

  counts(): [announced: bigint, recorded: bigint, overdue: bigint] {
    const count = (which: (number: ModelNumber) => boolean) => BigInt(this.numbers.filter(which).length);
    return [BigInt(this.numbers.length), count(({ recorded }) => !!recorded), count(({ isOverdue }) => isOverdue)];
  }
}

const add = (errors: Set<string>, name: string, isWrong: boolean) => {
  if (isWrong) errors.add(name);
};

/**
 * The registry by its rules (RG-07 to RG-12), written from REGISTRY.md and not from the contract: lists instead of packed
 * words, and every rule that a call breaks instead of the first. A call has to succeed exactly if it breaks none.
 */
export class RegistryModel {
  readonly venues = new Map<Hex, ModelVenue>();
  readonly retiredAt = new Map<number, bigint>();
  private newestRound = 0n;

  constructor(
    private readonly binding: { readonly chainId: bigint; readonly registry: Hex },
    /** Instance by verifier id. */
    private readonly instances: ReadonlyMap<number, Hex>,
  ) {}

  venue(venueId: Hex): ModelVenue {
    const known = this.venues.get(venueId) ?? new ModelVenue(venueId);
    this.venues.set(venueId, known);
    return known;
  }

  anchor({ round }: ModelTick): void {
    if (round > this.newestRound) this.newestRound = round;
  }

  /** The signals that a number has to be proven with. */
  signals(venue: ModelVenue, number: ModelNumber, after: bigint, outcome: bigint): bigint[] {
    const domain = domainValue({
      ...this.binding,
      statementVersion: 1,
      instanceId: this.instances.get(number.verifierId)!,
      venueId: venue.venueId,
      sequence: number.sequence,
    });
    return [domain, number.rulebook, number.surface, number.snapshot, number.before, after, outcome];
  }

  /** The errors of which an announcement may be refused with any, and the numbers that it makes if there are none. */
  judgeAnnouncement(venue: ModelVenue, call: ModelAnnouncement, now: bigint): Judged<ModelNumber[]> {
    const { tick, rootIndex, verifierId } = call;
    const errors = new Set<string>();
    add(errors, 'AccessControlUnauthorizedAccount', !call.isAnnouncer);
    add(errors, 'VerifierUnknown', !this.instances.has(verifierId));
    add(errors, 'VerifierIsRetired', this.retiredAt.has(verifierId));
    add(errors, 'NothingAnnounced', call.items.length === 0);
    const charterIndex = venue.charters.filter(({ activeFrom }) => activeFrom <= tick.observedAt).length - 1;
    const charter = venue.charters[charterIndex];
    if (!charter) throw new Error('the walk starts with charters in force');
    const { terms } = charter;
    const newest = tick.round > this.newestRound ? tick.round : this.newestRound;
    add(errors, 'TickTooOld', newest - tick.round > BigInt(terms.roundsBehind));
    add(errors, 'TickExpired', now - tick.observedAt > BigInt(terms.tickAge));
    const surface = tick.surfaces.get(venue.venueId);
    add(errors, 'SurfaceNotInTick', !surface);
    add(errors, 'SurfaceLate', !!surface && surface.receivedAt >= tick.observedAt);
    add(errors, 'SurfaceTooOld', !!surface && tick.observedAt - surface.receivedAt > BigInt(terms.surfaceAge));
    const before = venue.roots.filter(({ publishedAt }) => publishedAt < tick.observedAt).length;
    const root = venue.roots[Number(rootIndex) - 1];
    add(errors, 'AccountRootUnknown', rootIndex > BigInt(venue.roots.length));
    add(errors, 'AccountRootLate', rootIndex > BigInt(before));
    add(errors, 'AccountRootOld', rootIndex !== 0n && rootIndex < BigInt(before));

    const first = BigInt(venue.numbers.length) + 1n;
    const made: ModelNumber[] = [];
    for (const item of call.items) {
      const own = [...venue.numbers, ...made].filter(({ handle }) => handle === item.handle);
      if (item.chained) {
        add(errors, 'NoPredecessor', own.length === 0);
        add(errors, 'ProofNotExpected', item.root !== undefined);
      } else {
        const isLeaf = item.root?.leaves.some(([handle, state]) => handle === item.handle && state === item.before);
        add(errors, 'AccountNotInRoot', !root || item.root !== root || !isLeaf);
        add(errors, 'AccountRootNotLater', !!root && own.some(({ announcedAt }) => announcedAt >= root.publishedAt));
      }
      add(
        errors,
        'TickNotLater',
        own.some(({ observedAt }) => observedAt > tick.observedAt),
      );
      const atTick = own.filter(({ observedAt }) => observedAt === tick.observedAt).length;
      add(errors, 'TooManyRounds', atTick >= terms.roundsPerTick);
      add(
        errors,
        'StateConsumed',
        [...venue.numbers, ...made].some((number) => number.before === item.before),
      );
      made.push({
        sequence: first + BigInt(made.length),
        first,
        handle: item.handle,
        before: item.before,
        predecessor: item.chained ? (own.at(-1)?.sequence ?? 0n) : 0n,
        verifierId,
        charterIndex,
        rulebook: charter.rulebook,
        surface: surface?.surface ?? 0n,
        snapshot: tick.snapshot,
        round: tick.round,
        observedAt: tick.observedAt,
        announcedAt: now,
        deadline: now + BigInt(terms.recordWithin),
        isOverdue: false,
      });
    }
    return { errors, outcome: made };
  }

  /** The same for a record or a batch of them: the items that are new. */
  judgeRecords(venue: ModelVenue, records: readonly ModelRecord[], now: bigint): Judged<ModelRecord[]> {
    const errors = new Set<string>();
    const fresh: { number: ModelNumber; record: ModelRecord }[] = [];
    for (const record of records) {
      const number = venue.numberFrom(record.before);
      if (!number) {
        errors.add('NotAnnounced');
        continue;
      }
      const known = number.recorded ?? fresh.find((other) => other.number === number)?.record;
      if (known) {
        add(errors, 'RecordContradicts', known.after !== record.after || known.outcome !== record.outcome);
        continue;
      }
      add(errors, 'NotOpen', number.isOverdue);
      add(errors, 'DeadlinePassed', now > number.deadline);
      add(errors, 'VerifierIsRetired', this.retiredAt.has(number.verifierId));
      add(
        errors,
        'MixedVerifiers',
        fresh.some((other) => other.number.verifierId !== number.verifierId),
      );
      const producer =
        venue.numberTo(record.before) ?? fresh.find((other) => other.record.after === record.before)?.number;
      const isWaiting = number.predecessor !== 0n && producer?.sequence !== number.predecessor;
      add(errors, 'PredecessorNotRecorded', isWaiting);
      const isProduced = venue.numberTo(record.after) || fresh.some((other) => other.record.after === record.after);
      add(errors, 'StateProduced', !!isProduced);
      const needed = this.signals(venue, number, record.after, record.outcome);
      const isProven = record.proven?.every((signal, i) => signal === needed[i]) === true;
      add(errors, 'ProofInvalid', !isProven);
      fresh.push({ number, record });
    }
    return { errors, outcome: fresh.map(({ record }) => record) };
  }

  /** The same for overdue numbers. */
  judgeFlags(venue: ModelVenue, states: readonly bigint[], now: bigint): Judged<ModelNumber[]> {
    const errors = new Set<string>();
    const flagged: ModelNumber[] = [];
    for (const state of states) {
      const number = venue.numberFrom(state);
      if (!number) {
        errors.add('NotAnnounced');
        continue;
      }
      add(errors, 'NotOpen', !!number.recorded || number.isOverdue || flagged.includes(number));
      add(errors, 'DeadlineNotPassed', now <= number.deadline);
      const retiredAt = this.retiredAt.get(number.verifierId);
      add(errors, 'VerifierIsRetired', retiredAt !== undefined && retiredAt <= number.deadline);
      flagged.push(number);
    }
    return { errors, outcome: flagged };
  }
}

/** A call succeeds exactly if `errors` is empty; else one of them refuses it. */
interface Judged<T> {
  readonly errors: ReadonlySet<string>;
  readonly outcome: T;
}
