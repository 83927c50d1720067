import { concat, keccak256, toBytes, toHex } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { contractNamed, readContracts } from '../../prover/setup/contracts/readContracts.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { testAccount } from '../support/evm/evmChain.ts';
import { expectEvents, expectRevert, expectValues } from '../support/evm/expectations.ts';
import { ACTORS, DAY, idOf, RegistryKit, TERMS, VENUE, ZERO_ADDRESS, ZERO_WORD } from '../support/evm/registryKit.ts';

const KINDS = ['ADMIN', 'PUBLISHER', 'ANNOUNCER', 'BOND_OWNER'] as const;
type Kind = (typeof KINDS)[number];

const kindWord = (kind: string) => toHex(kind, { size: 32 });
/** Active from this second: never, because it was cancelled. */
const NEVER = 2n ** 40n - 1n;
/** MAX_TERM: 30 days. */
const MOST_SECONDS = Number(30n * DAY);
const DOCUMENT = toHex('{"a charter":true}');

const HOLDERS: Record<Kind, (typeof ACTORS)[keyof typeof ACTORS]> = {
  ADMIN: ACTORS.admin,
  PUBLISHER: ACTORS.publisher,
  ANNOUNCER: ACTORS.announcer,
  BOND_OWNER: ACTORS.bondOwner,
};

/** A second venue, of which nobody acts for the first. */
const OTHER = 'Other Venue';
const OTHER_HOLDERS = {
  ADMIN: testAccount(31),
  PUBLISHER: testAccount(32),
  ANNOUNCER: testAccount(33),
  BOND_OWNER: testAccount(34),
} as const;
const otherId = idOf(OTHER);

const accountsOf = (holders: Record<Kind, { address: string }>, statementSigner = testAccount(35)) => ({
  admin: holders.ADMIN.address,
  publisher: holders.PUBLISHER.address,
  announcer: holders.ANNOUNCER.address,
  bondOwner: holders.BOND_OWNER.address,
  statementSigner: statementSigner.address,
});
const OTHER_ACCOUNTS = accountsOf(OTHER_HOLDERS);

let base: RegistryKit;
beforeAll(async () => {
  const verifier = contractNamed(await readContracts(defaultWorkspace().root), 'LiquidationSmallVerifier');
  base = await RegistryKit.create(undefined, verifier);
  await base.send('CharterRegistry', 'registerVenue', [OTHER, OTHER_ACCOUNTS, Number(DAY)]);
});

/** A charter registry of its own for each test: charter 0 of the venue is in force since the second that it starts in. */
async function start() {
  const kit = await base.fork();
  const { venueId, feedId } = kit;
  const send = (name: string, args: readonly unknown[], from = ACTORS.stranger) =>
    kit.send('CharterRegistry', name, args, from);
  return {
    kit,
    venueId,
    feedId,
    send,
    now: kit.chain.timestamp,
    read: (name: string, args: readonly unknown[] = []) => kit.read('CharterRegistry', name, args),
    role: (kind: string, id = venueId) => kit.read('CharterRegistry', 'roleOf', [id, kindWord(kind)]),
    cancel: () => send('cancelCharter', [venueId], ACTORS.publisher),
    /** The charter in force, as `index`; or the error. */
    inForce: async (time: bigint, feed = feedId) =>
      (await kit.read('CharterRegistry', 'charterFor', [venueId, feed, time]))[0] as number,
  };
}

