import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToHex, type Hex, hashTypedData, hexToBytes, recoverAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SIGNED_TYPES } from '../../verifier/signed/signedTypes.ts';
import { type PrivateKeyAccountWithKey, testAccount } from '../support/evm/evmChain.ts';
import { expectEvents, expectRevert, expectValues } from '../support/evm/expectations.ts';
import { AnythingProver } from '../support/evm/provenItems.ts';
import { ACTORS, accountsTree, DAY, idOf, RegistryKit, ZERO_WORD } from '../support/evm/registryKit.ts';

const OTHER_VENUE = 'Other Venue';
const otherId = idOf(OTHER_VENUE);

const ACCOUNT = 42n;
const HANDLE = idOf('handle 42');
/** States of the account by their sequence; the second was liquidated into the third. */
const USED = 1_002n;
const AFTER = 1_003n;
/** Announced and never proven. */
const UNPROVEN = 2_001n;
const UNPROVEN_HANDLE = idOf('handle 43');

interface StatementMessage {
  venueId: Hex;
  handle: Hex;
  accountNumber: bigint;
  stateSequence: bigint;
  stateTime: bigint;
  accountCommitment: bigint;
}

let prover: AnythingProver;
let base: RegistryKit;
/** Of the tick with which the liquidations were announced. */
let observedAt: bigint;
beforeAll(async () => {
  prover = await AnythingProver.create();
  base = await RegistryKit.create(prover, await prover.verifier());
  const { venueId, chain } = base;
  await base.registerVenue(OTHER_VENUE);
  const tree = accountsTree([
    [HANDLE, USED],
    [UNPROVEN_HANDLE, UNPROVEN],
  ]);
  await base.publishAccountRoot(venueId, tree.root as Hex);
  chain.warp(60n);
  const { tick, surface } = await base.nextTick();
  observedAt = tick.observedAt;
  chain.warp(5n);
  const announcement = (handle: Hex, accountBefore: bigint, i: number) => ({
    handle,
    accountBefore,
    chained: false,
    proof: tree.getProof(i),
  });
  await base.send(
    'LiquidationRegistry',
    'announce',
    [
      venueId,
      1,
      { tick, signatures: await base.signTick(tick) },
      surface,
      1n,
      [announcement(HANDLE, USED, 0), announcement(UNPROVEN_HANDLE, UNPROVEN, 1)],
    ],
    ACTORS.announcer,
  );
  await base.send('LiquidationRegistry', 'record', [venueId, await base.proof(venueId, USED, AFTER, 7n)]);
  chain.warp(100n);
});
afterAll(() => prover?.close());

/** A registry for each test in which number 1 (from `USED`, at `observedAt`) is recorded and number 2 is not. */
async function start() {
  const kit = await base.fork();
  const { venueId, chain } = kit;
  const statement = (fields: Partial<StatementMessage> = {}): StatementMessage => ({
    venueId,
    handle: HANDLE,
    accountNumber: ACCOUNT,
    stateSequence: 2n,
    stateTime: observedAt - 50n,
    accountCommitment: USED,
    ...fields,
  });
  const sign = (message: StatementMessage, signer: PrivateKeyAccountWithKey = ACTORS.statementSigner) =>
    kit.sign('AccountStatement', message, signer);
  const send = (name: string, args: readonly unknown[]) => kit.send('LiquidationRegistry', name, args);
  const read = (name: string, args: readonly unknown[] = []) => kit.read('LiquidationRegistry', name, args);
  const both = async (name: string, first: StatementMessage, second: StatementMessage) =>
    send(name, [first, await sign(first), second, await sign(second)]);
  return {
    kit,
    chain,
    venueId,
    statement,
    sign,
    send,
    read,
    hash: (message: StatementMessage): Promise<Hex> => read('hashStatement', [message]),
    flagged: (id = venueId): Promise<boolean> => read('hasEquivocated', [id]),
    report: (first: StatementMessage, second: StatementMessage) => both('reportEquivocation', first, second),
    reportStale: (used: StatementMessage, newer: StatementMessage) => both('reportStaleState', used, newer),
    retire: (signer: string, id = venueId) =>
      kit.send('CharterRegistry', 'retireStatementSigner', [id, signer], ACTORS.admin),
    addSigner: (signer: string, id = venueId) =>
      kit.send('CharterRegistry', 'addStatementSigner', [id, signer], ACTORS.admin),
  };
}

