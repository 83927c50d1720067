import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import type { CheckId } from '../../verifier/checks.ts';
import { OPENING_BYTES, OpeningError, parseOpeningText, readOpening, writeOpening } from '../../verifier/opening.ts';
import type { Report } from '../../verifier/report.ts';
import { ReportBuilder } from '../../verifier/reportBuilder.ts';
import { OFF_CHAIN, type SigningPlace } from '../../verifier/signed/signingPlace.ts';
import type { UnsignedTick } from '../../verifier/signed/tick.ts';
import { checkSigned, type TrustedSigners } from '../../verifier/signedChecks.ts';
import { verifyReceipt, verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { accountDocument, changed, snapshotDocument } from '../support/documents.ts';
import { ReceiptFactory } from '../support/receipts.ts';
import {
  addressOf,
  keyOf,
  ON_CHAIN,
  ORACLES,
  type SignedStatementOptions,
  type SignedTickOptions,
  signedStatement,
  signedTick,
  surfacesAt,
  VENUE_SIGNER,
} from '../support/signed.ts';

const factory = await ReceiptFactory.create();
afterAll(() => factory.close());
const { receipt, opening: bare } = await factory.make();
const FEED = snapshotDocument().feed;
const VENUE_ADDRESS = addressOf(VENUE_SIGNER);
const ADDRESSES = ORACLES.map(({ address }) => address);
const [FIRST = '', SECOND = '', THIRD = ''] = ADDRESSES;
const TRUSTED: TrustedSigners = {
  oracleSigners: { [FEED]: { signers: ADDRESSES, quorum: 2 } },
  statementSigners: [VENUE_ADDRESS],
};
const STATEMENT: CheckId[] = ['statement', 'statement-place', 'statement-account', 'statement-signer'];
const TICK: CheckId[] = ['tick', 'tick-place', 'tick-snapshot', 'tick-surface', 'tick-signers'];

const [statement, tick] = await Promise.all([signedStatement(), signedTick()]);
const opening = { ...bare, statement, tick };

const verify = (its: unknown, trusted: TrustedSigners = {}) =>
  verifyReceipt(receipt, { trustedKeys: factory.trustedKeys, opening: its, ...trusted });
const ids = (report: Report, status: string) =>
  report.checks.filter((check) => check.status === status).map(({ id }) => id);
const check = (report: Report, id: CheckId) => report.checks.find((its) => its.id === id);
const withTick = async (options: SignedTickOptions) => ({ ...opening, tick: await signedTick(options) });
const withStatement = async (options: SignedStatementOptions) => ({
  ...opening,
  statement: await signedStatement(options),
});

/** INVALID by exactly these checks, and no fact passes that rests on one of them. */
function expectFailed(report: Report, ...failed: CheckId[]) {
  expect(report.verdict).toBe('INVALID');
  expect(ids(report, 'failed')).toEqual(failed);
  const fact = failed.some((id) => STATEMENT.includes(id)) ? 'account-statement' : 'oracle-signature';
  if (!failed.includes('tick-surface')) expect(check(report, fact)?.status).toBe('unconfirmed');
  expect(check(report, 'model-committed')?.status).toBe('unconfirmed');
}

describe('an opening with statement and tick', () => {
  test('survives reading and writing', () => {
    expect(writeOpening(readOpening(opening))).toEqual(opening);
    expect(Object.keys(writeOpening(readOpening(bare)))).not.toContain('tick');
  });

  test('V29 V30: passes every check against signers whom the caller trusts', () => {
    const report = verify(opening, TRUSTED);
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'failed')).toEqual([]);
    expect(ids(report, 'passed')).toEqual(
      expect.arrayContaining([...STATEMENT, ...TICK, 'account-statement', 'oracle-signature']),
    );
    for (const { id, sentence } of report.checks) expect(sentence, id).not.toBe('');
  });

  test('gives the same report from text, and with addresses in checksum case', () => {
    const checksummed = {
      oracleSigners: { [FEED]: { signers: ORACLES.map(({ account }) => account.address), quorum: 2 } },
      statementSigners: [VENUE_SIGNER.address],
    };
    const texts = { trustedKeys: factory.trustedKeys, openingText: JSON.stringify(opening), ...checksummed };
    expect(verifyReceiptText(JSON.stringify(receipt), texts)).toEqual(verify(opening, TRUSTED));
  });

  test('V1 V2: the surface is shown to be fixed and one for all, the rules are not', () => {
    const { status, sentence } = check(verify(opening, TRUSTED), 'model-committed') ?? {};
    expect(status).toBe('unconfirmed');
    expect(sentence).toMatch(
      /^The surface was fixed beforehand: .* one for each venue\. That charter and scenarios were, .* is not confirmed/,
    );
  });

  test('V6 V29: confirms nothing where nobody is trusted, and names who signed', () => {
    const report = verify(opening);
    expect(report.verdict).toBe('VALID');
    const open: CheckId[] = [
      'statement-signer',
      'tick-signers',
      'oracle-signature',
      'model-committed',
      'account-statement',
    ];
    expect(ids(report, 'unconfirmed')).toEqual(expect.arrayContaining(open));
    expect(check(report, 'statement-signer')?.sentence).toBe(
      `It was signed by ${VENUE_ADDRESS}: compare this address with the one that the venue publishes.`,
    );
    expect(check(report, 'tick-signers')?.sentence).toContain(`${FIRST}, ${SECOND}`);
    expect(check(report, 'account-statement')?.sentence).toContain(VENUE_ADDRESS);
    expect(check(report, 'oracle-signature')?.sentence).toContain(`${FIRST}, ${SECOND}`);
  });

  test('without them says what is missing', () => {
    const report = verify(bare, TRUSTED);
    expect(report.verdict).toBe('VALID');
    for (const id of [...STATEMENT, ...TICK]) expect(check(report, id)).toBeUndefined();
    expect(check(report, 'account-statement')?.sentence).toMatch(
      /^The opening holds no signed statement\. It is not confirmed/,
    );
    for (const id of ['oracle-signature', 'model-committed'] as const) {
      expect(check(report, id)?.sentence).toMatch(/^The opening holds no signed tick/);
    }
  });

  test('trust without an opening confirms nothing', () => {
    const report = verifyReceipt(receipt, { trustedKeys: factory.trustedKeys, ...TRUSTED });
    expect(ids(report, 'unconfirmed')).toEqual(
      expect.arrayContaining(['oracle-signature', 'model-committed', 'account-statement']),
    );
  });

  test('signers inside the opening are refused: whom to trust is for who verifies', () => {
    for (const extra of [TRUSTED, { oracleSigners: TRUSTED.oracleSigners }, { 'tick-signers': ADDRESSES }]) {
      expectInvalidOpening({ ...opening, ...extra }, 'opening');
    }
    expectInvalidOpening({ ...opening, tick: { ...tick, quorum: 1 } }, 'tick');
    expectInvalidOpening({ ...opening, statement: { ...statement, trusted: true } }, 'statement');
  });
});

