import { bn254 } from '@noble/curves/bn254.js';
import { afterAll, describe, expect, test } from 'vitest';
import { textId } from '../../circuits/commitment/domain.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { CHECK_IDS, type CheckId } from '../../verifier/checks.ts';
import { OpeningError, readOpening, writeOpening } from '../../verifier/opening.ts';
import { BASE_FIELD, g1Point, SCALAR_FIELD } from '../../verifier/points.ts';
import type { Report } from '../../verifier/report.ts';
import { verifyReceipt, verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { accountDocument, changed, charterDocument, SALT } from '../support/documents.ts';
import { g1Decimals } from '../support/forgery.ts';
import { closeDocument, ReceiptFactory } from '../support/receipts.ts';

const factory = await ReceiptFactory.create();
afterAll(() => factory.close());
const { trustedKeys } = factory;
const { receipt, opening, objects } = await factory.make();
const closedOnly = writeOpening(objects, { disclosure: 'closed-only', owner: 'alice' });
const perpetualPrice = `outcome.legs.${closedOnly.outcome.legs.findIndex((leg) => leg.instrument === 'BTC-PERPETUAL')}.price`;

const verify = (value: unknown, its?: unknown) =>
  verifyReceipt(value, { trustedKeys, ...(its === undefined ? {} : { opening: its }) });
const ids = (report: Report, status: string) =>
  report.checks.filter((check) => check.status === status).map(({ id }) => id);

function expectInvalid(report: Report, ...failed: CheckId[]) {
  expect(report.verdict).toBe('INVALID');
  expect(report.headline).toMatch(/^INVALID \((DEVELOPMENT, )?UNREGISTERED\): /);
  if (failed.length > 0) expect(ids(report, 'failed')).toEqual(failed);
  for (const { sentence } of report.checks) expect(sentence).not.toBe('');
}

const FACTS: CheckId[] = [
  'setup',
  'registration',
  'model-committed',
  'surface-sensible',
  'oracle-signature',
  'charter-published',
  'account-statement',
];

describe('an honest receipt', () => {
  test('V1 V26 V29 V30: is VALID alone, and says how little is confirmed', () => {
    const report = verify(receipt);
    expect(report.verdict).toBe('VALID');
    expect(report.headline).toBe('VALID (DEVELOPMENT, UNREGISTERED): the proof is valid. 9 facts are unconfirmed.');
    expect(report.banners.map(({ code }) => code)).toEqual(['DEVELOPMENT', 'UNREGISTERED']);
    expect(ids(report, 'failed')).toEqual([]);
    expect(ids(report, 'unconfirmed')).toEqual(['opening', 'least-notional', ...FACTS]);
    expect(report.receipt).toMatchObject({ venue: 'Example Options Venue', sequence: '3', setup: 'development' });
  });

  test('is VALID with its opening', () => {
    const report = verify(receipt, opening);
    expect(ids(report, 'failed')).toEqual([]);
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'unconfirmed')).toEqual(FACTS);
    const left = /^(terminal|draw|statement|tick|(statement|tick)-(place|account|signers?|snapshot|surface))$/;
    expect(report.checks.map(({ id }) => id)).toEqual(CHECK_IDS.filter((id) => !left.test(id)));
  });

  test('O3: is VALID with an opening that withholds equity and requirement', () => {
    expect(JSON.stringify(closedOnly)).not.toMatch(/equity|requirement"/);
    const report = verify(receipt, closedOnly);
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'unconfirmed')).toEqual(['outcome', 'trigger', ...FACTS]);
  });

  test('says what an opening that withholds figures leaves unbound', () => {
    // One cent less fee and a price that takes it back: cash is the same, and only the outcome's opening would tell.
    const shifted = changed(changed(closedOnly, 'outcome.fee', '210.2'), perpetualPrice, '70020.1');
    const report = verify(receipt, shifted);
    expect(ids(report, 'failed')).toEqual([]);
    expect(report.checks.find(({ id }) => id === 'outcome')).toMatchObject({
      status: 'unconfirmed',
      sentence: expect.stringContaining('bound only in their sum'),
    });
  });

  test('under a DEVELOPMENT key is not said to show anything', () => {
    const sentence = verify(receipt).checks.find(({ id }) => id === 'proof')?.sentence;
    expect(sentence).toContain('anyone can make it for anything');
  });

  test('gives the same report from text', () => {
    const texts = { trustedKeys, openingText: JSON.stringify(opening, null, 2) };
    expect(verifyReceiptText(JSON.stringify(receipt), texts)).toEqual(verify(receipt, opening));
  });

  test('W7: no sentence calls the venue fair', () => {
    for (const report of [verify(receipt), verify(receipt, opening), verify({})]) {
      const { notShown, ...said } = report;
      expect(JSON.stringify(said)).not.toMatch(/\bfair(ly)?\b/i);
      expect(notShown.length).toBeGreaterThan(4);
    }
  });

  test('under a ceremony key carries no DEVELOPMENT banner, and is still UNREGISTERED', () => {
    const keys = factory.keysOfKind('ceremony');
    const report = verifyReceipt({ ...receipt, setup: 'ceremony' }, { trustedKeys: keys });
    expect(report.headline).toMatch(/^VALID \(UNREGISTERED\)/);
    expect(ids(report, 'passed')).toContain('setup');
    expectInvalid(verifyReceipt(receipt, { trustedKeys: keys }), 'key-kind');
    expectInvalid(verifyReceipt({ ...receipt, setup: 'ceremony' }, { trustedKeys }), 'key-kind');
    const lie = verifyReceipt({ ...receipt, setup: 'ceremony' }, { trustedKeys });
    expect(lie.banners.map(({ code }) => code)).toContain('DEVELOPMENT');
  });
});

