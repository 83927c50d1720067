import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { domainValue } from '../../../circuits/commitment/domain.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { chainedItem, LiquidationScene, RULEBOOK, SNAPSHOT, SURFACE } from '../../support/evm/liquidationScene.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { ACTORS, DAY, idOf, NOTICE, RegistryKit, TERMS, ZERO_WORD } from '../../support/evm/registryKit.ts';

let prover: AnythingProver;
let deployed: RegistryKit;
let kit: RegistryKit;
let scene: LiquidationScene;
let venueId: Hex;

const ALICE = idOf('alice');
const BOB = idOf('bob');
const CAROL = idOf('carol');

beforeAll(async () => {
  prover = await AnythingProver.create();
  deployed = await RegistryKit.create(prover, await prover.verifier());
});
afterAll(() => prover?.close());
beforeEach(async () => {
  kit = await deployed.fork();
  scene = new LiquidationScene(kit);
  venueId = kit.venueId;
});

const now = () => Number(kit.chain.timestamp);
describe('RG-07 account roots', () => {
  test('RG-07 are counted from one, with their time, by venue', async () => {
    const other = await kit.registerVenue('Other Venue');
    const first = await kit.publishAccountRoot(venueId, idOf('root 1'));
    expect(first.result).toBe(1n);
    expect(first.logs).toEqual([
      {
        address: kit.addresses.LiquidationRegistry,
        name: 'AccountRootPublished',
        args: { venueId, index: 1n, root: idOf('root 1'), publishedAt: now() },
      },
    ]);
    kit.chain.warp(7n);
    await kit.publishAccountRoot(venueId, idOf('root 2'));
    expect(await scene.view('accountRootAt', venueId, 1n)).toEqual([idOf('root 1'), now() - 7]);
    expect(await scene.view('accountRootAt', venueId, 2n)).toEqual([idOf('root 2'), now()]);
    expect(await scene.view('accountRootAt', venueId, 3n)).toEqual([ZERO_WORD, 0]);
    expect(await scene.view('accountRootCount', venueId)).toBe(2n);
    expect(await scene.view('accountRootCount', other)).toBe(0n);
  });

  test('RG-07 come from the publisher, and are not zero', async () => {
    const publish = (root: Hex, from = ACTORS.publisher, venue = venueId) =>
      scene.refused.bind(scene, () => kit.send('LiquidationRegistry', 'publishAccountRoot', [venue, root], from));
    await publish(ZERO_WORD)('RootZero', []);
    await publish(idOf('root'), ACTORS.announcer)('AccessControlUnauthorizedAccount', [
      ACTORS.announcer.address,
      await kit.roleOf(venueId, 'PUBLISHER'),
    ]);
    await publish(idOf('root'), ACTORS.publisher, idOf('nobody'))('VenueUnknown', [idOf('nobody')]);
  });

  test('V29 a root of the tick’s own second comes too late, one second before does not', async () => {
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    const atOnce = await scene.market();
    const items = [root.item(ALICE, 1n)];
    await scene.refused(() => scene.announce({ items, market: atOnce, rootIndex: 1n }), 'AccountRootLate', [
      1n,
      now(),
      kit.chain.timestamp,
    ]);
    kit.chain.warp(1n);
    const market = await scene.market();
    expect((await scene.announce({ items, market, rootIndex: 1n })).result).toBe(1n);
  });

  test('V29 an older root is refused as soon as a newer one precedes the tick', async () => {
    const old = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    kit.chain.warp(1n);
    await scene.publishRoot([
      [ALICE, 11n],
      [BOB, 12n],
    ]);
    const sameSecond = await scene.market();
    kit.chain.warp(1n);
    const later = await scene.market();
    const items = [old.item(ALICE, 1n)];
    await scene.refused(() => scene.announce({ items, market: later, rootIndex: 1n }), 'AccountRootOld', [1n, 2n]);
    // The newer root does not precede this tick, so the older one is the latest that does.
    expect((await scene.announce({ items, market: sameSecond, rootIndex: 1n })).result).toBe(1n);
  });

  test('V29 of two roots in one second only the second counts', async () => {
    const first = await scene.publishRoot([[ALICE, 1n]]);
    const second = await scene.publishRoot([[ALICE, 2n]]);
    kit.chain.warp(1n);
    const market = await scene.market();
    await scene.refused(
      () => scene.announce({ items: [first.item(ALICE, 1n)], market, rootIndex: 1n }),
      'AccountRootOld',
      [1n, 2n],
    );
    await scene.announce({ items: [second.item(ALICE, 2n)], market, rootIndex: 2n });
  });

  test('RG-07 unknown roots are refused, and other venues’ roots do not serve', async () => {
    const other = await kit.registerVenue('Other Venue');
    const root = await scene.publishRoot([[ALICE, 1n]], other);
    kit.chain.warp(1n);
    const market = await scene.market();
    const items = [root.item(ALICE, 1n)];
    await scene.refused(() => scene.announce({ items, market, rootIndex: 1n }), 'AccountRootUnknown', [venueId, 1n]);
    await scene.refused(() => scene.announce({ items, market }), 'AccountNotInRoot', [0n, ALICE, 1n]);
  });
});