const STATEMENT_TYPES = { AccountStatement: SIGNED_TYPES.AccountStatement.map(([type, name]) => ({ type, name })) };
const typedData = (kit: RegistryKit, message: StatementMessage) => ({
  domain: {
    name: 'Fairmark Registry',
    version: '1',
    chainId: kit.chain.chainId,
    verifyingContract: kit.addresses.LiquidationRegistry,
  },
  types: STATEMENT_TYPES,
  primaryType: 'AccountStatement' as const,
  message: { ...message },
});

describe('statements (RG-13)', () => {
  test('RG-13: the hash is the EIP-712 digest of this chain and registry, and covers every field', async () => {
    const { kit, hash, statement, read } = await start();
    expect(await hash(statement())).toBe(hashTypedData(typedData(kit, statement())));
    const others: Partial<StatementMessage>[] = [
      { venueId: otherId },
      { handle: idOf('other') },
      { accountNumber: 43n },
      { stateSequence: 3n },
      { stateTime: 1n },
      { accountCommitment: 1n },
    ];
    const hashes = await Promise.all([{}, ...others].map((fields) => hash(statement(fields))));
    expect(new Set(hashes).size).toBe(7);
    expectValues(await read('eip712Domain'), [
      '0x0f',
      'Fairmark Registry',
      '1',
      kit.chain.chainId,
      kit.addresses.LiquidationRegistry,
      ZERO_WORD,
      [],
    ]);
  });
});

