import { type Hex, hashStruct, hashTypedData, keccak256, recoverAddress, toBytes } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { contractNamed, readContracts } from '../../prover/setup/contracts/readContracts.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { SIGNED_TYPES } from '../../verifier/signed/signedTypes.ts';
import { type PrivateKeyAccountWithKey, testAccount } from '../support/evm/evmChain.ts';
import { expectEvents, expectRevert, expectValues } from '../support/evm/expectations.ts';
import {
  ACTORS,
  DAY,
  FEED,
  idOf,
  ORACLES,
  QUORUM,
  RegistryKit,
  type TickMessage,
  ZERO_ADDRESS,
  ZERO_WORD,
} from '../support/evm/registryKit.ts';

/** Order of secp256k1: the other s of a signature is this minus s. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
/** Active from this second: never, because it was cancelled. */
const NEVER = 2n ** 40n - 1n;
/** MAX_DELAY: 365 days. */
const MOST_SECONDS = Number(365n * DAY);

const sorted = (accounts: readonly PrivateKeyAccountWithKey[]) =>
  [...accounts].sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
const addresses = (accounts: readonly PrivateKeyAccountWithKey[]) => accounts.map(({ address }) => address);
const oracle = (i: number) => ORACLES[i] as PrivateKeyAccountWithKey;

/** Who signs after a change of epoch: nobody who signed before. */
const NEXT_ORACLES = sorted([testAccount(41), testAccount(42), testAccount(43)]);

/** EIP-712 types in viem's shape. */
const TICK_TYPES = { Tick: SIGNED_TYPES.Tick.map(([type, name]) => ({ type, name })) };

let base: RegistryKit;
beforeAll(async () => {
  const verifier = contractNamed(await readContracts(defaultWorkspace().root), 'LiquidationSmallVerifier');
  base = await RegistryKit.create(undefined, verifier);
});

/** A feed registry of its own for each test. */
async function start() {
  const kit = await base.fork();
  const { feedId, chain } = kit;
  const send = (name: string, args: readonly unknown[], from = ACTORS.feedAdmin) =>
    kit.send('FeedRegistry', name, args, from);
  const tick = (fields: Partial<TickMessage> = {}): TickMessage => ({
    feedId,
    epoch: 0,
    round: 1n,
    observedAt: chain.timestamp,
    snapshotCommitment: 333n,
    surfacesRoot: idOf('surfaces'),
    previousTick: ZERO_WORD,
    ...fields,
  });
  const read = (name: string, args: readonly unknown[] = []) => kit.read('FeedRegistry', name, args);
  return {
    kit,
    feedId,
    chain,
    now: chain.timestamp,
    send,
    read,
    tick,
    hash: (message: TickMessage): Promise<Hex> => read('hashTick', [message]),
    /** Anchors with a quorum's signatures, or with those given. */
    anchor: async (message: TickMessage, signers: readonly PrivateKeyAccountWithKey[] = ORACLES.slice(0, QUORUM)) =>
      send('anchor', [message, await kit.signTick(message, signers)], ACTORS.stranger),
    anchorSigned: (message: TickMessage, signatures: readonly Hex[]) =>
      send('anchor', [message, signatures], ACTORS.stranger),
    newest: async () => (await read('newestTick', [feedId])).map(BigInt) as bigint[],
    epoch: async (number: number) => read('epochOf', [feedId, number]),
    proposeNext: (signers: readonly PrivateKeyAccountWithKey[] = NEXT_ORACLES, quorum = QUORUM) =>
      send('proposeSigners', [feedId, addresses(signers), quorum]),
  };
}