describe('RG-08 the charter', () => {
  test('V1 S a charter one second short of its delay is not in force, whenever the tick is announced', async () => {
    const young = await kit.registerVenue('Young Venue');
    await kit.proposeCharter(young, { rulebook: 444n });
    const root = await scene.publishRoot([[ALICE, 1n]], young);
    kit.chain.warp(DAY - 1n);
    const short = await scene.market({}, [[young, SURFACE, kit.chain.timestamp - 10n]]);
    const call = { items: [root.item(ALICE, 1n)], rootIndex: 1n, venueId: young };
    const refusal = ['NoCharterInForce', [young, kit.chain.timestamp]] as const;
    await scene.refused(() => scene.announce({ ...call, market: short }), ...refusal);
    kit.chain.warp(1n);
    const market = await scene.market({}, [[young, SURFACE, kit.chain.timestamp - 10n]]);
    kit.chain.warp(60n);
    await scene.refused(() => scene.announce({ ...call, market: short }), ...refusal);
    await scene.announce({ ...call, market });
    expect((await scene.view('factsOf', young, 1n)).rulebookCommitment).toBe(444n);
  });

  test('V2 the rulebook and the terms are those in force at the tick, not those of the announcement', async () => {
    await kit.proposeCharter(venueId, { rulebook: 555n, terms: { ...TERMS, recordWithin: 60 } });
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    kit.chain.warp(DAY - 1n);
    const before = await scene.market();
    kit.chain.warp(1n);
    const after = await scene.market();
    kit.chain.warp(5n);
    await scene.announce({ items: [root.item(ALICE, 1n)], market: before, rootIndex: 1n });
    await scene.announce({ items: [root.item(BOB, 2n)], market: after, rootIndex: 1n });
    expect(await scene.view('factsOf', venueId, 1n)).toMatchObject({
      rulebookCommitment: RULEBOOK,
      charterIndex: 0,
      deadline: now() + 3_600,
    });
    expect(await scene.view('factsOf', venueId, 2n)).toMatchObject({
      rulebookCommitment: 555n,
      charterIndex: 1,
      deadline: now() + 60,
    });
  });

  test('V5 S the tick of a feed that the charter does not name is refused', async () => {
    await kit.registerFeed('other-feed');
    const root = await scene.publishRoot([[ALICE, 1n]]);
    kit.chain.warp(1n);
    const market = await scene.market({ feedId: idOf('other-feed'), previousTick: ZERO_WORD });
    await scene.refused(
      () => scene.announce({ items: [root.item(ALICE, 1n)], market, rootIndex: 1n }),
      'FeedNotInCharter',
      [venueId, 0, idOf('other-feed')],
    );
  });
});

