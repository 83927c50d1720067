import type { Hex } from 'viem';
import { expect } from 'vitest';
import { domainValue } from '../../../circuits/commitment/domain.ts';
import type { Draws } from '../../../prover/accounts/draws.ts';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { type EvmResult, EvmRevert } from './evmChain.ts';
import { LiquidationScene, type MarketTick, type ProvenItem, type PublishedRoot } from './liquidationScene.ts';
import type { AnythingProver } from './provenItems.ts';
import { ACTORS, DAY, idOf, NOTICE, RegistryKit, TERMS } from './registryKit.ts';
import { RegistryLedger } from './registryLedger.ts';
import {
  type ModelAnnouncement,
  type ModelItem,
  type ModelNumber,
  type ModelRecord,
  type ModelRoot,
  type ModelTick,
  type ModelVenue,
  RegistryModel,
} from './registryModel.ts';

/** Short terms, so that a walk of seconds and minutes crosses every limit. */
const SHORT: typeof TERMS = { recordWithin: 200, roundsBehind: 2, tickAge: 60, surfaceAge: 30, roundsPerTick: 2 };
const SECONDS = [0, 0, 1, 1, 2, 5, 10, 20, 61, 150] as const;
const HANDLES = [0, 1, 2, 3, 4, 5, 6].map((i) => idOf(`account ${i}`)) as [Hex, ...Hex[]];
/** Of verifiers 1, 2 and 3, which have one key; the first is the kit's. */
const INSTANCE_NAMES = ['anything', 'second', 'third'];
const INSTANCES: ReadonlyMap<number, Hex> = new Map(INSTANCE_NAMES.map((name, i) => [i + 1, idOf(name)]));
/** An announced item with the Merkle proof that is sent. */
type SentItem = ModelItem & { readonly proof: readonly Hex[] };
type SentAnnouncement = Omit<ModelAnnouncement, 'items'> & { readonly items: readonly SentItem[] };

/**
 * A random history of two venues on one deployment. Each action is judged by `RegistryModel` before it is sent: the
 * registry has to refuse it by a rule that it breaks, or to accept it and to end where the model ends. What was accepted
 * is checked on the events alone by `RegistryLedger`; what was refused has left every storage slot as it was.
 */
export class RegistryWalk {
  readonly ledger = new RegistryLedger();
  readonly tally = { accepted: new Map<string, number>(), refused: new Map<string, number>() };
  private readonly history: string[] = [];
  private readonly markets: { readonly market: MarketTick; readonly tick: ModelTick }[] = [];
  private readonly published = new Map<ModelRoot, PublishedRoot>();
  /** The state that a number is to end in, by venue and number. */
  private readonly planned = new Map<string, bigint>();
  private readonly proofs = new Map<string, ProofWords>();
  private readonly lastState = new Map<Hex, bigint>();
  private steps = 0;

  private constructor(
    private readonly scene: LiquidationScene,
    private readonly model: RegistryModel,
    private readonly draws: Draws,
    readonly venueIds: readonly [Hex, Hex],
  ) {}

  static async create(prover: AnythingProver, verifier: ContractArtifact, draws: Draws): Promise<RegistryWalk> {
    const kit = await RegistryKit.create(prover, verifier);
    const other = await kit.registerVenue('Other Venue');
    const venueIds = [kit.venueId, other] as const;
    for (const name of INSTANCE_NAMES.slice(1)) {
      const verifierId = await kit.addVerifier(name);
      for (const venueId of venueIds) await kit.optIn(venueId, verifierId);
    }
    kit.chain.warp(NOTICE);
    const model = new RegistryModel(
      { chainId: kit.chain.chainId, registry: kit.addresses.LiquidationRegistry },
      INSTANCES,
    );
    // The kit's own venue starts with a charter of the kit's terms.
    model.venue(kit.venueId).charters.push({ activeFrom: 0n, rulebook: 111n, terms: TERMS });
    for (const venueId of venueIds) {
      await kit.proposeCharter(venueId, { rulebook: 1_000n, terms: SHORT });
      model.venue(venueId).charters.push({ activeFrom: kit.chain.timestamp + DAY, rulebook: 1_000n, terms: SHORT });
    }
    kit.chain.warp(DAY);
    const walk = new RegistryWalk(new LiquidationScene(kit), model, draws, venueIds);
    for (const venueId of venueIds) await walk.publishRoot(venueId);
    await walk.observe();
    return walk;
  }

