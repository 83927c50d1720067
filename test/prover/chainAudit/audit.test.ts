import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { encodeFunctionResult, type Hex, toEventSelector } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proofFromWords } from '../../../prover/chain/proofFromWords.ts';
import type { AuditDocument } from '../../../prover/chainAudit/auditDocument.ts';
import { describeAudit } from '../../../prover/chainAudit/describeAudit.ts';
import { FINDING_CODES } from '../../../prover/chainAudit/finding.ts';
import { auditCommand } from '../../../prover/commands/audit.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { selectorOf } from '../../../verifier/chain/encodeCall.ts';
import { REGISTRY_VIEWS } from '../../../verifier/generated/registryAbi.ts';
import type { VerificationKeyRecords } from '../../../verifier/verificationKey.ts';
import { changed } from '../../support/documents.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { registeredCharter } from '../../support/evm/registeredCase.ts';
import { RegisteredVenue } from '../../support/evm/registeredVenue.ts';
import { ACTORS, DAY, idOf, ORACLES, TERMS } from '../../support/evm/registryKit.ts';
import { type RpcServerOptions, rpcServer } from '../../support/evm/rpcServer.ts';
import { Folder } from '../../system/support.ts';

const schema: { properties: { findings: { items: { properties: { code: { enum: string[] } } } } } } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../schemas/audit.schema.json'), 'utf8'),
);
const fits = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

let prover: AnythingProver;
let contract: ContractArtifact;
let folder: Folder;
beforeAll(async () => {
  prover = await AnythingProver.create();
  contract = await prover.verifier();
});
afterAll(() => prover?.close());
beforeEach(() => {
  folder = new Folder();
  return () => folder.remove();
});

interface Audited {
  readonly code: number;
  readonly audit: AuditDocument;
  /** Codes of findings and warnings, with the number where there is one. */
  readonly codes: readonly string[];
  readonly text: string;
}

async function audited(
  { its, venue }: RegisteredVenue,
  args: readonly string[] = [],
  { keys = its.trustedKeys, ...server }: RpcServerOptions & { keys?: VerificationKeyRecords } = {},
): Promise<Audited> {
  const node = await rpcServer(its.kit.chain, server);
  try {
    const out: string[] = [];
    const all = ['--rpc', node.url, '--registry', its.registry, '--venue', venue, '--json', ...args];
    const code = await auditCommand(keys).run(all, { print: (line) => out.push(line), progress: () => {} });
    const audit: AuditDocument = JSON.parse(out.join('\n'));
    fits(audit);
    expect(fits.errors).toBeNull();
    const codes = audit.findings.map((its) => (its.sequence === null ? its.code : `${its.code} ${its.sequence}`));
    return { code, audit, codes, text: describeAudit(audit).join('\n') };
  } finally {
    await node.close();
  }
}

/** A venue with four liquidations of three accounts over two ticks, all recorded. */
async function honestVenue(): Promise<RegisteredVenue> {
  const venue = await RegisteredVenue.create(prover, contract);
  const { accountAfter } = venue.its.receipt.publicSignals;
  await venue.record(5_555n);
  await venue.announce([
    { handle: 'alice', accountBefore: BigInt(accountAfter), chained: true },
    { handle: 'bob', accountBefore: 7_000n },
  ]);
  await venue.record(BigInt(accountAfter), 8_000n);
  await venue.record(7_000n);
  return venue;
}

test('the schema knows every finding', () => {
  expect(schema.properties.findings.items.properties.code.enum).toEqual(Object.keys(FINDING_CODES));
});