describe('RG-08 the surface', () => {
  let items: ReturnType<typeof chainedItem>[];
  beforeEach(async () => {
    const root = await scene.publishRoot([[ALICE, 1n]]);
    items = [root.item(ALICE, 1n)];
    kit.chain.warp(1_000n);
  });

  test('V30 S a surface that the signed tick does not show is refused: other model, time or venue', async () => {
    const other = idOf('other venue');
    const receivedAt = kit.chain.timestamp - 10n;
    const market = await scene.market({}, [
      [venueId, SURFACE, receivedAt],
      [other, 999n, receivedAt],
    ]);
    const mine = market.surfaceOf(venueId);
    for (const surface of [
      { ...mine, surfaceCommitment: 223n },
      { ...mine, receivedAt: receivedAt - 1n },
      { ...mine, proof: [] },
      market.surfaceOf(other),
    ]) {
      await scene.refused(() => scene.announce({ items, market, rootIndex: 1n, surface }), 'SurfaceNotInTick', [
        venueId,
        surface.surfaceCommitment,
      ]);
    }
    await scene.announce({ items, market, rootIndex: 1n });
  });

  test.each([0n, 1n])('V30 S a surface received %i seconds after the observation comes too late', async (seconds) => {
    const receivedAt = kit.chain.timestamp + seconds;
    const market = await scene.market({}, [[venueId, SURFACE, receivedAt]]);
    await scene.refused(() => scene.announce({ items, market, rootIndex: 1n }), 'SurfaceLate', [
      receivedAt,
      kit.chain.timestamp,
    ]);
  });

  test('RG-08 a surface one second before the observation serves', async () => {
    const market = await scene.market({}, [[venueId, SURFACE, kit.chain.timestamp - 1n]]);
    await scene.announce({ items, market, rootIndex: 1n });
  });

  test('V4 a surface may be as old as the charter says, and no second older', async () => {
    const age = BigInt(TERMS.surfaceAge);
    const old = await scene.market({}, [[venueId, SURFACE, kit.chain.timestamp - age - 1n]]);
    await scene.refused(() => scene.announce({ items, market: old, rootIndex: 1n }), 'SurfaceTooOld', [
      kit.chain.timestamp - age - 1n,
      kit.chain.timestamp,
      TERMS.surfaceAge,
    ]);
    kit.chain.warp(1n);
    const market = await scene.market({}, [[venueId, SURFACE, kit.chain.timestamp - age]]);
    await scene.announce({ items, market, rootIndex: 1n });
  });
});