describe('venues and roles (RG-01)', () => {
  const register = (kit: RegistryKit, name: string, accounts: object = OTHER_ACCOUNTS, delay = Number(DAY)) =>
    kit.send('CharterRegistry', 'registerVenue', [name, accounts, delay]);

  test('RG-01: registering names everybody and says so', async () => {
    const { kit, read } = await start();
    const venueId = idOf('Third Venue');
    expect(await read('isVenue', [venueId])).toBe(false);
    const done = await register(kit, 'Third Venue', OTHER_ACCOUNTS, 100_000);
    expect(done.result).toBe(venueId);
    const roles = await Promise.all(KINDS.map((kind) => read('roleOf', [venueId, kindWord(kind)])));
    expectEvents(done, [
      ...roles.map(
        (role) => ['RoleAdminChanged', { role, previousAdminRole: ZERO_WORD, newAdminRole: roles[0] }] as const,
      ),
      ...KINDS.map(
        (kind, i) =>
          [
            'RoleGranted',
            { role: roles[i], account: OTHER_HOLDERS[kind].address, sender: ACTORS.stranger.address },
          ] as const,
      ),
      ['VenueRegistered', { venueId, name: 'Third Venue', accounts: OTHER_ACCOUNTS, charterDelay: 100_000 }],
      ['StatementSignerAdded', { venueId, signer: OTHER_ACCOUNTS.statementSigner, from: kit.chain.timestamp }],
    ]);
    expect(await read('isVenue', [venueId])).toBe(true);
    expect(await read('charterCount', [venueId])).toBe(0);
  });

  test('RG-01: a name has 1 to 200 bytes', async () => {
    const { kit } = await start();
    await expectRevert(register(kit, ''), 'VenueNameInvalid', ['']);
    for (const name of ['a'.repeat(201), 'ä'.repeat(101)]) {
      await expectRevert(register(kit, name), 'VenueNameInvalid', [name]);
    }
    for (const name of ['a', 'ä'.repeat(100)]) {
      expect((await register(kit, name)).result).toBe(keccak256(toBytes(name)));
    }
  });

  test('RG-01: a name is taken once', async () => {
    const { kit } = await start();
    await expectRevert(register(kit, VENUE), 'VenueExists', [kit.venueId]);
    expect(
      await kit.read('CharterRegistry', 'hasRole', [
        await kit.read('CharterRegistry', 'roleOf', [kit.venueId, kindWord('ADMIN')]),
        OTHER_HOLDERS.ADMIN.address,
      ]),
    ).toBe(false);
  });

  test('RG-01: a delay is a day or more, and 30 days at most', async () => {
    const { kit, read } = await start();
    const least = Number(await read('MIN_DELAY'));
    const most = Number(await read('MAX_TERM'));
    expect({ least, most }).toEqual({ least: Number(DAY), most: MOST_SECONDS });
    await expectRevert(register(kit, 'v', OTHER_ACCOUNTS, 0), 'DelayTooShort', [0, least]);
    await expectRevert(register(kit, 'v', OTHER_ACCOUNTS, least - 1), 'DelayTooShort', [least - 1, least]);
    await expectRevert(register(kit, 'v', OTHER_ACCOUNTS, most + 1), 'DelayTooLong', [most + 1, most]);
    await register(kit, 'shortest', OTHER_ACCOUNTS, least);
    await register(kit, 'longest', OTHER_ACCOUNTS, most);
  });

  test.each(['admin', 'publisher', 'announcer', 'bondOwner', 'statementSigner'])(
    'RG-01: the zero address is no %s',
    async (field) => {
      const { kit } = await start();
      await expectRevert(register(kit, 'v', { ...OTHER_ACCOUNTS, [field]: ZERO_ADDRESS }), 'AccountZero', [field]);
    },
  );

  test('RG-01: each holder has one role of one venue, and nobody the default one', async () => {
    const { read } = await start();
    const everybody = [...Object.values(ACTORS), ...Object.values(OTHER_HOLDERS)];
    for (const [venueId, holders] of [
      [idOf(VENUE), HOLDERS],
      [otherId, OTHER_HOLDERS],
    ] as const) {
      for (const kind of KINDS) {
        const role = await read('roleOf', [venueId, kindWord(kind)]);
        for (const { address } of everybody) {
          const isHolder = address === holders[kind].address;
          expect(await read('hasRole', [role, address])).toBe(isHolder);
          const checked = read('checkRole', [venueId, kindWord(kind), address]);
          if (isHolder) await checked;
          else await expectRevert(checked, 'AccessControlUnauthorizedAccount', [address, role]);
        }
      }
    }
    for (const { address } of everybody) expect(await read('hasRole', [ZERO_WORD, address])).toBe(false);
    const unknown = idOf('no venue');
    await expectRevert(read('checkRole', [unknown, kindWord('ADMIN'), ACTORS.admin.address]), 'VenueUnknown', [
      unknown,
    ]);
  });

  test('RG-01: every role is governed by the admin of its own venue', async () => {
    const { read, role } = await start();
    for (const venueId of [idOf(VENUE), otherId]) {
      const admin = await role('ADMIN', venueId);
      for (const kind of KINDS) expect(await read('getRoleAdmin', [await role(kind, venueId)])).toBe(admin);
    }
    const roles = await Promise.all([idOf(VENUE), otherId].flatMap((id) => KINDS.map((kind) => role(kind, id))));
    expect(new Set(roles).size).toBe(8);
    // A kind that nothing uses has no admin but the default role, which nobody has.
    expect(await read('getRoleAdmin', [await role('MINT')])).toBe(ZERO_WORD);
  });

  test.each(KINDS)('RG-01: nobody but the venue’s admin grants or revokes %s', async (kind) => {
    const { read, send, role } = await start();
    const given = await role(kind);
    const admin = await role('ADMIN');
    const { ADMIN: _, ...others } = HOLDERS;
    const newcomer = ACTORS.stranger.address;
    for (const from of [...Object.values(others), ...Object.values(OTHER_HOLDERS), ACTORS.owner, ACTORS.stranger]) {
      const refusal = [from.address, admin];
      await expectRevert(send('grantRole', [given, newcomer], from), 'AccessControlUnauthorizedAccount', refusal);
      await expectRevert(
        send('revokeRole', [given, HOLDERS[kind].address], from),
        'AccessControlUnauthorizedAccount',
        refusal,
      );
    }
    const granted = await send('grantRole', [given, newcomer], ACTORS.admin);
    expectEvents(granted, [['RoleGranted', { role: given, account: newcomer, sender: ACTORS.admin.address }]]);
    const revoked = await send('revokeRole', [given, HOLDERS[kind].address], ACTORS.admin);
    expectEvents(revoked, [
      ['RoleRevoked', { role: given, account: HOLDERS[kind].address, sender: ACTORS.admin.address }],
    ]);
    expect(await read('hasRole', [given, newcomer])).toBe(true);
    expect(await read('hasRole', [given, HOLDERS[kind].address])).toBe(false);
    expect(await read('hasRole', [await role(kind, otherId), OTHER_HOLDERS[kind].address])).toBe(true);
  });

  test('RG-01: a role of an unused kind and the default role cannot be granted by anybody', async () => {
    const { send, role } = await start();
    for (const given of [await role('MINT'), ZERO_WORD, await role('ADMIN', idOf('no venue'))]) {
      for (const from of [...Object.values(ACTORS), ...Object.values(OTHER_HOLDERS)]) {
        await expectRevert(send('grantRole', [given, from.address], from), 'AccessControlUnauthorizedAccount', [
          from.address,
          ZERO_WORD,
        ]);
      }
    }
  });

  test('RG-01: a role is renounced by its holder alone', async () => {
    const { read, send, role } = await start();
    const given = await role('PUBLISHER');
    await expectRevert(
      send('renounceRole', [given, ACTORS.publisher.address], OTHER_HOLDERS.ADMIN),
      'AccessControlBadConfirmation',
    );
    // Renouncing what one does not have does nothing.
    expectEvents(await send('renounceRole', [given, OTHER_HOLDERS.ADMIN.address], OTHER_HOLDERS.ADMIN), []);
    expect(await read('hasRole', [given, ACTORS.publisher.address])).toBe(true);
    await send('renounceRole', [given, ACTORS.publisher.address], ACTORS.publisher);
    expect(await read('hasRole', [given, ACTORS.publisher.address])).toBe(false);
  });

  test('RG-01: a publisher who was revoked publishes no more, and the new one cancels what it left', async () => {
    const { kit, send, role, venueId } = await start();
    await kit.proposeCharter(venueId);
    await send('grantRole', [await role('PUBLISHER'), ACTORS.admin.address], ACTORS.admin);
    await send('revokeRole', [await role('PUBLISHER'), ACTORS.publisher.address], ACTORS.admin);
    await expectRevert(send('cancelCharter', [venueId], ACTORS.publisher), 'AccessControlUnauthorizedAccount', [
      ACTORS.publisher.address,
      await role('PUBLISHER'),
    ]);
    await send('cancelCharter', [venueId], ACTORS.admin);
  });

  const ACTIONS: [name: string, kind: Kind, args: readonly unknown[]][] = [
    ['proposeCharter', 'PUBLISHER', [DOCUMENT, 1n, TERMS, [idOf('test-feed')]]],
    ['cancelCharter', 'PUBLISHER', []],
    ['addStatementSigner', 'ADMIN', [ACTORS.stranger.address]],
    ['retireStatementSigner', 'ADMIN', [ACTORS.statementSigner.address]],
  ];

  test.each(ACTIONS)('RG-01: %s is for the %s of that venue', async (name, kind, args) => {
    const { kit, send, role, venueId } = await start();
    if (name === 'cancelCharter') await kit.proposeCharter(venueId);
    const needed = await role(kind);
    const allowed = HOLDERS[kind];
    const others = KINDS.filter((other) => other !== kind).map((other) => HOLDERS[other]);
    for (const from of [
      ...others,
      ...Object.values(OTHER_HOLDERS),
      ACTORS.stranger,
      ACTORS.owner,
      ACTORS.guardian,
      ACTORS.feedAdmin,
      ACTORS.statementSigner,
    ]) {
      await expectRevert(send(name, [venueId, ...args], from), 'AccessControlUnauthorizedAccount', [
        from.address,
        needed,
      ]);
    }
    const unknown = idOf('no venue');
    await expectRevert(send(name, [unknown, ...args], allowed), 'VenueUnknown', [unknown]);
    await send(name, [venueId, ...args], allowed);
  });

  test('RG-01: the roles of one venue do nothing to another', async () => {
    const { kit, send, read, inForce, now } = await start();
    const { PUBLISHER, ADMIN } = OTHER_HOLDERS;
    await send('proposeCharter', [otherId, DOCUMENT, 999n, TERMS, [kit.feedId]], PUBLISHER);
    await send('addStatementSigner', [otherId, ACTORS.stranger.address], ADMIN);
    await send('retireStatementSigner', [otherId, OTHER_ACCOUNTS.statementSigner], ADMIN);
    kit.chain.warp(DAY);
    expect(await inForce(now + DAY)).toBe(0);
    expect((await read('charterAt', [kit.venueId, 0])).rulebookCommitment).toBe(111n);
    expect(await read('charterCount', [kit.venueId])).toBe(1);
    expect(await read('isStatementSigner', [kit.venueId, ACTORS.stranger.address, now])).toBe(false);
    expect(await read('isStatementSigner', [kit.venueId, ACTORS.statementSigner.address, now + DAY])).toBe(true);
  });

  test('RG-01: it says by ERC-165 that it has OpenZeppelin’s roles', async () => {
    const { read } = await start();
    expect(await read('supportsInterface', ['0x7965db0b'])).toBe(true);
    expect(await read('supportsInterface', ['0xffffffff'])).toBe(false);
  });
});