describe('an honest venue', () => {
  let honest: RegisteredVenue;
  beforeAll(async () => {
    honest = await honestVenue();
  });

  test('V20 V25 is clean: every number, every proof, every link; and a DEVELOPMENT key cannot be overlooked', async () => {
    const { code, audit, codes, text } = await audited(honest);
    expect(codes).toEqual([]);
    expect(code).toBe(0);
    expect(audit.headline).toBe(
      'CLEAN (DEVELOPMENT): nothing was found. 4 announced liquidations, 4 proofs verified again.',
    );
    expect(audit.venues).toMatchObject([
      { name: honest.venue, announced: 4, recorded: 4, verified: 4, open: 0, overdue: 0, accounts: 3 },
    ]);
    expect(text).toMatch(/^CLEAN \(DEVELOPMENT\)/);
    expect(text).toMatch(/^!! DEVELOPMENT key: its secret is public/m);
    expect(text).toMatch(/^ {2}1 {3}DEVELOPMENT {2}liquidation_small {2}0x/m);
    expect(text).toContain('No findings.');
  });

  test('V5 V6 prints who controls the feed', async () => {
    const { audit, text } = await audited(honest);
    const feed = audit.feeds.find(({ name }) => name === honest.feed);
    expect(feed).toMatchObject({ admin: ACTORS.feedAdmin.address.toLowerCase(), ticks: 2 });
    expect(feed?.epochs).toMatchObject([{ epoch: 0, quorum: 2, cancelled: false }]);
    expect(text).toContain(`who administers it can change its signers: ${ACTORS.feedAdmin.address.toLowerCase()}`);
    expect(text).toMatch(/epoch 0 from .*: 2 of 0x[0-9a-f]{40}, 0x[0-9a-f]{40}, 0x[0-9a-f]{40}/);
  });

  test('is read in ranges as small as the node allows, with the same result', async () => {
    expect((await audited(honest, [], { mostBlocks: 3n })).audit).toEqual((await audited(honest)).audit);
  });

  test('from a later block is PARTIAL, and what lies before is not missed', async () => {
    const { its } = honest;
    const { blocks } = its.kit.chain;
    // The last announcement comes with its tick: a log more than any other transaction of this venue has.
    const announced = blocks.findIndex(({ logs }) => logs.length === 4);
    const last = blocks.slice(announced + 1).find(({ logs }) => logs.length === 4) ?? blocks[announced];
    await expect(audited(honest, ['--from-block', String(last?.number)])).rejects.toMatchObject({
      code: 'VENUE_UNKNOWN',
    });
    const node = await rpcServer(its.kit.chain);
    const out: string[] = [];
    const args = ['--rpc', node.url, '--registry', its.registry, '--from-block', String(last?.number), '--json'];
    await auditCommand(its.trustedKeys).run(args, { print: (line) => out.push(line), progress: () => {} });
    await node.close();
    const audit: AuditDocument = JSON.parse(out.join('\n'));
    fits(audit);
    expect(fits.errors).toBeNull();
    expect(audit.banners).toEqual(['PARTIAL']);
    expect(audit.venues).toMatchObject([{ name: null, announced: 2, recorded: 2 }]);
    // The verifier was added before: its proofs cannot be judged, and nothing is taken for granted.
    expect([...new Set(audit.findings.map(({ code }) => code))]).toEqual([
      'predecessor-wrong',
      'account-root-wrong',
      'events-missing',
    ]);
  });

  test('of another name is not found', async () => {
    await expect(audited(honest, ['--venue', 'Nobody'])).rejects.toMatchObject({ code: 'VENUE_UNKNOWN' });
  });

  test('U2 U4 receipts: one is the record, one altered, one different, one of nowhere, one missing', async () => {
    const { its } = honest;
    const { receipt } = its;
    folder.write('good.json', receipt);
    folder.write('altered.json', changed(receipt, 'publicSignals.accountAfter', '5'));
    folder.write('broken.json', changed(receipt, 'proof.a', []));
    folder.write('elsewhere.json', changed(receipt, 'domain.registry', `0x${'7'.repeat(40)}`));
    folder.write('note.json', { hello: 1 });
    folder.write('opening.json', its.opening);
    const { code, audit, codes } = await audited(honest, ['--receipts', folder.path]);
    expect(code).toBe(1);
    expect(codes).toEqual([
      'receipt-altered 2',
      'receipt-unreadable',
      'receipt-unknown 2',
      'receipt-missing 1',
      'receipt-missing 3',
      'receipt-missing 4',
    ]);
    expect(audit.receipts).toEqual({ matched: 1, otherFiles: 2 });
    const altered = audit.findings.find((finding) => finding.code === 'receipt-altered');
    expect(altered?.sentence).toMatch(
      /^altered\.json: .*is not the published receipt\. That does not show that the venue cheated\.$/,
    );
  });

  test('U4 a receipt with a proof of another result is not the published receipt', async () => {
    const { its } = honest;
    const { accountBefore, accountAfter } = its.receipt.publicSignals;
    const other = await its.kit.proof(its.venueId, BigInt(accountBefore), BigInt(accountAfter), 4_711n);
    const signals = { ...its.receipt.publicSignals, outcomeCommitment: '4711' };
    folder.write('other.json', { ...its.receipt, publicSignals: signals, proof: proofFromWords(other.proof) });
    const { codes, audit } = await audited(honest, ['--receipts', folder.path]);
    expect(codes).toContain('receipt-different 2');
    expect(audit.findings[0]?.sentence).toContain('it is not the published receipt');
  });

  test('V23 under a key that is not built in nothing is verified', async () => {
    const { codes, audit } = await audited(honest, [], { keys: {} });
    expect(codes).toEqual(['key-unknown 1', 'key-unknown 2', 'key-unknown 3', 'key-unknown 4']);
    expect(audit.venues[0]?.verified).toBe(0);
  });

  test('V22 a registry that calls the key otherwise than the built-in list is told', async () => {
    const record = honest.its.trustedKeys[prover.keyHash];
    if (!record) throw new Error('no key');
    const { codes } = await audited(honest, [], { keys: { [prover.keyHash]: { ...record, kind: 'ceremony' } } });
    expect(codes).toContain('key-kind-wrong 1');
  });

  test('V23 a retired verifier is a warning at every number under it', async () => {
    const venue = await honestVenue();
    await venue.its.kit.send('VerifierRegistry', 'retire', [1], ACTORS.guardian);
    const { code, codes } = await audited(venue);
    expect(codes).toEqual(['verifier-retired 1', 'verifier-retired 2', 'verifier-retired 3', 'verifier-retired 4']);
    expect(code).toBe(0);
  });
});