describe('two statements for one state (RG-13)', () => {
  const CONTRADICTIONS: [what: string, fields: Partial<StatementMessage>][] = [
    ['commitment', { accountCommitment: 1_999n }],
    ['handle', { handle: idOf('second handle') }],
    ['time', { stateTime: 1_774_000_001n }],
  ];

  test.each(CONTRADICTIONS)('V29 U1 RG-13: another %s is equivocation, in both orders', async (_, fields) => {
    for (const isSwapped of [false, true]) {
      const { report, statement, hash, venueId, flagged } = await start();
      const pair = [statement(), statement(fields)] as const;
      const [first, second] = isSwapped ? ([pair[1], pair[0]] as const) : pair;
      expect(await flagged()).toBe(false);
      expectEvents(await report(first, second), [
        [
          'Equivocated',
          {
            venueId,
            accountNumber: ACCOUNT,
            stateSequence: 2n,
            firstStatement: await hash(first),
            secondStatement: await hash(second),
            reporter: ACTORS.stranger.address,
          },
        ],
      ]);
      expect(await flagged()).toBe(true);
    }
  });

  test('RG-13: the flag stays, and a second report says so again', async () => {
    const { report, statement, flagged, chain, retire } = await start();
    const other = statement({ accountCommitment: 1_999n });
    await report(statement(), other);
    await retire(ACTORS.statementSigner.address);
    chain.warp(10_000_000n);
    expect(await flagged()).toBe(true);
    const third = statement({ accountCommitment: 1_998n });
    expect((await report(other, third)).logs).toHaveLength(1);
    expect(await flagged()).toBe(true);
  });

  test('RG-13: one statement with two signatures is not equivocation', async () => {
    const { kit, statement, sign, send, hash, flagged, addSigner } = await start();
    const message = statement();
    const digest = await hash(message);
    const usual = await sign(message);
    const agree = async (first: Hex, second: Hex) =>
      expectRevert(send('reportEquivocation', [message, first, message, second]), 'StatementsAgree', [digest]);
    await agree(usual, usual);

    // Another nonce: another signature of the same key, as valid.
    const another = signedWithAnotherNonce(digest, ACTORS.statementSigner);
    expect(another).not.toBe(usual);
    expect(await recoverAddress({ hash: digest, signature: another })).toBe(ACTORS.statementSigner.address);
    await agree(usual, another);

    // Another key of the venue.
    await addSigner(ACTORS.stranger.address);
    await agree(usual, await sign(message, ACTORS.stranger));
    expect(await flagged(kit.venueId)).toBe(false);
  });

  test('V29 RG-13: two keys of one venue equivocate as one does', async () => {
    const { statement, sign, send, flagged, addSigner } = await start();
    await addSigner(ACTORS.stranger.address);
    const [first, second] = [statement(), statement({ accountCommitment: 1_999n })];
    await send('reportEquivocation', [first, await sign(first), second, await sign(second, ACTORS.stranger)]);
    expect(await flagged()).toBe(true);
  });

  test('RG-13: statements of two venues, accounts or states do not contradict', async () => {
    const { report, reportStale, statement, venueId, flagged } = await start();
    const first = statement();
    for (const tell of [report, reportStale]) {
      const ofVenue = statement({ venueId: otherId, stateSequence: 3n });
      await expectRevert(tell(first, ofVenue), 'StatementsOfTwoVenues', [venueId, otherId]);
      const ofAccount = statement({ accountNumber: 43n, stateSequence: 3n });
      await expectRevert(tell(first, ofAccount), 'StatementsOfTwoAccounts', [ACCOUNT, 43n]);
    }
    const ofState = statement({ stateSequence: 3n, accountCommitment: AFTER });
    await expectRevert(report(first, ofState), 'StatementsOfTwoStates', [2n, 3n]);
    expect(await flagged()).toBe(false);
    expect(await flagged(otherId)).toBe(false);
  });

  test('V29 RG-13: two handles for one account contradict each other, whatever the states are', async () => {
    const { report, statement, flagged, hash, venueId } = await start();
    const first = statement();
    const second = statement({ handle: idOf('other'), stateSequence: 3n, accountCommitment: AFTER });
    const done = await report(first, second);
    expectEvents(done, [
      [
        'Equivocated',
        {
          venueId,
          accountNumber: ACCOUNT,
          stateSequence: 2n,
          firstStatement: await hash(first),
          secondStatement: await hash(second),
          reporter: ACTORS.stranger.address,
        },
      ],
    ]);
    expect(await flagged()).toBe(true);
  });

  test('RG-13: evidence against one venue never flags another', async () => {
    const { report, statement, flagged } = await start();
    // Both venues have the same signer.
    await report(statement({ venueId: otherId }), statement({ venueId: otherId, accountCommitment: 1_999n }));
    expect(await flagged(otherId)).toBe(true);
    expect(await flagged()).toBe(false);
  });
});