describe('charters (RG-02)', () => {
  test('RG-02: a proposal is published in clear, with its digest', async () => {
    const { kit, send, read, venueId, now } = await start();
    const feeds = [idOf('one'), idOf('two')];
    const done = await send('proposeCharter', [venueId, DOCUMENT, 7n, TERMS, feeds], ACTORS.publisher);
    expect(done.result).toBe(1);
    const documentDigest = keccak256(DOCUMENT);
    expectEvents(done, [
      [
        'CharterProposed',
        {
          venueId,
          index: 1,
          rulebookCommitment: 7n,
          documentDigest,
          activeFrom: now + DAY,
          terms: TERMS,
          feeds,
          document: DOCUMENT,
        },
      ],
    ]);
    expect(await read('charterCount', [venueId])).toBe(2);
    expectValues(await read('charterAt', [venueId, 1]), {
      rulebookCommitment: 7n,
      documentDigest,
      feedsDigest: keccak256(concat(feeds)),
      activeFrom: now + DAY,
      supersededAt: 0,
      terms: TERMS,
    });
    expectValues(await read('charterFor', [venueId, feeds[0], now + DAY]), [1, await read('charterAt', [venueId, 1])]);
    await expectRevert(read('charterAt', [venueId, 2]), 'CharterUnknown', [venueId, 2]);
    await expectRevert(read('charterAt', [idOf('no venue'), 0]), 'CharterUnknown', [idOf('no venue'), 0]);
    expect(kit.chain.timestamp).toBe(now);
  });

  test('V1 RG-02: one second before its delay a charter is not in force, at the second it is', async () => {
    const { kit, venueId, inForce, now, read } = await start();
    await kit.proposeCharter(venueId, { rulebook: 2n });
    kit.chain.warp(DAY - 1n);
    expect(await inForce(kit.chain.timestamp)).toBe(0);
    kit.chain.warp(1n);
    expect(await inForce(kit.chain.timestamp)).toBe(1);
    // Judged at the tick's time, not at the time of the question.
    expect(await inForce(now + DAY - 1n)).toBe(0);
    kit.chain.warp(1_000n * DAY);
    expect(await inForce(now + DAY - 1n)).toBe(0);
    expect(await inForce(now + DAY)).toBe(1);
    await expectRevert(read('charterFor', [venueId, kit.feedId, now - 1n]), 'NoCharterInForce', [venueId, now - 1n]);
    expect(await inForce(now)).toBe(0);
  });

  test('V1 RG-02: the longest delay counts as the shortest does', async () => {
    const { kit, send, read } = await start();
    await send('registerVenue', ['slow', OTHER_ACCOUNTS, MOST_SECONDS]);
    const slow = idOf('slow');
    await send('proposeCharter', [slow, DOCUMENT, 1n, TERMS, [kit.feedId]], OTHER_HOLDERS.PUBLISHER);
    const activeFrom = kit.chain.timestamp + BigInt(MOST_SECONDS);
    await expectRevert(read('charterFor', [slow, kit.feedId, activeFrom - 1n]), 'NoCharterInForce', [
      slow,
      activeFrom - 1n,
    ]);
    expect((await read('charterFor', [slow, kit.feedId, activeFrom]))[0]).toBe(0);
  });

  test('RG-02: a venue without charters has none in force', async () => {
    const { kit, read, now } = await start();
    await expectRevert(read('charterFor', [otherId, kit.feedId, now]), 'NoCharterInForce', [otherId, now]);
    const unknown = idOf('no venue');
    await expectRevert(read('charterFor', [unknown, kit.feedId, now]), 'NoCharterInForce', [unknown, now]);
  });

  test('V2 V33 RG-02: one charter is pending at a time', async () => {
    const { kit, venueId, now } = await start();
    await kit.proposeCharter(venueId);
    for (const seconds of [0n, DAY - 1n]) {
      const copy = await kit.fork();
      copy.chain.warp(seconds);
      await expectRevert(copy.proposeCharter(venueId), 'CharterPending', [venueId, 1, now + DAY]);
    }
    kit.chain.warp(DAY);
    await kit.proposeCharter(venueId);
    await expectRevert(kit.proposeCharter(venueId), 'CharterPending', [venueId, 2, now + 2n * DAY]);
  });

  test('V33 RG-02: what is in force cannot be cancelled', async () => {
    const { kit, venueId, cancel, send, inForce } = await start();
    await expectRevert(cancel(), 'NoCharterPending', [venueId]);
    await expectRevert(send('cancelCharter', [otherId], OTHER_HOLDERS.PUBLISHER), 'NoCharterPending', [otherId]);
    await kit.proposeCharter(venueId);
    kit.chain.warp(DAY);
    await expectRevert(cancel(), 'NoCharterPending', [venueId]);
    expect(await inForce(kit.chain.timestamp)).toBe(1);
  });

  test('V33 RG-02: cancelling restarts the whole delay', async () => {
    const { kit, venueId, cancel, inForce, now, read } = await start();
    await kit.proposeCharter(venueId, { rulebook: 2n });
    kit.chain.warp(DAY - 1n);
    expectEvents(await cancel(), [['CharterCancelled', { venueId, index: 1 }]]);
    await expectRevert(cancel(), 'NoCharterPending', [venueId]);
    // The same charter again, in the same second: a new index, and a day more.
    expect((await kit.proposeCharter(venueId, { rulebook: 2n })).result).toBe(2);
    kit.chain.warp(DAY - 1n);
    expect(await inForce(kit.chain.timestamp)).toBe(0);
    kit.chain.warp(1n);
    expect(await inForce(kit.chain.timestamp)).toBe(2);
    expect(await inForce(now + DAY)).toBe(0);
    expectValues((await read('charterAt', [venueId, 1])).activeFrom, NEVER);
  });

  test('V33 RG-02: a cancelled charter is never in force, at no time', async () => {
    const { kit, venueId, cancel, inForce } = await start();
    await kit.proposeCharter(venueId);
    await cancel();
    for (const time of [NEVER - 1n, NEVER, NEVER + 1n, 2n ** 256n - 1n]) expect(await inForce(time)).toBe(0);
  });

  test('RG-02: each charter knows when its successor takes force, through every proposal and cancellation', async () => {
    const { kit, venueId, cancel, now, read } = await start();
    const times = async () => {
      const count: number = await read('charterCount', [venueId]);
      const charters = await Promise.all(Array.from({ length: count }, (_, i) => read('charterAt', [venueId, i])));
      return charters.map(({ activeFrom, supersededAt }) => [BigInt(activeFrom), BigInt(supersededAt)]);
    };
    const first = [now, 0n];
    expect(await times()).toEqual([first]);
    await kit.proposeCharter(venueId);
    expect(await times()).toEqual([
      [now, now + DAY],
      [now + DAY, 0n],
    ]);
    kit.chain.warp(10n);
    await cancel();
    expect(await times()).toEqual([first, [NEVER, 0n]]);
    await kit.proposeCharter(venueId);
    await cancel();
    expect(await times()).toEqual([first, [NEVER, 0n], [NEVER, 0n]]);
    kit.chain.warp(10n);
    await kit.proposeCharter(venueId);
    const third = now + 20n + DAY;
    expect(await times()).toEqual([
      [now, third],
      [NEVER, 0n],
      [NEVER, 0n],
      [third, 0n],
    ]);
    kit.chain.warp(DAY);
    await kit.proposeCharter(venueId);
    const fourth = third + DAY;
    expect(await times()).toEqual([
      [now, third],
      [NEVER, 0n],
      [NEVER, 0n],
      [third, fourth],
      [fourth, 0n],
    ]);
    await cancel();
    expect(await times()).toEqual([
      [now, third],
      [NEVER, 0n],
      [NEVER, 0n],
      [third, 0n],
      [NEVER, 0n],
    ]);
  });

  test('RG-02: a first charter that is cancelled leaves none in force, and the next one counts', async () => {
    const { kit, send, read } = await start();
    const args = [otherId, DOCUMENT, 1n, TERMS, [kit.feedId]];
    await send('proposeCharter', args, OTHER_HOLDERS.PUBLISHER);
    await send('cancelCharter', [otherId], OTHER_HOLDERS.PUBLISHER);
    kit.chain.warp(DAY);
    const time = kit.chain.timestamp;
    await expectRevert(read('charterFor', [otherId, kit.feedId, time]), 'NoCharterInForce', [otherId, time]);
    await send('proposeCharter', args, OTHER_HOLDERS.PUBLISHER);
    expect((await read('charterFor', [otherId, kit.feedId, time + DAY]))[0]).toBe(1);
  });

  test('RG-02: charters that were cancelled cost later announcements nothing', async () => {
    const { kit, venueId, cancel, inForce, feedId } = await start();
    const gas = async () => {
      const { to, abi } = { to: kit.addresses.CharterRegistry, abi: kit.abis.CharterRegistry };
      const args = [venueId, feedId, kit.chain.timestamp];
      return (await kit.chain.send({ to, abi, functionName: 'charterFor', args, from: ACTORS.stranger })).gas;
    };
    const before = await gas();
    for (let i = 0; i < 20; i++) {
      await kit.proposeCharter(venueId);
      await cancel();
    }
    expect(await gas()).toBe(before);
    expect(await inForce(kit.chain.timestamp)).toBe(0);
  });

  test('RG-02: the feeds of each charter are its own', async () => {
    const { kit, venueId, inForce, now, read, feedId } = await start();
    const feed = idOf('new feed');
    await kit.proposeCharter(venueId, { feeds: [feed] });
    expect(await read('namesFeed', [venueId, 0, feedId])).toBe(true);
    expect(await read('namesFeed', [venueId, 0, feed])).toBe(false);
    expect(await read('namesFeed', [venueId, 1, feedId])).toBe(false);
    expect(await read('namesFeed', [venueId, 1, feed])).toBe(true);
    expect(await read('namesFeed', [otherId, 1, feed])).toBe(false);
    expect(await inForce(now)).toBe(0);
    await expectRevert(read('charterFor', [venueId, feed, now]), 'FeedNotInCharter', [venueId, 0, feed]);
    expect(await inForce(now + DAY, feed)).toBe(1);
    // The new charter hides the older one, rather than leaving its feeds open.
    const later = read('charterFor', [venueId, feedId, now + DAY]);
    await expectRevert(later, 'FeedNotInCharter', [venueId, 1, feedId]);
  });

  test('RG-02: a charter needs a document, feeds and a canonical commitment', async () => {
    const { kit, send, venueId } = await start();
    const propose = (document: string, rulebook: bigint, feeds: readonly string[]) =>
      send('proposeCharter', [venueId, document, rulebook, TERMS, feeds], ACTORS.publisher);
    const feeds = [kit.feedId];
    await expectRevert(propose('0x', 1n, feeds), 'DocumentEmpty');
    await expectRevert(propose(DOCUMENT, 1n, []), 'FeedsEmpty');
    for (const rulebook of [SCALAR_FIELD, 2n ** 256n - 1n]) {
      await expectRevert(propose(DOCUMENT, rulebook, feeds), 'RulebookNotCanonical', [rulebook]);
    }
    await propose(DOCUMENT, SCALAR_FIELD - 1n, feeds);
  });

  const LIMITS: [term: keyof typeof TERMS, least: number, most: number, width: number][] = [
    ['recordWithin', 1, MOST_SECONDS, 32],
    ['roundsBehind', 0, 1_000_000, 32],
    ['tickAge', 1, MOST_SECONDS, 32],
    ['surfaceAge', 1, MOST_SECONDS, 32],
    ['roundsPerTick', 1, 65_535, 16],
  ];

  test.each(LIMITS)('RG-02: %s is from %i to %i', async (term, least, most, width) => {
    const { kit, venueId, cancel, read } = await start();
    const propose = (value: number) => kit.proposeCharter(venueId, { terms: { ...TERMS, [term]: value } });
    for (const value of [least - 1, most + 1, 2 ** width - 1]) {
      if (value < 0 || value >= 2 ** width || value === most) continue;
      await expectRevert(propose(value), 'TermInvalid', [term, value]);
    }
    for (const value of [least, most]) {
      const { result: index } = await propose(value);
      expect((await read('charterAt', [venueId, index])).terms[term]).toBe(value);
      await cancel();
    }
  });
});