describe('W2: the key', () => {
  test('is never taken from the receipt', () => {
    const key = trustedKeys[factory.keyHash];
    expectInvalid(verify({ ...receipt, verificationKey: key }), 'format');
    expectInvalid(verify({ ...receipt, proof: { ...receipt.proof, key } }), 'proof-points');
  });

  test('V23: unknown to the verifier is refused', () => {
    expectInvalid(verifyReceipt(receipt), 'key-known');
    expectInvalid(verifyReceipt(receipt, { trustedKeys: {} }), 'key-known');
    expectInvalid(verify({ ...receipt, verificationKeyHash: textId('another key') }), 'key-known');
  });

  test('that is damaged or unsound proves nothing', () => {
    const record = trustedKeys[factory.keyHash];
    if (!record) throw new Error('no key');
    const damaged = { ...record.key, delta: record.key.gamma };
    const keys = { [factory.keyHash]: { ...record, key: damaged } };
    expectInvalid(verifyReceipt(receipt, { trustedKeys: keys }), 'key-sound');
    const swapped = { ...record.key, ic: [...record.key.ic].reverse() };
    const other = { [factory.keyHash]: { ...record, key: swapped } };
    expectInvalid(verifyReceipt(receipt, { trustedKeys: other }), 'key-sound');
  });

  test('of another instance or statement is refused', () => {
    const record = trustedKeys[factory.keyHash];
    if (!record) throw new Error('no key');
    for (const change of [{ instance: 'liquidation_large' }, { statementVersion: 2 }]) {
      expectInvalid(
        verifyReceipt(receipt, { trustedKeys: { [factory.keyHash]: { ...record, ...change } } }),
        'instance',
      );
    }
  });
});