  /** One random action. */
  async step(): Promise<void> {
    this.steps++;
    try {
      if (this.draws.chance(0.5)) this.warp(BigInt(this.draws.pick(SECONDS)));
      await this.act();
      if (this.steps % 25 === 0) await this.compareAll();
    } catch (error) {
      const last = this.history.slice(-12).join('\n');
      throw new Error(`step ${this.steps}: ${error instanceof Error ? error.message : error}\n${last}`, {
        cause: error,
      });
    }
  }

  /** Every view of every venue against the model. */
  async compareAll(): Promise<void> {
    for (const venueId of this.venueIds) {
      const venue = this.model.venue(venueId);
      const after = venue.numbers.flatMap(({ recorded }) => (recorded ? [recorded.after] : []));
      await this.compareStates(venue, [...venue.numbers.map(({ before }) => before), ...after]);
      for (const handle of HANDLES) {
        const own = venue.numbersOf(handle);
        const last = own.at(-1);
        expect(await this.scene.view('headOf', venueId, handle)).toEqual({
          lastSequence: Number(last?.sequence ?? 0n),
          lastAnnouncedAt: Number(last?.announcedAt ?? 0n),
          lastObservedAt: Number(last?.observedAt ?? 0n),
          roundsAtTick: own.filter(({ observedAt }) => observedAt === last?.observedAt).length,
        });
      }
      for (const number of venue.numbers.filter(({ sequence, first }) => sequence === first)) {
        expect(await this.scene.view('factsOf', venueId, number.first)).toEqual({
          rulebookCommitment: number.rulebook,
          surfaceCommitment: number.surface,
          snapshotCommitment: number.snapshot,
          observedAt: Number(number.observedAt),
          announcedAt: Number(number.announcedAt),
          deadline: Number(number.deadline),
          verifierId: number.verifierId,
          charterIndex: number.charterIndex,
          round: number.round,
        });
      }
      expect(await this.scene.view('accountRootCount', venueId)).toBe(BigInt(venue.roots.length));
    }
    await this.compareCounts();
  }

  /** The domain of a number (FM-01). */
  domainOf(venueId: Hex, sequence: bigint, verifierId: number): bigint {
    const { chain, addresses } = this.scene.kit;
    return domainValue({
      statementVersion: 1,
      instanceId: INSTANCES.get(verifierId)!,
      chainId: chain.chainId,
      registry: addresses.LiquidationRegistry,
      venueId,
      sequence,
    });
  }

  private get now(): bigint {
    return this.scene.kit.chain.timestamp;
  }

  private warp(seconds: bigint): void {
    this.scene.kit.chain.warp(seconds);
    this.history.push(`warp ${seconds}`);
  }

  private act(): Promise<void> {
    const venue = this.model.venue(this.venueIds[this.draws.whole(0, 1)]!);
    const at = this.draws.between(0, 1);
    if (at < 0.1) return this.publishRoot(venue.venueId);
    if (at < 0.22) return this.observe();
    if (at < 0.26) return this.anchor();
    if (at < 0.5) return this.announce(venue);
    if (at < 0.88) return this.record(venue);
    if (at < 0.98) return this.flag(venue);
    if (at < 0.99) return this.retire();
    return this.propose(venue);
  }

  /** Sends, and holds the answer against the judgement. */
  private async send(
    action: string,
    errors: ReadonlySet<string>,
    send: () => Promise<EvmResult>,
    actedFor?: Hex,
  ): Promise<EvmResult | undefined> {
    const before = await this.scene.storage();
    this.history.push(`${action} ${this.now} ${[...errors].join(' ')}`);
    let sent: EvmResult;
    try {
      sent = await send();
    } catch (error) {
      if (!(error instanceof EvmRevert)) throw error;
      expect([...errors], `${action} was refused by ${error.message}`).toContain(error.errorName);
      expect(await this.scene.storage(), 'a refused call changes nothing').toEqual(before);
      const key = `${action} ${error.errorName}`;
      this.tally.refused.set(key, (this.tally.refused.get(key) ?? 0) + 1);
      return undefined;
    }
    expect([...errors], `${action} was accepted`).toEqual([]);
    this.ledger.take(sent.logs, this.now, actedFor);
    this.tally.accepted.set(action, (this.tally.accepted.get(action) ?? 0) + 1);
    return sent;
  }