describe('feeds (RG-03)', () => {
  const signers = addresses(ORACLES);
  const register = (
    kit: RegistryKit,
    {
      name = 'new-feed',
      admin = ACTORS.feedAdmin.address as string,
      list = signers,
      quorum = 2,
      delay = Number(DAY),
    } = {},
  ) => kit.send('FeedRegistry', 'registerFeed', [name, admin, list, quorum, delay]);

  test('RG-03: registering says everything, and the first signers count at once', async () => {
    const { kit, read, now } = await start();
    const feedId = idOf('new-feed');
    expect(await read('adminOf', [feedId])).toBe(ZERO_ADDRESS);
    const done = await register(kit, { delay: 100_000 });
    expect(done.result).toBe(feedId);
    expectEvents(done, [
      ['FeedRegistered', { feedId, name: 'new-feed', admin: ACTORS.feedAdmin.address, signerDelay: 100_000 }],
      ['SignersProposed', { feedId, epoch: 0, signers, quorum: 2, activeFrom: now }],
    ]);
    expect(await read('adminOf', [feedId])).toBe(ACTORS.feedAdmin.address);
    expectValues(await read('epochOf', [feedId, 0]), [signers, 2, now, 0]);
    expectValues(await read('latestEpoch', [feedId]), 0);
    expectValues(await read('newestTick', [feedId]), [0, 0]);
    expect(await read('tickHashOf', [feedId, 1n])).toBe(ZERO_WORD);
    expect(await read('isRevoked', [feedId, signers[0]])).toBe(false);
    expectValues(await read('epochOf', [feedId, 1]), [[], 0, 0, 0]);
  });

  test('RG-03: a name has 1 to 200 bytes and is taken once', async () => {
    const { kit } = await start();
    for (const name of ['', 'a'.repeat(201), 'ä'.repeat(101)]) {
      await expectRevert(register(kit, { name }), 'FeedNameInvalid', [name]);
    }
    for (const name of ['a', 'ä'.repeat(100)]) {
      expect((await register(kit, { name })).result).toBe(keccak256(toBytes(name)));
    }
    await expectRevert(register(kit, { name: FEED }), 'FeedExists', [idOf(FEED)]);
    await expectRevert(register(kit, { admin: ZERO_ADDRESS }), 'AdminZero');
  });

  test('RG-03: a delay is a day or more, and a year at most', async () => {
    const { kit, read } = await start();
    const least = Number(await read('MIN_DELAY'));
    const most = Number(await read('MAX_DELAY'));
    expect({ least, most }).toEqual({ least: Number(DAY), most: MOST_SECONDS });
    await expectRevert(register(kit, { delay: least - 1 }), 'DelayTooShort', [least - 1, least]);
    await expectRevert(register(kit, { delay: most + 1 }), 'DelayTooLong', [most + 1, most]);
    await register(kit, { name: 'shortest', delay: least });
    await register(kit, { name: 'longest', delay: most });
  });

  const QUORUMS: [signers: number, quorum: number, isRight: boolean][] = [
    [0, 0, false],
    [0, 1, false],
    [1, 0, false],
    [1, 1, true],
    [1, 2, false],
    [2, 1, false],
    [2, 2, true],
    [3, 1, false],
    [3, 2, true],
    [3, 3, true],
    [3, 4, false],
    [4, 2, false],
    [4, 3, true],
  ];
  const FOUR = addresses(sorted([...ORACLES, testAccount(44)]));

  test.each(QUORUMS)('V6 RG-03: of %i signers, a quorum of %i: %s', async (count, quorum, isRight) => {
    const { kit, send, feedId } = await start();
    const list = FOUR.slice(0, count);
    const proposals = [() => register(kit, { list, quorum }), () => send('proposeSigners', [feedId, list, quorum])];
    for (const propose of proposals) {
      if (isRight) await propose();
      else await expectRevert(propose(), 'QuorumInvalid', [quorum, count]);
    }
  });

  test('V6 RG-03: signers are listed once, in rising order, and none is zero', async () => {
    const { kit, send, feedId } = await start();
    const [a, b, c] = signers as [Hex, Hex, Hex];
    const lists: [list: Hex[], position: number, signer: Hex][] = [
      [[a, a, b], 1, a],
      [[b, a, c], 1, a],
      [[a, c, b], 2, b],
      [[a, b, a], 2, a],
      [[ZERO_ADDRESS, a, b], 0, ZERO_ADDRESS],
    ];
    for (const [list, position, signer] of lists) {
      await expectRevert(register(kit, { list }), 'SignersNotIncreasing', [position, signer]);
      const proposed = send('proposeSigners', [feedId, list, 2]);
      await expectRevert(proposed, 'SignersNotIncreasing', [position, signer]);
    }
  });

  const ACTIONS: [name: string, args: readonly unknown[]][] = [
    ['proposeSigners', [addresses(NEXT_ORACLES), 2]],
    ['cancelSigners', []],
    ['revokeSigner', [signers[0]]],
    ['setFeedAdmin', [ACTORS.stranger.address]],
  ];

  test.each(ACTIONS)('RG-03: %s is for the feed’s admin', async (name, args) => {
    const { kit, send, feedId, proposeNext } = await start();
    if (name === 'cancelSigners') await proposeNext();
    const otherAdmin = testAccount(45);
    await register(kit, { name: 'other', admin: otherAdmin.address });
    const { feedAdmin, ...others } = ACTORS;
    for (const from of [...Object.values(others), oracle(0), otherAdmin]) {
      await expectRevert(send(name, [feedId, ...args], from), 'NotFeedAdmin', [feedId, from.address]);
    }
    const unknown = idOf('no feed');
    await expectRevert(send(name, [unknown, ...args]), 'FeedUnknown', [unknown]);
    await send(name, [feedId, ...args], feedAdmin);
  });

  test('RG-03: a feed is handed over, and then only the new admin acts', async () => {
    const { send, feedId, read } = await start();
    const admin = ACTORS.stranger.address;
    await expectRevert(send('setFeedAdmin', [feedId, ZERO_ADDRESS]), 'AdminZero');
    expectEvents(await send('setFeedAdmin', [feedId, admin]), [['FeedAdminChanged', { feedId, admin }]]);
    expect(await read('adminOf', [feedId])).toBe(admin);
    await expectRevert(send('revokeSigner', [feedId, signers[0]]), 'NotFeedAdmin', [feedId, ACTORS.feedAdmin.address]);
    await send('revokeSigner', [feedId, signers[0]], ACTORS.stranger);
  });
});