describe('RG-08 the tick', () => {
  let items: ReturnType<typeof chainedItem>[];
  let more: ReturnType<typeof chainedItem>[];
  beforeEach(async () => {
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    items = [root.item(ALICE, 1n)];
    more = [root.item(BOB, 2n)];
    kit.chain.warp(1n);
  });

  test('V4 V5 a tick may be roundsBehind rounds behind the newest that anybody anchored, and no more', async () => {
    const market = await scene.market();
    const anchorNext = async () => {
      kit.chain.warp(1n);
      const { tick, signatures } = await scene.market();
      await kit.send('FeedRegistry', 'anchor', [tick, signatures]);
    };
    for (let behind = 0; behind < TERMS.roundsBehind; behind++) await anchorNext();
    expect((await scene.announce({ items, market, rootIndex: 1n })).result).toBe(1n);
    await anchorNext();
    await scene.refused(() => scene.announce({ items: more, market, rootIndex: 1n }), 'TickTooOld', [
      1n,
      BigInt(TERMS.roundsBehind) + 2n,
      TERMS.roundsBehind,
    ]);
  });

  test('V4 S a tick may be tickAge seconds old, and no second older', async () => {
    const market = await scene.market();
    kit.chain.warp(BigInt(TERMS.tickAge));
    await scene.announce({ items, market, rootIndex: 1n });
    kit.chain.warp(1n);
    await scene.refused(() => scene.announce({ items: more, market, rootIndex: 1n }), 'TickExpired', [
      market.tick.observedAt,
      kit.chain.timestamp,
      TERMS.tickAge,
    ]);
  });

  test('V6 a tick without a quorum announces nothing', async () => {
    const market = await scene.market();
    const [signature] = market.signatures;
    await scene.refused(
      () => scene.announce({ items, market: { ...market, signatures: [signature!] }, rootIndex: 1n }),
      'QuorumMissed',
      [1n, 2n],
    );
  });

  test('V5 two ticks of one round: the second announces nothing', async () => {
    const market = await scene.market();
    await scene.announce({ items, market, rootIndex: 1n });
    const second = await scene.market({ round: 1n, snapshotCommitment: 334n, previousTick: ZERO_WORD });
    const hash = (tick: object) => kit.read('FeedRegistry', 'hashTick', [tick]);
    await scene.refused(() => scene.announce({ items: more, market: second, rootIndex: 1n }), 'TickConflict', [
      kit.feedId,
      1n,
      await hash(market.tick),
      await hash(second.tick),
    ]);
  });

  test('V5 an account does not go back to an earlier tick; another account may', async () => {
    const earlier = await scene.market();
    kit.chain.warp(5n);
    const later = await scene.market();
    await scene.announce({ items, market: later, rootIndex: 1n });
    const back = [chainedItem(ALICE, 12n)];
    await scene.refused(() => scene.announce({ items: back, market: earlier }), 'TickNotLater', [
      0n,
      ALICE,
      earlier.tick.observedAt,
      Number(later.tick.observedAt),
    ]);
    await scene.announce({ items: more, market: earlier, rootIndex: 1n });
    await scene.announce({ items: back, market: later });
  });

  test('RG-08 an account has at most roundsPerTick liquidations at one tick, over all batches', async () => {
    const market = await scene.market();
    await scene.announce({
      items: [...items, chainedItem(ALICE, 11n), chainedItem(ALICE, 12n)],
      market,
      rootIndex: 1n,
    });
    const fourth = chainedItem(ALICE, 13n);
    const fifth = chainedItem(ALICE, 14n);
    await scene.refused(() => scene.announce({ items: [fourth, fifth], market }), 'TooManyRounds', [
      1n,
      ALICE,
      TERMS.roundsPerTick,
    ]);
    await scene.announce({ items: [fourth], market });
    expect(await scene.view('headOf', venueId, ALICE)).toEqual({
      lastSequence: 4,
      lastAnnouncedAt: now(),
      lastObservedAt: Number(market.tick.observedAt),
      roundsAtTick: 4,
    });
    await scene.refused(() => scene.announce({ items: [fifth], market }), 'TooManyRounds', [
      0n,
      ALICE,
      TERMS.roundsPerTick,
    ]);
    // Another account at this tick, and this account at the next, count afresh.
    await scene.announce({ items: more, market, rootIndex: 1n });
    kit.chain.warp(1n);
    await scene.announce({ items: [fifth], market: await scene.market() });
    expect(await scene.view('headOf', venueId, ALICE)).toMatchObject({ lastSequence: 6, roundsAtTick: 1 });
  });
});