function expectInvalidOpening(its: unknown, failed: CheckId) {
  expect(() => readOpening(its)).toThrow(OpeningError);
  const report = verify(its, TRUSTED);
  expect(report.verdict).toBe('INVALID');
  expect(ids(report, 'failed')).toEqual([failed]);
  for (const id of ['oracle-signature', 'account-statement'] as const) {
    expect(check(report, id)?.status).toBe('unconfirmed');
  }
}

describe('an altered opening', () => {
  const altered = (value: unknown): unknown => {
    if (typeof value === 'number') return value + 1;
    const text = String(value);
    if (/^0x/.test(text)) return `${text.slice(0, -1)}${text.endsWith('1') ? '2' : '1'}`;
    if (/Z$/.test(text)) return text.replace(/\d\dZ/, text.endsWith('01Z') ? '02Z' : '01Z');
    return /^\d+$/.test(text) ? '1' : `${text}x`;
  };
  const leaves = (value: unknown, prefix: string): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${prefix}.${key}`))
      : [[prefix, value]];

  test.each([
    ...leaves(statement, 'statement').map(([path, value]) => ['statement', path, altered(value)] as const),
    ...leaves(tick, 'tick').map(([path, value]) => ['tick', path, altered(value)] as const),
  ])('V6: with another part of the %s, %s, is INVALID', (part, path, value) => {
    expectInvalidOpening(changed(opening, path, value), part);
  });

  test.each([null, 1, [], {}, 'x'])('with %j in place of statement or tick is INVALID', (value) => {
    expectInvalidOpening({ ...opening, statement: value }, 'statement');
    expectInvalidOpening({ ...opening, tick: value }, 'tick');
  });

  test('W1: with anything in place of a value is INVALID, and never throws', () => {
    const spots = [...leaves(statement, 'statement'), ...leaves(tick, 'tick')];
    fc.assert(
      fc.property(fc.constantFrom(...spots), fc.jsonValue(), ([path, value], other) => {
        fc.pre(JSON.stringify(other) !== JSON.stringify(value));
        expect(verify(changed(opening, path, other), TRUSTED).verdict).toBe('INVALID');
      }),
      { numRuns: 40 },
    );
  });

  test('that is too large is refused before it is parsed', () => {
    expect(() => parseOpeningText(' '.repeat(OPENING_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'OPENING_TOO_LARGE' }),
    );
  });
});

describe('a statement', () => {
  const onAccount = (path: string, value: unknown) =>
    withStatement({ account: changed(accountDocument(), path, value) });

  test('V29: that contradicts the account of the proof: two truths', async () => {
    const report = verify(await onAccount('cash', '1'), TRUSTED);
    expectFailed(report, 'statement-account');
    expect(check(report, 'statement-account')?.sentence).toMatch(/^Two truths about state 17: /);
    expect(check(report, 'statement-account')?.sentence).toContain(
      `If ${VENUE_ADDRESS} signs for the venue, report the statement.`,
    );
  });

  test('U1: an owner who denies positions is answered by the statement that the venue signed on them', async () => {
    const denied = await onAccount('positions.1.quantity', '-1');
    expectFailed(verify(denied, TRUSTED), 'statement-account');
    const report = verify(
      { ...opening, accountBefore: changed(bare.accountBefore, 'positions.1.quantity', '-1') },
      TRUSTED,
    );
    expect(ids(report, 'failed')).toContain('account-before');
    expect(check(report, 'statement-account')).toMatchObject({
      status: 'unconfirmed',
      sentence: expect.stringMatching(/^Not compared/),
    });
    expect(check(report, 'account-statement')?.status).toBe('unconfirmed');
  });

  test('U1: of an older signed state: the sequence numbers differ', async () => {
    const older = await onAccount('sequence', 16);
    const report = verify(older, TRUSTED);
    expectFailed(report, 'statement-account');
    expect(check(report, 'statement-account')?.sentence).toBe(
      'The sequence numbers differ: the statement is on state 16, the account is in state 17. The statement is an older one.',
    );
  });

  test.each([
    ['2026-03-20T11:59:59Z', /it had signed a later state, of 2026-03-20T11:59:59Z, before the market data/],
    ['2026-03-20T12:00:00Z', /The statement is a later one\.$/],
  ])('V29: of a later state of %s', async (time, sentence) => {
    const account = changed(changed(accountDocument(), 'sequence', 18), 'time', time);
    const report = verify(await withStatement({ account }), TRUSTED);
    expectFailed(report, 'statement-account');
    expect(check(report, 'statement-account')?.sentence).toMatch(
      /^The sequence numbers differ: .* state 18, .* state 17/,
    );
    expect(check(report, 'statement-account')?.sentence).toMatch(sentence);
  });

  test('V14 B: a valid proof, but another account: not your account', async () => {
    const report = verify(await onAccount('accountNumber', 43), TRUSTED);
    expectFailed(report, 'statement-account');
    expect(check(report, 'statement-account')?.sentence).toMatch(/^Not your account/);
  });

  test('V29: by somebody else counts only as far as the caller trusts', async () => {
    const stranger = ORACLES[0]?.account ?? VENUE_SIGNER;
    const forged = await withStatement({ signer: stranger });
    const report = verify(forged, TRUSTED);
    expectFailed(report, 'statement-signer');
    expect(check(report, 'statement-signer')?.sentence).toContain(addressOf(stranger));
    expect(check(verify(forged), 'account-statement')?.status).toBe('unconfirmed');
    expectFailed(verify(opening, { ...TRUSTED, statementSigners: [] }), 'statement-signer');
  });

  test('V15: signed for another chain is not for this receipt', async () => {
    expectFailed(verify(await withStatement({ place: ON_CHAIN }), TRUSTED), 'statement-place');
  });
});

describe('a tick', () => {
  const distorted = (distort: (its: UnsignedTick) => UnsignedTick) => withTick({ distort });

  test.each<[string, (its: UnsignedTick) => UnsignedTick, string]>([
    ['snapshot', (its) => ({ ...its, snapshotCommitment: its.snapshotCommitment + 1n }), 'the commitment'],
    ['feed', (its) => ({ ...its, feed: 'another.feed' }), 'the feed'],
    ['round', (its) => ({ ...its, round: its.round + 1n }), 'the round'],
    ['time', (its) => ({ ...its, observedAt: its.observedAt + 1n }), 'the time'],
  ])('V6: of another %s shows nothing of this receipt', async (what, distort, wrong) => {
    const trusted =
      what === 'feed' ? { oracleSigners: { 'another.feed': { signers: ADDRESSES, quorum: 2 } } } : TRUSTED;
    const report = verify(await distorted(distort), trusted);
    expectFailed(report, 'tick-snapshot');
    expect(check(report, 'tick-snapshot')?.sentence).toContain(`proof: ${wrong} should`);
  });

  test('V1 V30: without the surface of the proof, which the oracle did not have before', async () => {
    const time = readOpening(bare).snapshot.time;
    const [own, other] = surfacesAt(time);
    if (!own || !other) throw new Error('the fixture has two surfaces');
    const none = verify(await withTick({ surfaces: [other] }), TRUSTED);
    expectFailed(none, 'tick-surface');
    expect(check(none, 'tick-surface')?.sentence).toContain('lists no surface of the venue');
    expect(check(none, 'oracle-signature')?.status).toBe('passed');
    expectFailed(verify(await withTick({ surfaces: [] }), TRUSTED), 'tick-surface');
    // The venue sent another surface in time, and proved with one that it made after it had seen the snapshot.
    const another = { ...own, surfaceCommitment: own.surfaceCommitment + 1n };
    const report = verify(await withTick({ surfaces: [another, other] }), TRUSTED);
    expectFailed(report, 'tick-surface');
    expect(check(report, 'tick-surface')?.sentence).toContain('had another surface of the venue');
    expect(check(report, 'model-committed')?.sentence).toContain('for every account: a check of the tick failed.');
  });

  test('V2: with two surfaces of the venue is INVALID, whoever signed it', async () => {
    const two = await distorted((its) => ({
      ...its,
      surfaces: its.surfaces.flatMap((entry) => [entry, { ...entry, surfaceCommitment: entry.surfaceCommitment + 7n }]),
    }));
    expectInvalidOpening(two, 'tick');
  });

  test('V6: needs a quorum of different trusted signers', async () => {
    const one = await withTick({ signers: ORACLES.slice(0, 1).map(({ account }) => account) });
    const report = verify(one, TRUSTED);
    expectFailed(report, 'tick-signers');
    expect(check(report, 'tick-signers')?.sentence).toBe(
      `Of the oracle signers that you trust 1 signed the tick, and 2 have to; the tick was signed by ${FIRST}.`,
    );
    const twice = { ...one, tick: { ...one.tick, signatures: [one.tick.signatures[0], one.tick.signatures[0]] } };
    expectInvalidOpening(twice, 'tick');
    const partly = { oracleSigners: { [FEED]: { signers: [SECOND, THIRD], quorum: 2 } } };
    expectFailed(verify(opening, partly), 'tick-signers');
    const strangers = { oracleSigners: { [FEED]: { signers: [VENUE_ADDRESS, addressOf(VENUE_SIGNER)], quorum: 1 } } };
    expectFailed(verify(opening, strangers), 'tick-signers');
  });

  test.each([0, -1, 0.5, Number.NaN, 4])('V6: a quorum of %s is met by nobody', (quorum) => {
    const report = verify(opening, { oracleSigners: { [FEED]: { signers: ADDRESSES, quorum } } });
    expectFailed(report, 'tick-signers');
    expect(check(report, 'tick-signers')?.sentence).toBe(
      `No quorum of ${quorum} can be met by the 3 oracle signers that you trust.`,
    );
  });

  test('V6: a signer who is trusted twice counts once', () => {
    const signers = [FIRST, FIRST.toUpperCase().replace('X', 'x'), THIRD];
    expectFailed(verify(opening, { oracleSigners: { [FEED]: { signers, quorum: 2 } } }), 'tick-signers');
  });

  test('signers of another feed are none of this one', () => {
    for (const oracleSigners of [{ 'another.feed': { signers: ADDRESSES, quorum: 2 } }, {}]) {
      const report = verify(opening, { ...TRUSTED, oracleSigners });
      expect(report.verdict).toBe('VALID');
      expect(check(report, 'tick-signers')?.sentence).toContain(`who signs for the feed "${FEED}"`);
      expect(check(report, 'oracle-signature')?.status).toBe('unconfirmed');
    }
  });

  test('of a feed that is called like a part of every object has no signers by that', async () => {
    for (const feed of ['constructor', '__proto__']) {
      const report = verify(await distorted((its) => ({ ...its, feed })), TRUSTED);
      expectFailed(report, 'tick-snapshot');
      expect(check(report, 'tick-signers')?.status).toBe('unconfirmed');
    }
  });

  test('V15: signed for another chain is not for this receipt', async () => {
    expectFailed(verify(await withTick({ place: ON_CHAIN }), TRUSTED), 'tick-place');
  });

  test('of many signers names a few and counts the others', async () => {
    const { privateKeyToAccount } = await import('viem/accounts');
    const signers = Array.from({ length: 9 }, (_, i) => privateKeyToAccount(keyOf(0x51 + i))).sort((a, b) =>
      addressOf(a) < addressOf(b) ? -1 : 1,
    );
    const sentence = check(verify(await withTick({ signers })), 'tick-signers')?.sentence;
    expect(sentence).toContain(addressOf(signers[4] ?? VENUE_SIGNER));
    expect(sentence).not.toContain(addressOf(signers[5] ?? VENUE_SIGNER));
    expect(sentence).toContain('and 4 more');
  });
});

describe('V15: a receipt of a chain', () => {
  const { chainId, verifyingContract } = ON_CHAIN;
  const domain = { ...receipt.domain, chainId: String(chainId), registry: verifyingContract };

  /** Only the checks of signed documents: what they do not read, the proof included, is that of an off-chain receipt. */
  async function check(place: SigningPlace) {
    const [its, other] = await Promise.all([signedStatement({ place }), signedTick({ place })]);
    const report = new ReportBuilder();
    report.demand('opening');
    checkSigned(readOpening({ ...bare, statement: its, tick: other }), { ...receipt, domain }, TRUSTED, report);
    const { checks } = report.report();
    return Object.fromEntries(checks.map(({ id, status }) => [id, status]));
  }

  test('takes what was signed for its chain and registry', async () => {
    expect(await check(ON_CHAIN)).toMatchObject({
      ...{ 'statement-place': 'passed', 'account-statement': 'passed' },
      ...{ 'tick-place': 'passed', 'oracle-signature': 'passed' },
    });
  });

  test('takes nothing of another chain, or of none', async () => {
    for (const place of [{ ...ON_CHAIN, chainId: 1n }, OFF_CHAIN]) {
      expect(await check(place)).toMatchObject({
        ...{ 'statement-place': 'failed', 'account-statement': 'unconfirmed' },
        ...{ 'tick-place': 'failed', 'oracle-signature': 'unconfirmed' },
      });
    }
  });

  test('takes no statement for another registry; which one checks ticks it does not say', async () => {
    expect(await check({ ...ON_CHAIN, verifyingContract: `0x${'cd'.repeat(20)}` })).toMatchObject({
      ...{ 'statement-place': 'failed', 'account-statement': 'unconfirmed' },
      ...{ 'tick-place': 'passed', 'oracle-signature': 'passed' },
    });
  });
});

test('no signed document changes what the proof has to show', () => {
  for (const name of PUBLIC_SIGNALS) {
    const report = verifyReceipt(changed(receipt, `publicSignals.${name}`, '5'), {
      trustedKeys: factory.trustedKeys,
      opening,
      ...TRUSTED,
    });
    expect(report.verdict).toBe('INVALID');
    expect(ids(report, 'failed')).toContain('proof');
  }
});