describe('epochs of signers (RG-03)', () => {
  test('RG-03: new signers take force at the second of the delay, and the old ones end with it', async () => {
    const { chain, feedId, proposeNext, anchor, tick, now, epoch, read } = await start();
    const change = now + DAY;
    const done = await proposeNext(NEXT_ORACLES, 3);
    expectEvents(done, [
      ['SignersProposed', { feedId, epoch: 1, signers: addresses(NEXT_ORACLES), quorum: 3, activeFrom: change }],
    ]);
    expect(done.result).toBe(1);
    // The kit registered its feed a day ago.
    expectValues(await epoch(0), [addresses(ORACLES), QUORUM, now - DAY, change]);
    expectValues(await epoch(1), [addresses(NEXT_ORACLES), 3, change, 0]);
    expectValues(await read('latestEpoch', [feedId]), 1);

    chain.warp(DAY + 10n);
    const before = { observedAt: change - 1n };
    const at = { round: 2n, observedAt: change };
    await expectRevert(anchor(tick({ ...before, epoch: 1 }), NEXT_ORACLES), 'EpochNotInForce', [
      feedId,
      1,
      change - 1n,
    ]);
    await expectRevert(anchor(tick({ ...at, epoch: 0 })), 'EpochNotInForce', [feedId, 0, change]);
    await expectRevert(anchor(tick({ ...at, epoch: 1 }), ORACLES), 'SignerRefused', [0, oracle(0).address]);
    await expectRevert(anchor(tick({ ...at, epoch: 1 }), NEXT_ORACLES.slice(1)), 'QuorumMissed', [2, 3]);
    // Judged at the tick's time: the old signers' last tick counts after they ended.
    await anchor(tick(before));
    await anchor(tick({ ...at, epoch: 1, previousTick: await read('tickHashOf', [feedId, 1n]) }), NEXT_ORACLES);
  });

  test('RG-03: no epoch, no tick; and none before the feed was registered', async () => {
    const { feedId, anchor, tick, now } = await start();
    await expectRevert(anchor(tick({ epoch: 1 })), 'EpochNotInForce', [feedId, 1, now]);
    const early = now - DAY - 1n;
    await expectRevert(anchor(tick({ observedAt: early })), 'EpochNotInForce', [feedId, 0, early]);
    await anchor(tick({ observedAt: early + 1n }));
    const unknown = idOf('no feed');
    await expectRevert(anchor(tick({ feedId: unknown })), 'FeedUnknown', [unknown]);
  });

  test('RG-03: one epoch is pending; cancelling restarts the delay', async () => {
    const { chain, feedId, send, proposeNext, anchor, tick, now, epoch, read } = await start();
    const cancel = () => send('cancelSigners', [feedId]);
    await expectRevert(cancel(), 'NoSignersPending', [feedId]);
    await proposeNext();
    await expectRevert(proposeNext(), 'SignersPending', [feedId, 1, now + DAY]);
    chain.warp(DAY - 1n);
    await expectRevert(proposeNext(), 'SignersPending', [feedId, 1, now + DAY]);
    expectEvents(await cancel(), [['SignersCancelled', { feedId, epoch: 1 }]]);
    await expectRevert(cancel(), 'NoSignersPending', [feedId]);
    expectValues(await read('latestEpoch', [feedId]), 0);
    expectValues((await epoch(0))[3], 0);
    expectValues((await epoch(1))[2], NEVER);

    // Twice more, so that the way back leads over several cancelled ones.
    await proposeNext();
    await cancel();
    expect((await proposeNext()).result).toBe(3);
    const change = chain.timestamp + DAY;
    expectValues((await epoch(0))[3], change);
    await cancel();
    expectValues((await epoch(0))[3], 0);
    expectValues(await read('latestEpoch', [feedId]), 0);
    expect((await proposeNext()).result).toBe(4);

    chain.warp(DAY - 1n);
    const early = tick({ epoch: 4, observedAt: change - 1n });
    await expectRevert(anchor(early, NEXT_ORACLES), 'EpochNotInForce', [feedId, 4, change - 1n]);
    await anchor(tick());
    chain.warp(1n);
    await expectRevert(cancel(), 'NoSignersPending', [feedId]);
    const third = tick({ round: 2n, epoch: 4, previousTick: await read('tickHashOf', [feedId, 1n]) });
    for (const number of [1, 2, 3]) {
      const cancelled = { ...third, epoch: number };
      await expectRevert(anchor(cancelled, NEXT_ORACLES), 'EpochNotInForce', [feedId, number, change]);
    }
    await anchor(third, NEXT_ORACLES);
    expect((await proposeNext(ORACLES)).result).toBe(5);
    expectValues((await epoch(4))[3], change + DAY);
  });

  test('RG-03: a cancelled epoch signs nothing, at no time', async () => {
    const { kit, feedId, send, proposeNext, tick, read } = await start();
    await proposeNext();
    await send('cancelSigners', [feedId]);
    for (const observedAt of [NEVER, 2n ** 64n - 1n]) {
      const message = tick({ epoch: 1, observedAt });
      const checked = read('checkSignatures', [message, await kit.signTick(message, NEXT_ORACLES)]);
      await expectRevert(checked, 'EpochNotInForce', [feedId, 1, observedAt]);
    }
  });

  test('RG-03: a signer who was revoked signs in no epoch, and is not proposed again', async () => {
    const { chain, feedId, send, anchor, tick, now, read, proposeNext } = await start();
    const revoked = oracle(1).address;
    const mixed = sorted([oracle(1), ...NEXT_ORACLES]);
    await proposeNext(mixed, 3);
    expectEvents(await send('revokeSigner', [feedId, revoked]), [['SignerRevoked', { feedId, signer: revoked }]]);
    expect(await read('isRevoked', [feedId, revoked])).toBe(true);
    expect(await read('isRevoked', [idOf('no feed'), revoked])).toBe(false);
    // At once, also for a tick that was observed before, and although the others reach the quorum without it.
    for (const observedAt of [now, now - 1n]) {
      await expectRevert(anchor(tick({ observedAt }), ORACLES), 'SignerRefused', [1, revoked]);
    }
    await anchor(tick(), [oracle(0), oracle(2)]);

    chain.warp(DAY);
    const next = tick({ epoch: 1, round: 2n, previousTick: await read('tickHashOf', [feedId, 1n]) });
    const position = mixed.findIndex(({ address }) => address === revoked);
    await expectRevert(anchor(next, mixed), 'SignerRefused', [position, revoked]);
    await anchor(
      next,
      mixed.filter(({ address }) => address !== revoked),
    );
    await expectRevert(proposeNext(mixed, 3), 'SignerRefused', [position, revoked]);
    await proposeNext(NEXT_ORACLES);
  });

  test('RG-03: a tick that is known needs its signatures again, none of them by a revoked key', async () => {
    const { feedId, send, anchor, tick } = await start();
    const message = tick();
    await anchor(message);
    await send('revokeSigner', [feedId, oracle(0).address]);
    await expectRevert(anchor(message), 'SignerRefused', [0, oracle(0).address]);
    expectEvents(await anchor(message, [oracle(1), oracle(2)]), []);
  });

  test('RG-03: only a signer of the feed is revoked, and once', async () => {
    const { feedId, send, proposeNext, kit } = await start();
    const revoke = (signer: Hex) => send('revokeSigner', [feedId, signer]);
    const next = (NEXT_ORACLES[0] as PrivateKeyAccountWithKey).address;
    await kit.send('FeedRegistry', 'registerFeed', ['other', ACTORS.feedAdmin.address, [next], 1, Number(DAY)]);
    await expectRevert(revoke(next), 'SignerNotOfFeed', [feedId, next]);
    await revoke(oracle(0).address);
    await expectRevert(revoke(oracle(0).address), 'SignerNotOfFeed', [feedId, oracle(0).address]);
    // Of a pending epoch, and of one that was cancelled.
    await proposeNext();
    await revoke(next);
    await send('cancelSigners', [feedId]);
    await revoke((NEXT_ORACLES[1] as PrivateKeyAccountWithKey).address);
  });
});