describe('a venue that', () => {
  test('V20 leaves numbers unproven is told: open, overdue, flagged', async () => {
    const venue = await honestVenue();
    const { kit } = venue.its;
    await venue.announce([
      { handle: 'carol', accountBefore: 20n },
      { handle: 'dave', accountBefore: 30n },
    ]);
    const open = await audited(venue);
    expect(open.codes).toEqual([]);
    expect(open.audit.venues[0]).toMatchObject({ open: 2, overdue: 0 });

    kit.chain.warp(BigInt(TERMS.recordWithin) + 1n);
    await kit.send('LiquidationRegistry', 'flagOverdue', [venue.its.venueId, [30n]]);
    const { code, codes, audit, text } = await audited(venue);
    expect(codes).toEqual(['overdue-unflagged 5', 'overdue-flagged 6']);
    expect(code).toBe(1);
    expect(audit.venues[0]).toMatchObject({ open: 0, overdue: 2, recorded: 4 });
    expect(text).toMatch(/^FINDINGS \(DEVELOPMENT\): 2 findings\./);
    expect(text).toContain('number 6: No proof before the deadline');
  });

  test('V29 signs two truths is told', async () => {
    const venue = await honestVenue();
    const { kit, venueId } = venue.its;
    const statement = {
      venueId,
      handle: idOf('alice'),
      accountNumber: 42n,
      stateSequence: 9n,
      stateTime: kit.chain.timestamp - 100n,
      accountCommitment: 1n,
    };
    const other = { ...statement, accountCommitment: 2n };
    const sign = (message: object) => kit.sign('AccountStatement', message, ACTORS.statementSigner);
    await kit.send('LiquidationRegistry', 'reportEquivocation', [
      statement,
      await sign(statement),
      other,
      await sign(other),
    ]);
    const { codes, audit } = await audited(venue);
    expect(codes).toEqual(['equivocated']);
    expect(audit.findings[0]?.sentence).toContain('two statements about state 9 of account number 42');
  });

  test('V2 RG-02 shows outsiders other terms and feeds than it applies is told', async () => {
    const laxer = await RegisteredVenue.create(prover, contract, { terms: { ...TERMS, tickAge: 6_000 } });
    await laxer.record(5_555n);
    expect((await audited(laxer)).codes).toEqual(['charter-terms-differ']);
    const ownFeed = await RegisteredVenue.create(prover, contract, { feed: 'a feed of its own' });
    await ownFeed.record(5_555n);
    expect((await audited(ownFeed)).codes).toEqual(['charter-feeds-differ']);
    const vague = { ...registeredCharter(), venue: 'Another Venue' };
    const renamed = await RegisteredVenue.create(prover, contract, { published: vague });
    await renamed.record(5_555n);
    expect((await audited(renamed)).codes).toEqual(['charter-unreadable']);
  });

  test('V6 has a hand in its own feed, or whose feed lost a signer, is told', async () => {
    const venue = await honestVenue();
    const { kit } = venue.its;
    const feedId = idOf(venue.feed);
    const [signer] = ORACLES;
    await kit.send('FeedRegistry', 'revokeSigner', [feedId, signer?.address], ACTORS.feedAdmin);
    await kit.send('FeedRegistry', 'setFeedAdmin', [feedId, ACTORS.publisher.address], ACTORS.feedAdmin);
    const { code, codes, audit, text } = await audited(venue);
    expect(codes).toEqual(['feed-signer-revoked', 'feed-of-the-venue']);
    expect(code).toBe(0);
    const publisher = ACTORS.publisher.address.toLowerCase();
    expect(audit.feeds.find(({ name }) => name === venue.feed)).toMatchObject({
      admin: publisher,
      revoked: [signer?.address.toLowerCase()],
    });
    expect(text).toContain(`The venue itself has a hand in its feed "${venue.feed}": ${publisher}.`);
  });

  test('V29 liquidates a state older than one that it had signed is told', async () => {
    const venue = await honestVenue();
    const { kit, venueId } = venue.its;
    const facts = await kit.read('LiquidationRegistry', 'factsOf', [venueId, 3n]);
    const used = {
      venueId,
      handle: idOf('bob'),
      accountNumber: 8n,
      stateSequence: 5n,
      stateTime: BigInt(facts.observedAt) - 100n,
      accountCommitment: 7_000n,
    };
    const newer = { ...used, stateSequence: 6n, stateTime: BigInt(facts.observedAt) - 50n, accountCommitment: 7_001n };
    const sign = (message: object) => kit.sign('AccountStatement', message, ACTORS.statementSigner);
    await kit.send('LiquidationRegistry', 'reportStaleState', [used, await sign(used), newer, await sign(newer)]);
    const { codes, audit } = await audited(venue);
    expect(codes).toEqual(['stale-state-liquidated 4']);
    expect(audit.findings[0]?.sentence).toContain('State 5 was liquidated, and the venue had signed the newer state 6');
  });

  test('V33 takes charters back is told, and the one before stays in force', async () => {
    const venue = await honestVenue();
    const { kit, venueId } = venue.its;
    const document: Hex = `0x${Buffer.from('{}').toString('hex')}`;
    await kit.send(
      'CharterRegistry',
      'proposeCharter',
      [venueId, document, 5n, TERMS, [idOf(venue.feed)]],
      ACTORS.publisher,
    );
    await kit.send('CharterRegistry', 'cancelCharter', [venueId], ACTORS.publisher);
    kit.chain.warp(DAY);
    await venue.announce([{ handle: 'erin', accountBefore: 40n }]);
    await venue.record(40n);
    expect((await audited(venue)).codes).toEqual(['charter-cancelled', 'charter-unreadable']);
  });
});