/** What both reports check of each signature; `second` contradicts for one report and is newer for the other. */
describe.each([
  ['reportEquivocation', { accountCommitment: 1_999n }],
  ['reportStaleState', { stateSequence: 3n, accountCommitment: 1_999n }],
] as const)('signatures that %s takes (RG-13)', (name, contradiction) => {
  /** A signature of the venue for one of the statements, and something else for the other. */
  async function pair() {
    const started = await start();
    const { statement, sign, send } = started;
    const messages = [statement(), statement(contradiction)] as const;
    const right = [await sign(messages[0]), await sign(messages[1])] as const;
    return {
      ...started,
      messages,
      right,
      /** Reports with another signature in one position. */
      tell: (position: number, signature: Hex) =>
        send(name, [
          messages[0],
          position === 0 ? signature : right[0],
          messages[1],
          position === 1 ? signature : right[1],
        ]),
    };
  }

  test.each([0, 1])('RG-13: signature %i is by a key of the venue', async (position) => {
    const { messages, sign, tell, flagged, right, venueId, kit } = await pair();
    const message = messages[position] as StatementMessage;
    for (const outsider of [ACTORS.admin, ACTORS.publisher, ACTORS.announcer, ACTORS.stranger, testAccount(77)]) {
      const refusal = [position, outsider.address];
      await expectRevert(tell(position, await sign(message, outsider)), 'StatementSignerRefused', refusal);
    }
    // A key of another venue alone is none of this one's.
    const foreign = testAccount(78);
    await kit.send('CharterRegistry', 'addStatementSigner', [otherId, foreign.address], ACTORS.admin);
    const byForeign = tell(position, await sign(message, foreign));
    await expectRevert(byForeign, 'StatementSignerRefused', [position, foreign.address]);
    expect(await flagged(venueId)).toBe(false);
    await tell(position, right[position] as Hex);
    expect(await flagged(venueId)).toBe(true);
  });

  test.each([0, 1])('RG-13: signature %i has one spelling', async (position) => {
    const { tell, right, flagged } = await pair();
    const signature = right[position] as Hex;
    for (const other of [
      ...malleated(signature),
      signature.slice(0, -2) as Hex,
      `${signature}00` as Hex,
      '0x' as Hex,
      `0x${'00'.repeat(65)}` as Hex,
    ]) {
      await expectRevert(tell(position, other), 'StatementSignatureInvalid', [position]);
    }
    expect(await flagged()).toBe(false);
  });

  test.each([0, 1])('V15 RG-13: signature %i is for this statement on this chain and registry', async (position) => {
    const { kit, messages, tell, flagged } = await pair();
    const message = messages[position] as StatementMessage;
    const { statementSigner } = ACTORS;
    const { LiquidationRegistry, FeedRegistry } = kit.addresses;
    const type = 'AccountStatement';
    const foreign = [
      await kit.sign(type, message, statementSigner, LiquidationRegistry, 1n),
      await kit.sign(type, message, statementSigner, FeedRegistry),
      await kit.sign(type, { ...message, venueId: otherId }, statementSigner),
      await kit.sign(type, { ...message, accountCommitment: 5n }, statementSigner),
    ];
    for (const signature of foreign) {
      const nobody = await recoverAddress({ hash: hashTypedData(typedData(kit, message)), signature });
      await expectRevert(tell(position, signature), 'StatementSignerRefused', [position, nobody]);
    }
    expect(await flagged()).toBe(false);
  });

  test.each([0, 1])('U1 RG-13: statement %i counts if its state is before the end of its key', async (position) => {
    const signer = ACTORS.statementSigner.address;
    const { kit, statement, sign, send, flagged, retire, chain, addSigner } = await start();
    // The other statement is by a key that does not end.
    await addSigner(ACTORS.stranger.address);
    const tell = async (stateTime: bigint) => {
      const messages = [statement(), statement(contradiction)] as const;
      const message = { ...(messages[position] as StatementMessage), stateTime };
      const other = messages[1 - position] as StatementMessage;
      const signed = [message, await sign(message)] as const;
      const others = [other, await sign(other, ACTORS.stranger)] as const;
      return send(name, position === 0 ? [...signed, ...others] : [...others, ...signed]);
    };
    await retire(signer);
    const until = chain.timestamp + DAY;
    for (const stateTime of [until, until + 1n, 2n ** 64n - 1n]) {
      await expectRevert(tell(stateTime), 'StatementSignerRefused', [position, signer]);
    }
    chain.warp(1_000_000n);
    await expectRevert(tell(until), 'StatementSignerRefused', [position, signer]);
    expect(await flagged(kit.venueId)).toBe(false);
    await tell(observedAt - 1n);
    expect(await flagged(kit.venueId)).toBe(true);
  });
});