describe('signatures of a tick (RG-04)', () => {
  test('RG-04: the hash is the EIP-712 struct hash, and covers every field', async () => {
    const { hash, tick } = await start();
    const message = tick();
    expect(await hash(message)).toBe(hashStruct({ data: { ...message }, primaryType: 'Tick', types: TICK_TYPES }));
    const others: Partial<TickMessage>[] = [
      { feedId: idOf('other') },
      { epoch: 1 },
      { round: 2n },
      { observedAt: 1n },
      { snapshotCommitment: 334n },
      { surfacesRoot: idOf('other') },
      { previousTick: idOf('other') },
    ];
    const hashes = await Promise.all([{}, ...others].map((fields) => hash(tick(fields))));
    expect(new Set(hashes).size).toBe(8);
  });

  test('RG-04: the domain is this contract on this chain, by EIP-5267', async () => {
    const { kit, read } = await start();
    expectValues(await read('eip712Domain'), [
      '0x0f',
      'Fairmark Feed',
      '1',
      kit.chain.chainId,
      kit.addresses.FeedRegistry,
      ZERO_WORD,
      [],
    ]);
  });

  test('V6 RG-04: a quorum of distinct signers in rising order', async () => {
    const { anchor, tick, anchorSigned } = await start();
    const message = tick();
    const [a, b, c] = ORACLES as [PrivateKeyAccountWithKey, PrivateKeyAccountWithKey, PrivateKeyAccountWithKey];
    await expectRevert(anchorSigned(message, []), 'QuorumMissed', [0, 2]);
    await expectRevert(anchor(message, [a]), 'QuorumMissed', [1, 2]);
    await expectRevert(anchor(message, [a, a]), 'SignersNotIncreasing', [1, a.address]);
    await expectRevert(anchor(message, [a, b, b]), 'SignersNotIncreasing', [2, b.address]);
    await expectRevert(anchor(message, [b, a]), 'SignersNotIncreasing', [1, a.address]);
    await expectRevert(anchor(message, [a, c, b]), 'SignersNotIncreasing', [2, b.address]);
    await anchor(message, [a, b, c]);
    for (const pair of [
      [a, b],
      [a, c],
      [b, c],
    ]) {
      expectEvents(await anchor(message, pair), []);
    }
  });

  test('V6 RG-04: a key that is no signer is refused, also beside a quorum', async () => {
    const { anchor, tick } = await start();
    for (const outsider of [ACTORS.feedAdmin, ACTORS.announcer, ...NEXT_ORACLES]) {
      const signers = sorted([oracle(0), oracle(1), outsider]);
      const position = signers.indexOf(outsider);
      await expectRevert(anchor(tick(), signers), 'SignerRefused', [position, outsider.address]);
    }
  });

  test('V6 RG-04: a signature has one spelling', async () => {
    const { kit, tick, anchorSigned } = await start();
    const message = tick();
    const [first, second] = (await kit.signTick(message)) as [Hex, Hex];
    const r = second.slice(2, 66);
    const s = BigInt(`0x${second.slice(66, 130)}`);
    const v = Number.parseInt(second.slice(130), 16);
    const spelled = (sValue: bigint, vValue: number): Hex =>
      `0x${r}${sValue.toString(16).padStart(64, '0')}${vValue.toString(16).padStart(2, '0')}`;
    const compact: Hex = `0x${r}${(s + (v === 28 ? 1n << 255n : 0n)).toString(16).padStart(64, '0')}`;
    const others: Hex[] = [
      // The other s: recovers the same address where it is not refused.
      spelled(CURVE_ORDER - s, v === 27 ? 28 : 27),
      spelled(CURVE_ORDER - s, v),
      // Recovery bits without the 27.
      spelled(s, v - 27),
      spelled(s, 29),
      spelled(0n, v),
      compact,
      second.slice(0, -2) as Hex,
      `${second}00`,
      '0x',
      `0x${'00'.repeat(65)}`,
    ];
    for (const other of others) await expectRevert(anchorSigned(message, [first, other]), 'SignatureInvalid', [1]);
    expect(spelled(s, v)).toBe(second);
    await anchorSigned(message, [first, second]);
  });

  test('V6 V15 RG-04: a signature of another chain, contract or feed is another signature', async () => {
    const { kit, tick, anchorSigned, read, feedId } = await start();
    const message = tick();
    await kit.registerFeed('other');
    const other = idOf('other');
    const by = (signed: TickMessage, contract = kit.addresses.FeedRegistry, chainId = kit.chain.chainId) =>
      Promise.all(ORACLES.slice(0, 2).map((signer) => kit.sign('Tick', signed, signer, contract, chainId)));
    const foreign = {
      chain: await by(message, undefined, 1n),
      contract: await by(message, kit.addresses.LiquidationRegistry),
      feed: await by({ ...message, feedId: other }),
      round: await by({ ...message, round: 2n }),
      snapshot: await by({ ...message, snapshotCommitment: 334n }),
      surfaces: await by({ ...message, surfacesRoot: idOf('other surfaces') }),
    };
    const digest = hashTypedData({
      domain: {
        name: 'Fairmark Feed',
        version: '1',
        chainId: kit.chain.chainId,
        verifyingContract: kit.addresses.FeedRegistry,
      },
      types: TICK_TYPES,
      primaryType: 'Tick',
      message: { ...message },
    });
    for (const signatures of Object.values(foreign)) {
      // Under the digest of this tick it is the signature of nobody known.
      const nobody = await recoverAddress({ hash: digest, signature: signatures[0] as Hex });
      await expectRevert(anchorSigned(message, signatures), 'SignerRefused', [0, nobody]);
      expect(await read('tickHashOf', [feedId, 1n])).toBe(ZERO_WORD);
    }
    await anchorSigned({ ...message, feedId: other }, foreign.feed);
    await anchorSigned(message, await by(message));
  });

  test('RG-04: checkSignatures checks without remembering', async () => {
    const { kit, tick, read, feedId } = await start();
    const message = tick({ observedAt: kit.chain.timestamp + 1_000n });
    await read('checkSignatures', [message, await kit.signTick(message)]);
    const one = read('checkSignatures', [message, await kit.signTick(message, [oracle(0)])]);
    await expectRevert(one, 'QuorumMissed', [1, 2]);
    const unknown = { ...message, feedId: idOf('no feed') };
    await expectRevert(read('checkSignatures', [unknown, []]), 'FeedUnknown', [unknown.feedId]);
    expect(await read('tickHashOf', [feedId, 1n])).toBe(ZERO_WORD);
  });
});