describe('an altered receipt', () => {
  test.each(PUBLIC_SIGNALS)('with another %s is INVALID', (name) => {
    const value = BigInt(receipt.publicSignals[name]);
    for (const other of [value + 1n, value - 1n, 0n, SCALAR_FIELD - value]) {
      const report = verify(changed(receipt, `publicSignals.${name}`, String(other)), opening);
      expect(report.verdict).toBe('INVALID');
      expect(ids(report, 'failed')).toContain('proof');
    }
  });

  const coordinates = ['a.0', 'a.1', 'b.0.0', 'b.0.1', 'b.1.0', 'b.1.1', 'c.0', 'c.1'];
  test.each(coordinates)('with another proof coordinate %s is INVALID', (path) => {
    const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], receipt.proof);
    for (const other of [BigInt(String(value)) + 1n, BigInt(String(value)) - 1n, 0n]) {
      expectInvalid(verify(changed(receipt, `proof.${path}`, String(other % BASE_FIELD))), 'proof-points');
    }
  });

  test('with other points of the curves is INVALID', () => {
    const negated = g1Decimals(g1Point(receipt.proof.a).negate());
    expectInvalid(verify(changed(receipt, 'proof.a', negated)), 'proof');
    expectInvalid(verify(changed(receipt, 'proof.c', g1Decimals(bn254.G1.Point.BASE))), 'proof');
    expectInvalid(verify(changed(receipt, 'proof.c', receipt.proof.a)), 'proof');
  });

  test.each([
    ['domain.chainId', '1', 'domain'],
    ['domain.registry', `0x${'1'.repeat(40)}`, 'domain'],
    ['domain.venue', 'Example Options Venue 2', 'domain'],
    ['domain.venueId', textId('Example Options Venue 2'), 'domain'],
    ['domain.sequence', '4', 'domain'],
    ['instance', 'liquidation_large', 'domain'],
    ['statementVersion', 2, 'statement-version'],
    ['setup', 'ceremony', 'key-kind'],
    ['format', 'fairmark.receipt.v2', 'format'],
  ] as const)('V15: with another %s is INVALID', (path, value, failed) => {
    const report = verify(changed(receipt, path, value));
    expectInvalid(report);
    expect(ids(report, 'failed')).toContain(failed);
  });

  test('of another venue, with its id, is INVALID', () => {
    const venue = 'Another Venue';
    const moved = changed(changed(receipt, 'domain.venue', venue), 'domain.venueId', textId(venue));
    expectInvalid(verify(moved), 'domain');
  });

  test('that claims a chain is not taken at its word', () => {
    const claimed = changed(changed(receipt, 'domain.chainId', '1'), 'domain.registry', `0x${'1'.repeat(40)}`);
    const report = verify(claimed);
    expectInvalid(report, 'domain');
    expect(report.banners.map(({ code }) => code)).toContain('UNREGISTERED');
  });

  test('U4: does not show that the venue cheated', () => {
    const report = verify(changed(receipt, 'publicSignals.surfaceCommitment', '5'));
    expect(report.headline).toContain('does not show that the venue cheated');
    expect(report.checks.find(({ id }) => id === 'proof')?.sentence).toContain('not the published receipt');
  });

  test('with any field removed or added is INVALID', () => {
    for (const path of paths(receipt)) {
      expectInvalid(verify(changed(receipt, path, undefined)));
      expectInvalid(verify(changed(receipt, path, null)));
    }
    for (const parent of ['', 'domain.', 'publicSignals.', 'proof.']) {
      expectInvalid(verify(changed(receipt, `${parent}extra`, '0')));
    }
  });
});

/** Every path of a JSON value, inner ones too. */
function paths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [prefix + key, ...paths(inner, `${prefix}${key}.`)]);
}