  /** A state that nothing has named before. */
  private freshState(venueId: Hex): bigint {
    // By venue: both venues have states of the same value, which must not meet.
    const state = (this.lastState.get(venueId) ?? 0n) + 1n;
    this.lastState.set(venueId, state);
    return state;
  }

  private plannedAfter(venueId: Hex, sequence: bigint): bigint {
    const key = `${venueId} ${sequence}`;
    const state = this.planned.get(key) ?? this.freshState(venueId);
    this.planned.set(key, state);
    return state;
  }

  private async publishRoot(venueId: Hex): Promise<void> {
    const venue = this.model.venue(venueId);
    const leaves = HANDLES.map((handle): readonly [Hex, bigint] => {
      const last = venue.numbersOf(handle).at(-1);
      if (last?.recorded && this.draws.chance(0.5)) return [handle, last.recorded.after];
      const used = this.draws.chance(0.1) ? this.draws.pick(venue.numbers) : undefined;
      return [handle, used?.before ?? this.freshState(venueId)];
    });
    if (this.draws.chance(0.3)) leaves.push([HANDLES[0], this.freshState(venueId)]);
    if (this.draws.chance(0.3)) leaves.push([HANDLES[1]!, leaves[2]![1]]);
    const root = await this.scene.publishRoot(leaves, venueId);
    this.history.push(`publishRoot ${this.now}`);
    const known = { publishedAt: root.publishedAt, leaves };
    venue.roots.push(known);
    this.published.set(known, root);
  }

  /** A tick of this second, with a surface of most venues. */
  private async observe(): Promise<void> {
    if (this.markets.at(-1)?.tick.observedAt === this.now) this.warp(1n);
    const observedAt = this.now;
    const surfaces = new Map<Hex, { surface: bigint; receivedAt: bigint }>();
    for (const venueId of this.venueIds) {
      if (this.draws.chance(0.05)) continue;
      const age = this.draws.chance(0.9)
        ? this.draws.whole(1, 30)
        : this.draws.chance(0.5)
          ? 31
          : this.draws.whole(-1, 0);
      surfaces.set(venueId, { surface: BigInt(this.draws.whole(1, 1e6)), receivedAt: observedAt - BigInt(age) });
    }
    const snapshotCommitment = BigInt(this.draws.whole(1, 1e6));
    const entries = [...surfaces].map(([venueId, { surface, receivedAt }]) => [venueId, surface, receivedAt] as const);
    const market = await this.scene.market({ snapshotCommitment }, entries);
    const tick = { round: market.tick.round, observedAt, snapshot: snapshotCommitment, surfaces };
    this.markets.push({ market, tick });
    this.history.push(`observe ${observedAt}, round ${tick.round}`);
  }

  private async anchor(): Promise<void> {
    const { market, tick } = this.draws.pick(this.markets.slice(-4))!;
    const { tick: message, signatures } = market;
    await this.send('anchor', new Set(), () => this.scene.kit.send('FeedRegistry', 'anchor', [message, signatures]));
    this.model.anchor(tick);
  }

  private async announce(venue: ModelVenue): Promise<void> {
    const { draws } = this;
    let call = await this.drawCall(venue);
    if (call.items.length === 0) {
      await this.publishRoot(venue.venueId);
      this.warp(1n);
      await this.observe();
      call = await this.drawCall(venue);
    }
    if (draws.chance(0.4)) call = this.spoil(venue, call);
    const { items, tick } = call;
    const { market } = this.markets.find((known) => known.tick === tick)!;
    const { errors, outcome } = this.model.judgeAnnouncement(venue, call, this.now);
    const { venueId } = venue;
    const surface = tick.surfaces.has(venueId)
      ? market.surfaceOf(venueId)
      : { surfaceCommitment: 1n, receivedAt: tick.observedAt - 1n, proof: [] };
    const sent = await this.send(
      'announce',
      errors,
      () =>
        this.scene.announce({
          items: items.map(({ handle, before, chained, proof }) => ({ handle, accountBefore: before, chained, proof })),
          market,
          rootIndex: call.rootIndex,
          venueId,
          verifierId: call.verifierId,
          surface,
          from: call.isAnnouncer ? ACTORS.announcer : ACTORS.stranger,
        }),
      venueId,
    );
    if (!sent) return;
    this.model.anchor(tick);
    expect(sent.result).toBe(outcome[0]!.sequence);
    venue.numbers.push(...outcome);
    await this.compareStates(
      venue,
      outcome.map(({ before }) => before),
    );
    await this.compareCounts();
  }