describe('ticks that are known (RG-04)', () => {
  test('RG-04: anchoring says everything, by anybody, and once', async () => {
    const { anchor, tick, hash, read, feedId, newest, now } = await start();
    const message = tick({ round: 5n, previousTick: idOf('round four') });
    const tickHash = await hash(message);
    const done = await anchor(message);
    expectValues(done.result, [tickHash, 5n]);
    const { epoch: _, ...fields } = message;
    expectEvents(done, [['TickAnchored', { ...fields, tickHash }]]);
    expect(await read('tickHashOf', [feedId, 5n])).toBe(tickHash);
    expect(await newest()).toEqual([5n, now]);
    const again = await anchor(message);
    expectValues(again.result, [tickHash, 5n]);
    expectEvents(again, []);
  });

  test('RG-04: a tick is not of the future, not by a second', async () => {
    const { anchor, tick, chain, now } = await start();
    const message = tick({ observedAt: now + 1n });
    await expectRevert(anchor(message), 'TickInFuture', [now + 1n, now]);
    chain.warp(1n);
    await anchor(message);
    const far = tick({ round: 2n, observedAt: 2n ** 64n - 1n });
    await expectRevert(anchor(far), 'TickInFuture', [2n ** 64n - 1n, now + 1n]);
  });

  test('RG-04: rounds count from one', async () => {
    const { anchor, tick } = await start();
    await expectRevert(anchor(tick({ round: 0n })), 'RoundZero');
  });

  test('V3 RG-04: a snapshot commitment is below the order of the field', async () => {
    const { anchor, tick } = await start();
    for (const snapshotCommitment of [SCALAR_FIELD, SCALAR_FIELD + 333n, 2n ** 256n - 1n]) {
      await expectRevert(anchor(tick({ snapshotCommitment })), 'SnapshotNotCanonical', [snapshotCommitment]);
    }
    await anchor(tick({ snapshotCommitment: SCALAR_FIELD - 1n }));
  });

  test('V5 RG-04: a round has one tick', async () => {
    const { anchor, tick, hash, feedId } = await start();
    const message = tick();
    await anchor(message);
    for (const other of [
      tick({ snapshotCommitment: 334n }),
      tick({ surfacesRoot: idOf('other') }),
      tick({ observedAt: message.observedAt - 1n }),
      tick({ previousTick: idOf('other') }),
    ]) {
      await expectRevert(anchor(other), 'TickConflict', [feedId, 1n, await hash(message), await hash(other)]);
    }
  });

  test('V5 RG-04: a tick names the one before it', async () => {
    const { anchor, tick, hash, feedId, chain } = await start();
    const first = tick({ round: 4n });
    await anchor(first);
    chain.warp(1n);
    const named = await hash(first);
    for (const previousTick of [ZERO_WORD, idOf('other')]) {
      const second = tick({ round: 5n, previousTick });
      await expectRevert(anchor(second), 'PreviousTickWrong', [feedId, 5n, named, previousTick]);
    }
    await anchor(tick({ round: 5n, previousTick: named }));
  });

  test('V5 RG-04: an older tick has to be the one that the next names', async () => {
    const { anchor, tick, hash, feedId, chain } = await start();
    const older = tick({ round: 4n });
    const rival = tick({ round: 4n, snapshotCommitment: 334n });
    chain.warp(1n);
    await anchor(tick({ round: 5n, previousTick: await hash(older) }));
    const conflict = [feedId, 4n, await hash(older), await hash(rival)];
    await expectRevert(anchor(rival), 'TickConflict', conflict);
    const done = await anchor(older);
    expectValues(done.result, [await hash(older), 5n]);
    await expectRevert(anchor(rival), 'TickConflict', conflict);
  });

  test('V5 RG-04: times rise with rounds, also where an older one comes later', async () => {
    const { anchor, tick, feedId, chain, newest, now } = await start();
    chain.warp(100n);
    await anchor(tick({ round: 10n, observedAt: now + 50n }));
    const refused = async (round: bigint, observedAt: bigint) =>
      expectRevert(anchor(tick({ round, observedAt, previousTick: idOf('unknown') })), 'TimeNotMonotone', [
        feedId,
        round,
        observedAt,
      ]);
    // Newer rounds: a second each at least.
    await refused(12n, now + 49n);
    await refused(12n, now + 50n);
    await refused(12n, now + 51n);
    // Older rounds: the same backwards.
    await refused(8n, now + 51n);
    await refused(8n, now + 50n);
    await refused(8n, now + 49n);
    expect(await newest()).toEqual([10n, now + 50n]);

    const older = await anchor(tick({ round: 8n, observedAt: now + 48n, previousTick: idOf('unknown') }));
    expect(older.result[1]).toBe(10n);
    expect(await newest()).toEqual([10n, now + 50n]);
    const newer = await anchor(tick({ round: 12n, observedAt: now + 52n, previousTick: idOf('unknown') }));
    expect(newer.result[1]).toBe(12n);
    expect(await newest()).toEqual([12n, now + 52n]);
  });

  test('RG-04: no quorum can end a feed with the largest round', async () => {
    const { anchor, tick, feedId, chain, newest, now } = await start();
    await anchor(tick());
    chain.warp(1n);
    const last = 2n ** 64n - 1n;
    await expectRevert(anchor(tick({ round: last })), 'TimeNotMonotone', [feedId, last, now + 1n]);
    expect(await newest()).toEqual([1n, now]);
    const { anchor: anchorFirst, tick: firstTick } = await start();
    // The first tick of a feed too: rounds do not outrun the seconds since 1970.
    await expectRevert(anchorFirst(firstTick({ round: now + 1n })), 'TimeNotMonotone', [feedId, now + 1n, now]);
    await anchorFirst(firstTick({ round: now }));
  });

  test('RG-04: a quorum that ran ahead is overtaken by the next round', async () => {
    const { anchor, tick, chain, newest, hash, now } = await start();
    await anchor(tick());
    chain.warp(100n);
    const rogue = tick({ round: 101n });
    await anchor(rogue);
    chain.warp(1n);
    await anchor(tick({ round: 102n, previousTick: await hash(rogue) }));
    expect(await newest()).toEqual([102n, now + 101n]);
  });

  test('RG-04: the ticks of two feeds have nothing to do with each other', async () => {
    const { kit, anchor, tick, feedId, read, now, chain } = await start();
    await kit.registerFeed('other');
    const other = idOf('other');
    chain.warp(10n);
    await anchor(tick({ round: 9n }));
    await anchor(tick({ feedId: other, round: 1n }));
    expectValues(await read('newestTick', [feedId]), [9n, now + 10n]);
    expectValues(await read('newestTick', [other]), [1n, now + 10n]);
    expect(await read('tickHashOf', [other, 9n])).toBe(ZERO_WORD);
    await kit.send('FeedRegistry', 'revokeSigner', [other, oracle(0).address], ACTORS.feedAdmin);
    expect(await read('isRevoked', [feedId, oracle(0).address])).toBe(false);
    await anchor(tick({ round: 9n }));
  });
});