describe('RG-08 states', () => {
  test('V14 a state stands under its own handle only', async () => {
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    kit.chain.warp(1n);
    const market = await scene.market();
    const { proof } = root.item(ALICE, 1n);
    const asBob = { handle: BOB, accountBefore: 1n, chained: false, proof };
    const items = [root.item(BOB, 2n), asBob];
    await scene.refused(() => scene.announce({ items, market, rootIndex: 1n }), 'AccountNotInRoot', [1n, BOB, 1n]);
    const otherState = { ...root.item(ALICE, 1n), accountBefore: 3n };
    await scene.refused(() => scene.announce({ items: [otherState], market, rootIndex: 1n }), 'AccountNotInRoot', [
      0n,
      ALICE,
      3n,
    ]);
  });

  test('V28 one state is announced once: not twice in a batch, not in two, not under two handles', async () => {
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 1n],
      [CAROL, 2n],
    ]);
    kit.chain.warp(1n);
    const market = await scene.market();
    const announce = (...items: ReturnType<typeof chainedItem>[]) => scene.announce({ items, market, rootIndex: 1n });
    const alice = root.item(ALICE, 1n);
    const bob = root.item(BOB, 1n);
    // Under its own handle again, "chained" is the only way past the account root.
    await scene.refused(() => announce(alice, chainedItem(ALICE, 1n)), 'StateConsumed', [1n, 1n, 1n]);
    await scene.refused(() => announce(root.item(CAROL, 2n), alice, bob), 'StateConsumed', [2n, 1n, 2n]);
    await announce(root.item(CAROL, 2n), alice);
    await scene.refused(() => announce(bob), 'StateConsumed', [0n, 1n, 2n]);
    await scene.refused(() => announce(chainedItem(ALICE, 1n)), 'StateConsumed', [0n, 1n, 2n]);
    // Nor from a later root.
    kit.chain.warp(1n);
    const later = await scene.publishRoot([[ALICE, 1n]]);
    kit.chain.warp(1n);
    const next = await scene.market();
    await scene.refused(
      () => scene.announce({ items: [later.item(ALICE, 1n)], market: next, rootIndex: 2n }),
      'StateConsumed',
      [0n, 1n, 2n],
    );
  });

  test('V28 what one venue consumed another venue can announce', async () => {
    const other = await kit.registerVenue('Other Venue');
    await kit.proposeCharter(other, { rulebook: 7n });
    kit.chain.warp(DAY);
    const mine = await scene.publishRoot([[ALICE, 1n]]);
    const theirs = await scene.publishRoot([[ALICE, 1n]], other);
    kit.chain.warp(1n);
    const receivedAt = kit.chain.timestamp - 10n;
    const market = await scene.market({}, [
      [venueId, SURFACE, receivedAt],
      [other, 9n, receivedAt],
    ]);
    await scene.announce({ items: [mine.item(ALICE, 1n)], market, rootIndex: 1n });
    await scene.announce({ items: [theirs.item(ALICE, 1n)], market, rootIndex: 1n, venueId: other });
    expect(await scene.view('factsOf', other, 1n)).toMatchObject({ rulebookCommitment: 7n, surfaceCommitment: 9n });
    expect(await scene.view('factsOf', venueId, 1n)).toMatchObject({
      rulebookCommitment: RULEBOOK,
      surfaceCommitment: SURFACE,
    });
  });

  test('V29 a second state of one account from one root is refused, in one batch or two', async () => {
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [ALICE, 2n],
    ]);
    kit.chain.warp(1n);
    const market = await scene.market();
    const announce = (...items: ReturnType<typeof chainedItem>[]) => scene.announce({ items, market, rootIndex: 1n });
    await scene.refused(() => announce(root.item(ALICE, 1n), root.item(ALICE, 2n)), 'AccountRootNotLater', [
      1n,
      ALICE,
      Number(root.publishedAt),
      now(),
    ]);
    await announce(root.item(ALICE, 1n));
    const announcedAt = now();
    kit.chain.warp(1n);
    await scene.refused(() => announce(root.item(ALICE, 2n)), 'AccountRootNotLater', [
      0n,
      ALICE,
      Number(root.publishedAt),
      announcedAt,
    ]);
  });

  test('V29 after an announcement only a root of a later second shows the account again', async () => {
    const { market } = await scene.open([[ALICE, 1n]]);
    const announcedAt = now();
    const sameSecond = await scene.publishRoot([[ALICE, 2n]]);
    kit.chain.warp(1n);
    const next = await scene.market();
    await scene.refused(
      () => scene.announce({ items: [sameSecond.item(ALICE, 2n)], market: next, rootIndex: 2n }),
      'AccountRootNotLater',
      [0n, ALICE, announcedAt, announcedAt],
    );
    const later = await scene.publishRoot([[ALICE, 3n]]);
    kit.chain.warp(1n);
    await scene.announce({ items: [later.item(ALICE, 3n)], market: await scene.market(), rootIndex: 3n });
    expect(await scene.view('stateOf', venueId, 3n)).toMatchObject({ consumedBy: 2, predecessor: 0 });
    expect(market.tick.round).toBe(1n);
  });

  test('V25 "chained" needs a liquidation of the account before it, and no Merkle proof', async () => {
    const { market, root } = await scene.open([
      [ALICE, 1n],
      [CAROL, 3n],
    ]);
    await scene.refused(() => scene.announce({ items: [chainedItem(BOB, 2n)], market }), 'NoPredecessor', [0n, BOB]);
    const proof = root.item(ALICE, 1n).proof;
    await scene.refused(
      () => scene.announce({ items: [chainedItem(ALICE, 5n), { ...chainedItem(ALICE, 6n), proof }], market }),
      'ProofNotExpected',
      [1n],
    );
    const chained = await scene.announce({ items: [chainedItem(ALICE, 5n), chainedItem(ALICE, 6n)], market });
    expect(chained.logs.slice(-2).map(({ args }) => [args.sequence, args.predecessor])).toEqual([
      [3n, 1n],
      [4n, 3n],
    ]);
  });

  test('RG-08 a state is below the order of the scalar field', async () => {
    const root = await scene.publishRoot([
      [ALICE, SCALAR_FIELD - 1n],
      [BOB, SCALAR_FIELD],
      [CAROL, SCALAR_FIELD + 1n],
    ]);
    kit.chain.warp(1n);
    const market = await scene.market();
    const alice = root.item(ALICE, SCALAR_FIELD - 1n);
    for (const [handle, state] of [
      [BOB, SCALAR_FIELD],
      [CAROL, SCALAR_FIELD + 1n],
    ] as const) {
      const items = [alice, root.item(handle, state)];
      await scene.refused(() => scene.announce({ items, market, rootIndex: 1n }), 'StateNotCanonical', [1n, state]);
    }
    await scene.announce({ items: [alice], market, rootIndex: 1n });
  });
});