  /** An announcement at the newest tick that breaks no rule of its items. */
  private async drawCall(venue: ModelVenue): Promise<SentAnnouncement> {
    const { draws } = this;
    if (this.now - this.markets.at(-1)!.tick.observedAt > 30n) await this.observe();
    const { tick } = this.markets.at(-1)!;
    const preceding = venue.roots.filter(({ publishedAt }) => publishedAt < tick.observedAt).length;
    const verifierId = draws.pick([1, 2, 3].filter((id) => !this.model.retiredAt.has(id)))!;
    let call: SentAnnouncement = { tick, verifierId, isAnnouncer: true, rootIndex: BigInt(preceding), items: [] };
    const wanted = draws.whole(1, 4);
    for (let tries = 0; tries < 16 && call.items.length < wanted; tries++) {
      const item = this.drawItem(venue, call);
      if (!item) continue;
      const more = { ...call, items: [...call.items, item] };
      if (this.model.judgeAnnouncement(venue, more, this.now).errors.size === 0) call = more;
    }
    return call;
  }

  /** A liquidation to announce that may be in order. */
  private drawItem(venue: ModelVenue, call: ModelAnnouncement): SentItem | undefined {
    const { draws } = this;
    const root = venue.roots[Number(call.rootIndex) - 1];
    if (draws.chance(0.6)) {
      if (!root) return undefined;
      const [handle, before] = draws.pick(root.leaves)!;
      return { handle, before, chained: false, root, proof: this.merkleProof(root, handle, before) };
    }
    const handle = draws.pick(HANDLES);
    const made = this.model.judgeAnnouncement(venue, call, this.now).outcome;
    const last = [...venue.numbers, ...made].filter((number) => number.handle === handle).at(-1);
    const before = last ? this.plannedAfter(venue.venueId, last.sequence) : this.freshState(venue.venueId);
    return { handle, before, chained: true, proof: [] };
  }

  /** The call with one thing wrong, or at least unusual. */
  private spoil(venue: ModelVenue, call: SentAnnouncement): SentAnnouncement {
    const { draws } = this;
    const root = venue.roots[Number(call.rootIndex) - 1] ?? venue.roots[0]!;
    const { venueId } = venue;
    const handle = draws.pick(HANDLES);
    const used = draws.pick([...venue.numbers, ...call.items])?.before ?? 1n;
    const withItem = (item: SentItem) => ({ ...call, items: [...call.items, item] });
    const leafItem = (of: ModelRoot, shown: Hex, before: bigint) =>
      withItem({ handle: shown, before, chained: false, root: of, proof: this.merkleProof(of, shown, before) });
    switch (draws.whole(0, 13)) {
      case 0:
        return { ...call, isAnnouncer: false };
      case 1:
        return { ...call, verifierId: draws.pick([2, 3, 9]) };
      case 2:
        return { ...call, items: [] };
      case 3:
        return { ...call, rootIndex: call.rootIndex + BigInt(draws.pick([-1, 1, 9])) };
      case 4:
        return { ...call, tick: draws.pick(this.markets.slice(-5))!.tick };
      case 5:
        this.warp(BigInt(draws.pick([31, 60, 61])));
        return call;
      // A state that is consumed, or of another handle, or of another root.
      case 6:
        return leafItem(root, handle, used);
      case 7:
        return leafItem(root, handle, draws.pick(root.leaves)![1]);
      case 8: {
        const other = draws.pick(venue.roots)!;
        return leafItem(other, ...draws.pick(other.leaves)!);
      }
      case 9:
        return leafItem(root, ...draws.pick(root.leaves)!);
      // Chained: a consumed state, nothing before it, a proof that is not asked for, round after round.
      case 10:
        return withItem({ handle, before: used, chained: true, proof: [] });
      case 11:
        return withItem({ handle: idOf('nobody yet'), before: this.freshState(venueId), chained: true, proof: [] });
      case 12: {
        const before = this.freshState(venueId);
        const proof = this.merkleProof(root, handle, before);
        return withItem({ handle, before, chained: true, root, proof });
      }
      default: {
        const rounds = [0, 1, 2].map(() => ({ handle, before: this.freshState(venueId), chained: true, proof: [] }));
        return { ...call, items: [...call.items, ...rounds] };
      }
    }
  }