describe('keys that sign statements (RG-01, RG-13)', () => {
  const signer = ACTORS.statementSigner.address;
  const second = ACTORS.stranger.address;

  test('RG-13: a key counts until a day after it is retired, for older states for ever', async () => {
    const { kit, send, read, venueId, now } = await start();
    const signs = (time: bigint, key: string = signer) => read('isStatementSigner', [venueId, key, time]);
    for (const time of [0n, now, NEVER - 1n]) expect(await signs(time)).toBe(true);
    // A time that no clock will show is no time of a state.
    expect(await signs(NEVER)).toBe(false);
    expect(await signs(now, second)).toBe(false);
    kit.chain.warp(100n);
    const done = await send('retireStatementSigner', [venueId, signer], ACTORS.admin);
    expectEvents(done, [['StatementSignerRetired', { venueId, signer, until: now + 100n + DAY }]]);
    expect(await signs(now + 99n + DAY)).toBe(true);
    expect(await signs(now + 100n + DAY)).toBe(false);
    kit.chain.warp(2n * DAY);
    expect(await signs(now + 99n + DAY)).toBe(true);
    expect(await signs(now + 100n + DAY)).toBe(false);
  });

  test('RG-13: a key is added once and retired once, and does not come back', async () => {
    const { send, venueId, now, read } = await start();
    const add = (key: string) => send('addStatementSigner', [venueId, key], ACTORS.admin);
    const retire = (key: string) => send('retireStatementSigner', [venueId, key], ACTORS.admin);
    await expectRevert(add(ZERO_ADDRESS), 'AccountZero', ['statementSigner']);
    await expectRevert(add(signer), 'SignerKnown', [venueId, signer]);
    await expectRevert(retire(second), 'SignerUnknown', [venueId, second]);
    expectEvents(await add(second), [['StatementSignerAdded', { venueId, signer: second, from: now }]]);
    await retire(signer);
    await expectRevert(retire(signer), 'SignerUnknown', [venueId, signer]);
    await expectRevert(add(signer), 'SignerKnown', [venueId, signer]);
    // Both have their own time.
    expect(await read('isStatementSigner', [venueId, second, now + DAY])).toBe(true);
    expect(await read('isStatementSigner', [venueId, signer, now + DAY])).toBe(false);
    // A key may sign for two venues; a statement names its venue.
    await send('addStatementSigner', [otherId, signer], OTHER_HOLDERS.ADMIN);
  });
});