describe('RG-08 who and how many', () => {
  test('RG-08 S only the venue’s announcer announces', async () => {
    const other = await kit.registerVenue('Other Venue');
    const root = await scene.publishRoot([[ALICE, 1n]]);
    kit.chain.warp(1n);
    const market = await scene.market();
    const call = { items: [root.item(ALICE, 1n)], market, rootIndex: 1n };
    for (const from of [ACTORS.stranger, ACTORS.publisher, ACTORS.admin, ACTORS.owner, ACTORS.guardian]) {
      await scene.refused(() => scene.announce({ ...call, from }), 'AccessControlUnauthorizedAccount', [
        from.address,
        await kit.roleOf(venueId, 'ANNOUNCER'),
      ]);
    }
    const unknown = idOf('nobody');
    const surface = market.surfaceOf(venueId);
    await scene.refused(() => scene.announce({ ...call, surface, venueId: unknown }), 'VenueUnknown', [unknown]);
    // A venue without a charter, by its own announcer.
    await scene.refused(() => scene.announce({ ...call, surface, venueId: other }), 'NoCharterInForce', [
      other,
      market.tick.observedAt,
    ]);
  });

  test('RG-08 a batch has one to 1,024 liquidations', async () => {
    const many = await kit.registerVenue('Busy Venue');
    await kit.proposeCharter(many, { terms: { ...TERMS, roundsPerTick: 1_024 } });
    const root = await scene.publishRoot([[ALICE, 1n]], many);
    kit.chain.warp(DAY);
    const market = await scene.market({}, [[many, SURFACE, kit.chain.timestamp - 10n]]);
    const items = [
      root.item(ALICE, 1n),
      ...Array.from({ length: 1_024 }, (_, i) => chainedItem(ALICE, 2n + BigInt(i))),
    ];
    const call = { market, rootIndex: 1n, venueId: many };
    await scene.refused(() => scene.announce({ ...call, items: [] }), 'NothingAnnounced', []);
    await scene.refused(() => scene.announce({ ...call, items }), 'BatchTooLarge', [1_025n, 1_024n]);
    await scene.announce({ ...call, items: items.slice(0, 1_024) });
    expect(await scene.view('countsOf', many)).toEqual([1_024n, 0n, 0n]);
    expect(await scene.view('stateOf', many, 1_024n)).toMatchObject({
      consumedBy: 1_024,
      predecessor: 1_023,
      offset: 1_023,
    });
  });

  test('V23 S a verifier that is unknown, not yet active, not chosen, or retired announces nothing', async () => {
    await kit.addVerifier('second');
    const activeFrom = now() + Number(NOTICE);
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    kit.chain.warp(1n);
    const announce = async (verifierId: number, handle = ALICE, state = 1n) => {
      // Every tick is a second later than the one before.
      kit.chain.warp(1n);
      const market = await scene.market();
      return scene.announce({ items: [root.item(handle, state)], market, rootIndex: 1n, verifierId });
    };
    await scene.refused(() => announce(9), 'VerifierUnknown', [9]);
    await scene.refused(() => announce(0), 'VerifierUnknown', [0]);
    await scene.refused(() => announce(2), 'VerifierNotActive', [2, activeFrom]);
    kit.chain.warp(NOTICE);
    await scene.refused(() => announce(2), 'VerifierNotChosen', [venueId, 2]);
    await kit.optIn(venueId, 2);
    await announce(2);
    kit.chain.warp(1n);
    await kit.send('VerifierRegistry', 'retire', [2], ACTORS.guardian);
    await scene.refused(() => announce(2, BOB, 2n), 'VerifierIsRetired', [2, now()]);
    await announce(1, BOB, 2n);
  });
});