describe('a lying node', () => {
  let honest: RegisteredVenue;
  beforeAll(async () => {
    honest = await honestVenue();
  });
  type Log = { topics: Hex[]; data: Hex };
  const changing = (name: string, change: (log: Log, nth: number) => Log | undefined): RpcServerOptions => {
    const { abis } = honest.its.kit;
    const abi = [...abis.LiquidationRegistry, ...abis.CharterRegistry].filter(({ type }) => type === 'event');
    const item = abi.find((event) => event.type === 'event' && event.name === name);
    if (item?.type !== 'event') throw new Error(`there is no event ${name}`);
    const topic = toEventSelector(item);
    return {
      lie: (method, _, result) => {
        if (method !== 'eth_getLogs') return result;
        let nth = 0;
        return (result as Log[]).flatMap((log) => (log.topics[0] === topic ? (change(log, nth++) ?? []) : log));
      },
    };
  };
  const withWord = (data: Hex, word: number, value: bigint): Hex =>
    `0x${data.slice(2, 2 + 64 * word)}${value.toString(16).padStart(64, '0')}${data.slice(2 + 64 * (word + 1))}`;
  const wordOf = (data: Hex, word: number) => BigInt(`0x${data.slice(2 + 64 * word, 2 + 64 * (word + 1))}`);
  const plusOne =
    (word: number, only = 0) =>
    (log: Log, nth: number) =>
      nth === only ? { ...log, data: withWord(log.data, word, wordOf(log.data, word) + 1n) } : log;

  test.each([
    [
      'an announcement left out',
      'LiquidationAnnounced',
      (log: Log, nth: number) => (nth === 1 ? undefined : log),
      ['numbers-not-consecutive 3', 'events-missing', 'events-missing', 'predecessor-wrong 3'],
    ],
    [
      'a record left out',
      'LiquidationRecorded',
      (log: Log, nth: number) => (nth === 1 ? undefined : log),
      ['events-missing'],
    ],
    [
      'a batch left out',
      'BatchAnnounced',
      (log: Log, nth: number) => (nth === 0 ? undefined : log),
      [
        'numbers-not-consecutive 1',
        'numbers-not-consecutive 2',
        'events-missing',
        'events-missing 1',
        'events-missing 2',
      ],
    ],
    [
      'another account after',
      'LiquidationRecorded',
      (log: Log, nth: number) =>
        nth === 0
          ? { ...log, topics: [...log.topics.slice(0, 3), idOf('another').replace(/^0x./, '0x0') as Hex] }
          : log,
      ['link-broken 3', 'proof-invalid 2'],
    ],
    ['another outcome', 'LiquidationRecorded', plusOne(1), ['proof-invalid 2']],
    ['another account before', 'LiquidationRecorded', plusOne(0), ['record-contradicts 2', 'proof-invalid 2']],
    ['another proof', 'LiquidationRecorded', plusOne(2), ['proof-invalid 2']],
    [
      'another rulebook',
      'BatchAnnounced',
      plusOne(3),
      ['charter-not-in-force 1', 'proof-invalid 1', 'proof-invalid 2'],
    ],
    ['another surface', 'BatchAnnounced', plusOne(4), ['proof-invalid 1', 'proof-invalid 2']],
    ['another snapshot', 'BatchAnnounced', plusOne(5), ['tick-differs 1', 'proof-invalid 1', 'proof-invalid 2']],
    ['another observation', 'BatchAnnounced', plusOne(6), ['tick-differs 1']],
    ['a later announcement', 'BatchAnnounced', plusOne(7), ['tick-differs 1']],
    ['a later deadline', 'BatchAnnounced', plusOne(8), ['tick-differs 1']],
    [
      'another verifier',
      'BatchAnnounced',
      plusOne(9),
      ['verifier-not-chosen 1', 'events-missing 1', 'verifier-not-chosen 2', 'events-missing 2'],
    ],
    ['another charter', 'BatchAnnounced', plusOne(10), ['charter-not-in-force 1']],
    ['another round', 'BatchAnnounced', plusOne(11), ['tick-differs 1']],
    ['another feed', 'BatchAnnounced', plusOne(1), ['feed-not-in-charter 1', 'tick-unknown 1']],
    ['another predecessor', 'LiquidationAnnounced', plusOne(1, 2), ['predecessor-wrong 3']],
    ['another first state', 'LiquidationAnnounced', plusOne(0, 2), ['link-broken 3', 'record-contradicts 3']],
  ] as const)('W4 V5 V15 V25 that gives %s is found out', async (_, name, change, expected) => {
    const { codes, code } = await audited(honest, [], changing(name, change));
    expect(codes).toEqual(expected);
    expect(code).toBe(1);
  });

  const without = (place: number) => (log: Log, nth: number) => (nth === place ? undefined : log);
  const setting = (word: number, value: bigint, only: number) => (log: Log, nth: number) =>
    nth === only ? { ...log, data: withWord(log.data, word, value) } : log;

  // The first charter is of another venue; the second tick, the third and fourth number are of one batch.
  test.each([
    ['a tick left out', 'TickAnchored', without(1), ['tick-unknown 3']],
    ['a tick at the time of the one before', 'TickAnchored', setting(0, 0n, 1), ['tick-order', 'tick-differs 3']],
    ['a tick that names another before it', 'TickAnchored', plusOne(3, 1), ['tick-chain-broken']],
    ['a tick with other market data', 'TickAnchored', plusOne(1, 1), ['tick-differs 3']],
    ['a charter with another digest', 'CharterProposed', plusOne(1, 1), ['charter-digest-wrong']],
    ['a charter that was in force too soon', 'CharterProposed', setting(2, 1_773_900_000n, 1), ['charter-delay-short']],
    [
      'a charter that was not in force yet',
      'CharterProposed',
      setting(2, 1_900_000_000n, 1),
      ['charter-not-in-force 1', 'charter-not-in-force 3'],
    ],
    [
      'a charter with a shorter deadline',
      'CharterProposed',
      setting(3, 60n, 1),
      ['charter-terms-differ', 'tick-differs 1', 'tick-differs 3'],
    ],
    [
      'a charter with a shorter age of ticks',
      'CharterProposed',
      setting(5, 4n, 1),
      ['charter-terms-differ', 'tick-stale 1', 'tick-stale 3'],
    ],
    [
      'a charter without rounds',
      'CharterProposed',
      setting(7, 0n, 1),
      ['charter-terms-differ', 'rounds-exceeded 1', 'rounds-exceeded 2', 'rounds-exceeded 3', 'rounds-exceeded 4'],
    ],
    [
      'a charter with another feed',
      'CharterProposed',
      plusOne(11, 1),
      ['charter-feeds-differ', 'feed-not-in-charter 1', 'feed-not-in-charter 3'],
    ],
    ['a charter with another text', 'CharterProposed', plusOne(13, 1), ['charter-digest-wrong']],
    [
      'a later account root',
      'AccountRootPublished',
      setting(1, 1_900_000_000n, 0),
      ['account-root-wrong 1', 'account-root-wrong 2'],
    ],
    ['no account root', 'AccountRootPublished', without(1), ['account-root-wrong 4']],
    [
      'another account',
      'LiquidationAnnounced',
      (log: Log, nth: number) => (nth === 2 ? { ...log, topics: [...log.topics.slice(0, 3), idOf('another')] } : log),
      ['link-broken 3', 'predecessor-wrong 3'],
    ],
    [
      'one state twice',
      'LiquidationAnnounced',
      setting(0, 5_555n, 3),
      ['state-announced-twice 4', 'record-contradicts 4'],
    ],
  ] as const)('W4 V4 V5 V28 that gives %s is found out', async (_, name, change, expected) => {
    const { codes, code } = await audited(honest, [], changing(name, change));
    expect(codes).toEqual(expected);
    expect(code).toBe(1);
  });

  test('V4 that gives laxer terms than were applied: a tick one round behind the newest', async () => {
    const venue = await honestVenue();
    const { kit, venueId } = venue.its;
    const { tick, surface } = await venue.tick();
    const next = {
      feedId: tick.feedId,
      round: tick.round + 1n,
      previousTick: await kit.read('FeedRegistry', 'hashTick', [tick]),
    };
    kit.chain.warp(60n);
    const newer = await kit.nextTick(next, { venueId });
    await kit.send('FeedRegistry', 'anchor', [newer.tick, await kit.signTick(newer.tick)]);
    const signedTick = { tick, signatures: await kit.signTick(tick) };
    const announcement = { handle: idOf('alice'), accountBefore: 8_000n, chained: true, proof: [] };
    const args = [venueId, 1, signedTick, surface, 0n, [announcement]];
    await kit.send('LiquidationRegistry', 'announce', args, ACTORS.announcer);
    await venue.record(8_000n);
    expect((await audited(venue)).codes).toEqual([]);
    const { codes, audit } = await audited(venue, [], changing('CharterProposed', setting(4, 0n, 1)));
    expect(codes).toEqual(['charter-terms-differ', 'tick-stale 5']);
    expect(audit.findings[1]?.sentence).toContain('1 rounds behind the newest');
  });

  test('V20 that gives a late record is found out', async () => {
    const lie: RpcServerOptions = {
      lie: (method, [tag], result) =>
        method === 'eth_getBlockByNumber' && tag !== 'latest'
          ? { ...(result as object), timestamp: '0x7fffffff' }
          : result,
    };
    const { codes } = await audited(honest, [], lie);
    expect(codes).toEqual(
      expect.arrayContaining(['recorded-late 1', 'recorded-late 2', 'recorded-late 3', 'recorded-late 4']),
    );
  });

  test('W4 that gives logs of no such contract is a failure', async () => {
    const strange = changing('LiquidationRecorded', (log) => ({ ...log, data: '0x12' }));
    await expect(audited(honest, [], strange)).rejects.toMatchObject({ code: 'RPC_CONTRADICTS' });
  });

  test('W4 that flags the venue without evidence in its logs is found out', async () => {
    const selector = selectorOf('hasEquivocated', REGISTRY_VIEWS.hasEquivocated);
    const lie: RpcServerOptions = {
      lie: (method, [call], result) => {
        const { data = '' } = (call ?? {}) as { data?: string };
        if (method !== 'eth_call' || !data.startsWith(selector)) return result;
        return encodeFunctionResult({
          abi: honest.its.kit.abis.LiquidationRegistry,
          functionName: 'hasEquivocated',
          result: true,
        });
      },
    };
    expect((await audited(honest, [], lie)).codes).toEqual(['equivocated']);
  });
});