  /** The proof of this leaf, or where the root does not have it, of another. */
  private merkleProof(root: ModelRoot, handle: Hex, state: bigint): readonly Hex[] {
    const leaf = root.leaves.find((other) => other[0] === handle && other[1] === state) ?? root.leaves[0]!;
    return this.published.get(root)!.item(leaf[0], leaf[1]).proof;
  }

  private async record(venue: ModelVenue): Promise<void> {
    const { draws } = this;
    if (venue.numbers.length === 0) return;
    let records: ModelRecord[] = [];
    const wanted = draws.whole(1, 4);
    for (const number of venue.numbers) {
      if (number.recorded || records.length >= wanted) continue;
      const more = [...records, this.rightRecord(venue, number)];
      if (this.model.judgeRecords(venue, more, this.now).errors.size === 0) records = more;
    }
    // Repetitions stand anywhere among the new ones.
    const repeated = draws.pick(venue.numbers.filter(({ recorded }) => recorded));
    if (repeated && draws.chance(0.15)) {
      records.splice(draws.whole(0, records.length), 0, this.rightRecord(venue, repeated));
    }
    if (records.length === 0) {
      if (draws.chance(0.8)) return this.announce(venue);
      records.push(this.rightRecord(venue, draws.pick(venue.numbers)!));
    }
    if (draws.chance(0.4)) records = this.spoilRecords(venue, records);
    const { errors, outcome } = this.model.judgeRecords(venue, records, this.now);
    const items: ProvenItem[] = [];
    for (const record of records) {
      items.push({
        accountBefore: record.before,
        accountAfter: record.after,
        outcomeCommitment: record.outcome,
        proof: await this.proofOf(record),
      });
    }
    const { venueId } = venue;
    const isSingle = items.length === 1 && draws.chance(0.6);
    const sent = await this.send(
      isSingle ? 'record' : 'recordBatch',
      errors,
      () => (isSingle ? this.scene.record(items[0]!, venueId) : this.scene.recordBatch(items, venueId)),
      venueId,
    );
    if (!sent) return;
    const sequence = venue.numberFrom(records[0]!.before)!.sequence;
    expect(sent.result).toBe(isSingle ? sequence : BigInt(outcome.length));
    expect(sent.logs).toHaveLength(outcome.length);
    for (const { before, after, outcome: commitment } of outcome) {
      venue.numberFrom(before)!.recorded = { after, outcome: commitment, at: this.now };
    }
    await this.compareStates(
      venue,
      records.flatMap(({ before, after }) => [before, after]),
    );
    await this.compareCounts();
  }

  /** What a number is recorded with: the planned state and an outcome that follows from it. */
  private rightRecord(venue: ModelVenue, number: ModelNumber): ModelRecord {
    const after = number.recorded?.after ?? this.plannedAfter(venue.venueId, number.sequence);
    const outcome = number.recorded?.outcome ?? after + 500_000n;
    const proven = this.model.signals(venue, number, after, outcome);
    return { before: number.before, after, outcome, proven };
  }

  /** The records with one thing wrong: in a state, in what is said, in what a proof proves, or in their order. */
  private spoilRecords(venue: ModelVenue, records: readonly ModelRecord[]): ModelRecord[] {
    const { draws } = this;
    const { venueId } = venue;
    const place = draws.whole(0, records.length - 1);
    const right = records[place]!;
    const number = venue.numberFrom(right.before)!;
    const replaced = (record: ModelRecord) => records.map((other, i) => (i === place ? record : other));
    const saying = (after: bigint, outcome: bigint) =>
      replaced({ ...right, after, outcome, proven: this.model.signals(venue, number, after, outcome) });
    const other = draws.pick(venue.numbers)!;
    const elsewhere = this.model.venue(this.venueIds.find((id) => id !== venueId)!);
    const twin = elsewhere.numbers[Number(number.sequence) - 1];
    switch (draws.whole(0, 11)) {
      case 0:
        return replaced({ ...right, before: this.freshState(venueId) });
      case 1:
        return saying(right.after, right.outcome + 1n);
      case 2:
        return saying(this.freshState(venueId), right.outcome);
      case 3:
        return saying(other.recorded?.after ?? draws.pick(records)!.after, right.outcome);
      case 4:
        return replaced({ ...right, proven: this.model.signals(venue, other, right.after, right.outcome) });
      case 5:
        if (!twin) return [...records];
        return replaced({ ...right, proven: this.model.signals(elsewhere, twin, right.after, right.outcome) });
      case 6: {
        const signal = draws.whole(0, 6);
        return replaced({ ...right, proven: right.proven!.map((value, i) => (i === signal ? value + 1n : value)) });
      }
      case 7:
        return replaced({ before: right.before, after: right.after, outcome: right.outcome });
      case 8:
        return [...records].reverse();
      case 9:
        return [...records, this.rightRecord(venue, other)];
      case 10: {
        const next = records[(place + 1) % records.length]!;
        return replaced({ ...right, after: next.after, outcome: next.outcome });
      }
      default:
        this.warp(BigInt(draws.whole(100, 300)));
        return [...records];
    }
  }