describe('RG-08 what an announcement leaves', () => {
  test('RG-08 facts, numbers, heads, events and domain', async () => {
    const root = await scene.publishRoot([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    kit.chain.warp(10n);
    const market = await scene.market();
    kit.chain.warp(5n);
    const items = [root.item(ALICE, 1n), root.item(BOB, 2n), chainedItem(ALICE, 3n)];
    const { result, logs } = await scene.announce({ items, market, rootIndex: 1n });
    expect(result).toBe(1n);
    const facts = {
      rulebookCommitment: RULEBOOK,
      surfaceCommitment: SURFACE,
      snapshotCommitment: SNAPSHOT,
      observedAt: now() - 5,
      announcedAt: now(),
      deadline: now() + TERMS.recordWithin,
      verifierId: 1,
      charterIndex: 0,
      round: 1n,
    };
    const announced = (sequence: bigint, handle: Hex, accountBefore: bigint, predecessor: bigint) => ({
      address: kit.addresses.LiquidationRegistry,
      name: 'LiquidationAnnounced',
      args: { venueId, sequence, handle, accountBefore, predecessor },
    });
    expect(logs.map(({ name }) => name)[0]).toBe('TickAnchored');
    expect(logs.slice(1)).toEqual([
      {
        address: kit.addresses.LiquidationRegistry,
        name: 'BatchAnnounced',
        args: {
          venueId,
          first: 1n,
          tickHash: await kit.read('FeedRegistry', 'hashTick', [market.tick]),
          count: 3n,
          feedId: kit.feedId,
          accountRootIndex: 1n,
          facts,
        },
      },
      announced(1n, ALICE, 1n, 0n),
      announced(2n, BOB, 2n, 0n),
      announced(3n, ALICE, 3n, 1n),
    ]);
    expect(await scene.view('factsOf', venueId, 1n)).toEqual(facts);
    expect((await scene.view('factsOf', venueId, 2n)).announcedAt).toBe(0);
    expect(await scene.view('stateOf', venueId, 3n)).toEqual({
      producedBy: 0,
      consumedBy: 3,
      predecessor: 1,
      offset: 2,
      recordedAt: 0,
      status: 1,
      signalsTag: `0x${'0'.repeat(52)}`,
    });
    expect(await scene.view('stateOf', venueId, 4n)).toMatchObject({ consumedBy: 0, status: 0 });
    expect(await scene.view('headOf', venueId, ALICE)).toEqual({
      lastSequence: 3,
      lastAnnouncedAt: now(),
      lastObservedAt: now() - 5,
      roundsAtTick: 2,
    });
    expect(await scene.view('headOf', venueId, CAROL)).toMatchObject({ lastSequence: 0 });
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 0n, 0n]);
  });

  test('V20 S numbers are consecutive over batches and separate by venue', async () => {
    const other = await kit.registerVenue('Other Venue');
    await kit.proposeCharter(other);
    kit.chain.warp(DAY);
    const leaves = [1n, 2n, 3n, 4n, 5n].map((state) => [idOf(`account ${state}`), state] as const);
    const mine = await scene.publishRoot(leaves);
    const theirs = await scene.publishRoot(leaves, other);
    kit.chain.warp(1n);
    const receivedAt = kit.chain.timestamp - 10n;
    const market = await scene.market({}, [
      [venueId, SURFACE, receivedAt],
      [other, SURFACE, receivedAt],
    ]);
    const announce = async (venue: Hex, root: typeof mine, from: number, to: number) => {
      const items = leaves.slice(from, to).map(([handle, state]) => root.item(handle, state));
      const { logs } = await scene.announce({ items, market, rootIndex: 1n, venueId: venue });
      return logs.filter(({ name }) => name === 'LiquidationAnnounced').map(({ args }) => args.sequence);
    };
    expect(await announce(venueId, mine, 0, 2)).toEqual([1n, 2n]);
    expect(await announce(other, theirs, 0, 1)).toEqual([1n]);
    expect(await announce(venueId, mine, 2, 5)).toEqual([3n, 4n, 5n]);
    expect(await announce(other, theirs, 1, 4)).toEqual([2n, 3n, 4n]);
    expect(await scene.view('countsOf', venueId)).toEqual([5n, 0n, 0n]);
    expect(await scene.view('countsOf', other)).toEqual([4n, 0n, 0n]);
  });

  test('V15 the domain is the one of the statement: chain, registry, venue, number, version and instance', async () => {
    const preimage = {
      statementVersion: 1,
      instanceId: kit.instanceId,
      chainId: kit.chain.chainId,
      registry: kit.addresses.LiquidationRegistry,
      venueId,
      sequence: 7n,
    };
    const domainOf = (sequence: bigint, version: number, instanceId: Hex, venue = venueId) =>
      scene.view('domainOf', venue, sequence, version, instanceId);
    expect(await domainOf(7n, 1, kit.instanceId)).toBe(domainValue(preimage));
    expect(await domainOf(8n, 1, kit.instanceId)).toBe(domainValue({ ...preimage, sequence: 8n }));
    expect(await domainOf(7n, 2, kit.instanceId)).toBe(domainValue({ ...preimage, statementVersion: 2 }));
    expect(await domainOf(7n, 1, ALICE)).toBe(domainValue({ ...preimage, instanceId: ALICE }));
    expect(await domainOf(7n, 1, kit.instanceId, BOB)).toBe(domainValue({ ...preimage, venueId: BOB }));
  });

  test('RG-08 the registry names the contracts that it asks', async () => {
    const { CharterRegistry, FeedRegistry, VerifierRegistry } = kit.addresses;
    for (const [view, address] of [
      ['charters', CharterRegistry],
      ['feeds', FeedRegistry],
      ['verifiers', VerifierRegistry],
      ['bond', `0x${'0'.repeat(40)}`],
    ] as const) {
      expect((await scene.view(view)).toLowerCase()).toBe(address.toLowerCase());
    }
    expect(await scene.view('MAX_BATCH')).toBe(1_024n);
  });
});