describe('a liquidation from an old state (RG-13)', () => {
  test('V29 RG-13: a newer state one second before the tick is evidence, at the tick’s second it is not', async () => {
    const { reportStale, statement, venueId, flagged } = await start();
    const newer = (stateTime: bigint) => statement({ stateSequence: 3n, accountCommitment: 1_999n, stateTime });
    for (const stateTime of [observedAt, observedAt + 1n]) {
      const refusal = [stateTime, observedAt];
      await expectRevert(reportStale(statement(), newer(stateTime)), 'StateAfterTick', refusal);
    }
    expect(await flagged()).toBe(false);
    expectEvents(await reportStale(statement(), newer(observedAt - 1n)), [
      ['StaleStateLiquidated', { venueId, sequence: 1n, accountNumber: ACCOUNT, usedState: 2n, newerState: 3n }],
    ]);
    expect(await flagged()).toBe(true);
    expect(await flagged(otherId)).toBe(false);
  });

  test('RG-13: the state that the liquidation itself made is not evidence', async () => {
    const { reportStale, statement, flagged } = await start();
    const made = statement({ stateSequence: 3n, accountCommitment: AFTER, stateTime: observedAt + 2n });
    await expectRevert(reportStale(statement(), made), 'StateAfterTick', [observedAt + 2n, observedAt]);
    expect(await flagged()).toBe(false);
  });

  test('RG-13: the newer state is newer', async () => {
    const { reportStale, statement } = await start();
    for (const stateSequence of [0n, 1n, 2n]) {
      const older = statement({ stateSequence, accountCommitment: 1_999n });
      await expectRevert(reportStale(statement(), older), 'StateNotNewer', [2n, stateSequence]);
    }
    // By any number of states.
    await reportStale(statement(), statement({ stateSequence: 2n ** 64n - 1n, accountCommitment: 1_999n }));
  });

  test('V29 RG-13: the liquidation from the old state is recorded, not only announced', async () => {
    const { kit, reportStale, statement, sign, venueId, chain, flagged, send, read } = await start();
    const newer = statement({ stateSequence: 3n, accountCommitment: 1_999n });
    const refused = async (accountCommitment: bigint, id = venueId) =>
      expectRevert(
        reportStale(statement({ venueId: id, accountCommitment }), { ...newer, venueId: id }),
        'StateNotRecorded',
        [id, accountCommitment],
      );
    await refused(9_999n);
    await refused(AFTER);
    await refused(UNPROVEN);
    // A state that another venue liquidated.
    await refused(USED, otherId);
    const inTime = await kit.fork();
    chain.warp(3_600n);
    await send('flagOverdue', [venueId, [UNPROVEN]]);
    expect((await read('stateOf', [venueId, UNPROVEN])).status).toBe(3);
    await refused(UNPROVEN);
    expect(await flagged()).toBe(false);
    expect(await flagged(otherId)).toBe(false);

    // The same evidence counts where the proof came in time.
    await inTime.send('LiquidationRegistry', 'record', [venueId, await inTime.proof(venueId, UNPROVEN, 2_002n, 8n)]);
    const used = statement({ accountCommitment: UNPROVEN });
    const signatures = [await sign(used), await sign(newer)];
    const evidence = [used, signatures[0], newer, signatures[1]];
    expectEvents(await inTime.send('LiquidationRegistry', 'reportStaleState', evidence), [
      ['StaleStateLiquidated', { venueId, sequence: 2n, accountNumber: ACCOUNT, usedState: 2n, newerState: 3n }],
    ]);
  });
});

/** A second valid signature of a digest by the same key. */
function signedWithAnotherNonce(digest: Hex, { privateKey }: PrivateKeyAccountWithKey): Hex {
  const options = { prehash: false, format: 'recovered', extraEntropy: new Uint8Array(32).fill(1) } as const;
  const [recovery = 0, ...rs] = secp256k1.sign(hexToBytes(digest), hexToBytes(privateKey), options);
  return bytesToHex(Uint8Array.of(...rs, 27 + recovery));
}

/** The same signature with the other s, with either recovery bit. */
function malleated(signature: Hex): Hex[] {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = order - BigInt(`0x${signature.slice(66, 130)}`);
  return ['1b', '1c'].map((v) => `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}` as Hex);
}