  private async proofOf({ before, after, outcome, proven }: ModelRecord): Promise<ProofWords> {
    const { prover } = this.scene.kit;
    const signals = proven ?? [1n, 2n, 3n, 4n, before, after, outcome];
    const key = signals.join();
    const proof = this.proofs.get(key) ?? (await prover!.prove(signals));
    this.proofs.set(key, proof);
    return proven ? proof : { ...proof, c: proof.a };
  }

  private async flag(venue: ModelVenue): Promise<void> {
    const { draws } = this;
    const judge = (states: readonly bigint[]) => this.model.judgeFlags(venue, states, this.now);
    const due = venue.numbers.map(({ before }) => before).filter((state) => judge([state]).errors.size === 0);
    const states =
      draws.chance(0.6) && due.length > 0
        ? due.slice(0, draws.whole(1, 3))
        : [...due.slice(0, 1), draws.pick(venue.numbers)?.before ?? 1n];
    const { errors, outcome } = judge(states);
    const sent = await this.send('flagOverdue', errors, () => this.scene.flag(states, venue.venueId), venue.venueId);
    if (!sent) return;
    for (const number of outcome) number.isOverdue = true;
    await this.compareStates(venue, states);
    await this.compareCounts();
  }

  private async retire(): Promise<void> {
    // Verifier 1 stays, so that the walk goes on, and the others stay for a while.
    if (this.steps < 60) return;
    const verifierId = this.draws.pick([2, 3]);
    const errors = new Set(this.model.retiredAt.has(verifierId) ? ['VerifierIsRetired'] : []);
    const sent = await this.send('retire', errors, () =>
      this.scene.kit.send('VerifierRegistry', 'retire', [verifierId], ACTORS.guardian),
    );
    if (sent) this.model.retiredAt.set(verifierId, this.now);
  }

  private async propose(venue: ModelVenue): Promise<void> {
    const { kit } = this.scene;
    const errors = new Set(venue.charters.at(-1)!.activeFrom > this.now ? ['CharterPending'] : []);
    const rulebook = BigInt(this.draws.whole(1_001, 1e6));
    const terms = { ...SHORT, recordWithin: this.draws.whole(60, 300), roundsPerTick: this.draws.whole(1, 3) };
    const sent = await this.send(
      'proposeCharter',
      errors,
      () => kit.proposeCharter(venue.venueId, { rulebook, terms }),
      venue.venueId,
    );
    if (!sent) return;
    venue.charters.push({ activeFrom: this.now + DAY, rulebook, terms });
    if (this.draws.chance(0.7)) this.warp(DAY - BigInt(this.draws.whole(0, 20)));
  }

  private async compareCounts(): Promise<void> {
    for (const venueId of this.venueIds) {
      const counts = await this.scene.view('countsOf', venueId);
      expect(counts, 'counts of the model').toEqual(this.model.venue(venueId).counts());
      expect(counts, 'counts of the events').toEqual(this.ledger.counts(venueId));
    }
  }

  private async compareStates(venue: ModelVenue, states: readonly bigint[]): Promise<void> {
    for (const state of new Set(states)) {
      const number = venue.numberFrom(state);
      expect(await this.scene.view('stateOf', venue.venueId, state), `state ${state}`).toMatchObject({
        producedBy: Number(venue.numberTo(state)?.sequence ?? 0n),
        consumedBy: Number(number?.sequence ?? 0n),
        predecessor: Number(number?.predecessor ?? 0n),
        offset: number ? Number(number.sequence - number.first) : 0,
        recordedAt: Number(number?.recorded?.at ?? 0n),
        status: number?.isOverdue ? 3 : number?.recorded ? 2 : number ? 1 : 0,
      });
    }
  }
}