/** Every path whose value is no object. */
function leaves(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix.slice(0, -1)];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${prefix}${key}.`));
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

/** Another value of the same kind and spelling, for every leaf of an opening. */
function others(value: unknown): unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1];
  const text = String(value);
  if (/^0x/.test(text)) return [`${text.slice(0, -1)}${text.endsWith('1') ? '2' : '1'}`];
  if (/^-?\d+(\.\d+)?$/.test(text))
    return [text === '1' ? '0.5' : '1', text.startsWith('-') ? text.slice(1) : `-${text}`];
  if (/Z$/.test(text)) return [text.replace(/\d\dZ/, text.endsWith('01Z') ? '02Z' : '01Z')];
  if (/^BTC/.test(text)) return [text.replace('BTC', 'ETH')];
  if (/^ETH/.test(text)) return [text.replace('ETH', 'BTC')];
  if (/^\d+h$/.test(text)) return ['47h'];
  if (/^\d+d$/.test(text)) return ['8d'];
  return [`${text}x`];
}

describe('an altered opening', () => {
  test.each(leaves(opening))('with another %s is INVALID', (path) => {
    for (const value of others(at(opening, path))) {
      const report = verify(receipt, changed(opening, path, value));
      expectInvalid(report);
      expect(ids(report, 'failed').some((id) => CHECK_IDS.indexOf(id) >= CHECK_IDS.indexOf('opening'))).toBe(true);
    }
  });

  test('with any field removed, nulled or added is INVALID', () => {
    for (const path of paths(opening)) {
      if (/positions\.\d+$/.test(path)) continue;
      for (const value of [null, undefined]) {
        expect(() => readOpening(changed(opening, path, value)), path).toThrow(OpeningError);
      }
    }
    for (const parent of [
      '',
      'charter.',
      'snapshot.',
      'accountBefore.',
      'accountAfter.',
      'outcome.',
      'outcome.legs.0.',
    ]) {
      expect(() => readOpening(changed(opening, `${parent}extra`, '0')), parent).toThrow(OpeningError);
    }
    expectInvalid(verify(receipt, changed(opening, 'outcome.fee', undefined)), 'outcome');
    expectInvalid(verify(receipt, changed(opening, 'extra', '0')), 'opening');
    expectInvalid(verify(receipt, null), 'opening');
    const unread = verify(receipt, changed(opening, 'charter', null));
    expectInvalid(unread, 'charter');
    for (const { id, status, sentence } of unread.checks) {
      if (status === 'unconfirmed' && (id === 'opening' || id === 'outcome')) expect(sentence).toMatch(/^Not checked/);
    }
  });

  test.each([
    ['outcome.fee', '210.26', ['after-applied', 'outcome']],
    ['outcome.equity', '12345.678902', ['outcome']],
    ['outcome.requirement', '20000.000000000124', ['outcome']],
    ['outcome.terminal', true, ['terminal', 'outcome']],
    ['outcome.draw', '0.000001', ['draw', 'after-applied', 'outcome']],
    ['outcome.salt', SALT, ['outcome']],
    ['scenarioRoot', '0x05', ['rulebook']],
    ['accountBefore.owner', 'bob', ['account-before', 'after-applied']],
    ['accountBefore.time', '2026-03-20T12:00:01Z', ['account-before', 'account-state']],
    ['accountAfter.sequence', 19, ['after-applied', 'account-after']],
  ] as const)('%s = %s fails by name', (path, value, failed) => {
    expectInvalid(verify(receipt, changed(opening, path, value)), ...failed);
  });

  test('V14: of another account is not your account', async () => {
    const other = await factory.make({ account: changed(accountDocument(), 'owner', 'bob') });
    const report = verify(receipt, other.opening);
    expectInvalid(report, 'account-before', 'account-after');
    expect(report.checks.find(({ id }) => id === 'account-before')?.sentence).toMatch(/^Not your account/);
  });

  test('with figures withheld that are half told is INVALID', () => {
    expectInvalid(verify(receipt, changed(closedOnly, 'outcome.equity', '1')), 'outcome');
    expectInvalid(verify(receipt, changed(opening, 'outcome.disclosure', 'closed-only')), 'outcome');
    expectInvalid(verify(receipt, changed(closedOnly, 'outcome.fee', '210.24')), 'after-applied');
    expectInvalid(verify(receipt, changed(closedOnly, perpetualPrice, '70020.00001')), 'after-applied');
  });
});

const changedCharter = (path: string, value: unknown) => changed(charterDocument(), path, value);
const allClosed = (fee: string, draw: string) => ({
  positions: [
    { instrument: 'BTC-PERPETUAL', quantity: '1.5', price: '70012.5' },
    { instrument: 'BTC-27MAR26-70000-P', quantity: '2.5', price: '1800' },
  ],
  fee,
  draw,
});
const twoPositions = (cash: string) =>
  changed(
    changed(accountDocument(), 'positions', [
      { instrument: 'BTC-PERPETUAL', quantity: '-1.5' },
      { instrument: 'BTC-27MAR26-70000-P', quantity: '-2.5' },
    ]),
    'cash',
    cash,
  );

describe('what the opening shows by itself', () => {
  test('least notional switched off by the charter is said', async () => {
    const off = await factory.make({ charter: changedCharter('leastNotional', false) });
    const report = verify(off.receipt, off.opening);
    expect(report.verdict).toBe('VALID');
    const check = report.checks.find(({ id }) => id === 'least-notional');
    expect(check).toMatchObject({
      status: 'unconfirmed',
      sentence: expect.stringContaining('switches clause FM-13 off'),
    });
  });

  test('holes that an earlier liquidation left are kept', async () => {
    const { positions: _, ...head } = accountDocument();
    const slots = {
      linears: [null, { instrument: 'BTC-PERPETUAL', quantity: '-1.5' }],
      options: [null, { instrument: 'BTC-27MAR26-70000-P', quantity: '-1.2' }, null],
    };
    const holes = await factory.make({ account: { ...head, slots } });
    expect(holes.opening.accountBefore.slots).toEqual(slots);
    expect(holes.opening.accountAfter.slots?.options).toEqual([null, null, null]);
    expect(ids(verify(holes.receipt, holes.opening), 'failed')).toEqual([]);
    expect(verify(holes.receipt, holes.opening).verdict).toBe('VALID');
    const shifted = changed(holes.opening, 'accountAfter.slots.options', [null, null]);
    expectInvalid(verify(holes.receipt, shifted), 'after-applied');
  });

  test('a terminal close with a draw is VALID', async () => {
    // 1.5 * 70012.5 + 2.5 * 1800 = 109518.75
    const end = await factory.make({
      account: twoPositions('109000'),
      close: allClosed('0', '518.75'),
      terminal: true,
      equity: -518_750_000n,
    });
    const report = verify(end.receipt, end.opening);
    expect(ids(report, 'failed')).toEqual([]);
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'passed')).toEqual(expect.arrayContaining(['terminal', 'draw']));
  });

  test.each([
    ['a draw with a fee', { account: twoPositions('109000'), close: allClosed('1', '519.75'), terminal: true }, 'draw'],
    [
      'a draw above the hole',
      { account: twoPositions('109000'), close: allClosed('0', '518.76'), terminal: true },
      'draw',
    ],
    ['a draw with open positions', { close: { ...closeDocument(), fee: '0', draw: '5' } }, 'draw'],
    ['a terminal close that leaves positions', { terminal: true }, 'terminal'],
    ['a fee above the rate', { close: { ...closeDocument(), fee: '238.000001' } }, 'fee'],
    ['equity at the requirement', { requirement: 12_345_678_901_000_000n }, 'trigger'],
    [
      'a perpetual bought back too dear',
      { close: changed(closeDocument(), 'positions.1.price', '70712.6') },
      'closing-prices',
    ],
    [
      'a snapshot that forgets an expiry',
      {
        distort: (honest: typeof objects) => ({
          ...honest,
          snapshot: {
            ...honest.snapshot,
            underlyings: honest.snapshot.underlyings.map((row) => row && { ...row, expiries: row.expiries.slice(1) }),
          },
        }),
      },
      'instruments',
    ],
    [
      'cash that went astray',
      {
        distort: (honest: typeof objects) => ({
          ...honest,
          accountAfter: { ...honest.accountAfter, cash: honest.accountAfter.cash - 1n },
        }),
      },
      'after-applied',
    ],
    [
      'an account state from after the snapshot',
      { account: changed(accountDocument(), 'time', '2026-03-20T12:00:01Z') },
      'account-state',
    ],
  ] as const)('%s is INVALID even under a valid proof', async (_, options, failed) => {
    const made = await factory.make(options);
    const report = verify(made.receipt, made.opening);
    expect(report.verdict).toBe('INVALID');
    expect(ids(report, 'failed')[0]).toBe(failed);
    expect(ids(verify(made.receipt), 'failed')).toEqual([]);
  });

  test('a fee and a price exactly at their caps are VALID', async () => {
    // 1.7 BTC * 70000 * 0.2% = 238; a short perpetual may be bought back 1% of 70000 above 70012.5.
    const close = changed({ ...closeDocument(), fee: '238' }, 'positions.1.price', '70712.5');
    const made = await factory.make({ close });
    expect(verify(made.receipt, made.opening).verdict).toBe('VALID');
  });
});