describe('bad input', () => {
  const run = (...args: string[]) => auditCommand().run(args, { print: () => {}, progress: () => {} });
  const registry = `0x${'1'.repeat(40)}`;
  test.each([
    [['--registry', registry], 'ARGUMENTS'],
    [['--rpc', 'http://127.0.0.1:1/'], 'ARGUMENTS'],
    [['--rpc', 'nowhere', '--registry', registry], 'RPC_URL'],
    [['--rpc', 'http://127.0.0.1:1/', '--registry', '0x1'], 'ADDRESS_INVALID'],
    [['--rpc', 'http://127.0.0.1:1/', '--registry', registry, '--from-block', 'x'], 'BLOCK_RANGE'],
    [['file', '--rpc', 'http://127.0.0.1:1/', '--registry', registry], 'ARGUMENTS'],
    [['--rpc', 'http://127.0.0.1:1/secret', '--registry', registry], 'RPC_FAILED'],
  ])('%j is refused', async (args, code) => {
    const error: unknown = await run(...args).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, remedy: expect.any(String) });
    expect(String(error)).not.toContain('secret');
  });

  test('an address without a registry is a failure, not a clean registry', async () => {
    const venue = await RegisteredVenue.create(prover, contract);
    const node = await rpcServer(venue.its.kit.chain);
    try {
      await expect(run('--rpc', node.url, '--registry', registry)).rejects.toMatchObject({ code: 'CHAIN_ANSWER' });
      await expect(
        run('--rpc', node.url, '--registry', venue.its.registry, '--from-block', '9999'),
      ).rejects.toMatchObject({ code: 'BLOCK_RANGE' });
    } finally {
      await node.close();
    }
  });

  test('--help prints the help', async () => {
    const out: string[] = [];
    expect(await auditCommand().run(['--help'], { print: (line) => out.push(line), progress: () => {} })).toBe(0);
    expect(out.join('\n')).toContain('Usage: fairmark audit');
  });
});
