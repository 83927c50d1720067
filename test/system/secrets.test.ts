import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EventDocument } from '../../prover/event.ts';
import { changed } from '../support/documents.ts';
import { cli, Folder, smallEvent } from './support.ts';

/** Values that stand nowhere else, so that a hit is a leak. */
const SALT = {
  account: `0x00${'a17e'.repeat(15)}a1`,
  surface: `0x00${'5bfa'.repeat(15)}5b`,
  accountAfter: `0x00${'c39d'.repeat(15)}c3`,
  outcome: `0x00${'d4e8'.repeat(15)}d4`,
};
const SEED = `0x${'9e3779b97f4a7c15'.repeat(4)}`;
const OWNER = 'mallory.of.the.desk';
const MODEL = {
  a: '0.0010731',
  b: '0.0203719',
  rho: '-0.2571943',
  m: '0.0107351',
  sigma: '0.1519377',
  move: '-0.1573911',
  vol: '1.4917351',
  tail: '-0.3391757',
  weight: '0.457',
};

function secretEvent(): EventDocument {
  const changes: [string, string][] = [
    ['account.salt', SALT.account],
    ['account.owner', OWNER],
    ['account.cash', '151003.718253'],
    ['account.positions.0.quantity', '-1.7'],
    ['account.positions.1.quantity', '-3.3'],
    ['account.positions.2.quantity', '-2.9'],
    ['model.surface.salt', SALT.surface],
    ['model.scenarios.seed', SEED],
    ['model.scenarios.grids.0.forwardMoves.0', MODEL.move],
    ['model.scenarios.grids.0.volShocks.0.0', MODEL.vol],
    ['model.scenarios.grids.0.tails.0.forwardMove', MODEL.tail],
    ['model.scenarios.grids.0.tails.0.weight', MODEL.weight],
    ...(['a', 'b', 'rho', 'm', 'sigma'] as const).map((key): [string, string] => [
      `model.surface.surfaces.0.slices.0.${key}`,
      MODEL[key],
    ]),
  ];
  const document = changes.reduce<unknown>((event, [path, value]) => changed(event, path, value), {
    ...smallEvent(),
    salts: { accountAfter: SALT.accountAfter, outcome: SALT.outcome },
  });
  return document as EventDocument;
}

/** A value in the forms that it could leak in: as written, in other base or case, as fixed point. */
function spellings(value: string): string[] {
  if (/^0x/.test(value)) return [value.slice(4), value.slice(4).toUpperCase(), String(BigInt(value))];
  const digits = value.replace(/^-/, '');
  return [digits, digits.replace(/^0\./, '.')];
}

const hidden = Object.values(MODEL).flatMap(spellings);
const salts = Object.values(SALT).flatMap(spellings);
const seed = spellings(SEED);
const account = [OWNER, '151003.718253', '151003718253', '"-1.7"', '"-3.3"', '"-2.9"'];

/** Changes of the event that make it wrong. */
const WRONG: readonly [string, unknown][] = [
  // The value that is wrong is itself the secret.
  ['account.salt', '0xa17ea17ea17e'],
  ['account.salt', `${SALT.account}zz`],
  ['account.cash', '151003.7182539'],
  ['account.cash', '0151003.718253'],
  ['account.positions.0.quantity', '-1.77'],
  ['account.positions.1.quantity', '-03.3'],
  ['model.surface.salt', `0x${'f'.repeat(64)}`],
  ['model.surface.surfaces.0.slices.0.a', '20.0010731'],
  ['model.surface.surfaces.0.slices.0.rho', '-1.2571943'],
  ['model.surface.surfaces.0.slices.0.sigma', '2.1519377'],
  ['model.scenarios.seed', `${SEED}00`],
  ['model.scenarios.grids.0.forwardMoves.0', '-0.9573911'],
  ['model.scenarios.grids.0.volShocks.0.0', '3.4917351'],
  ['model.scenarios.grids.0.weight', '0.4571'],
  ['salts.outcome', `${SALT.outcome}d4`],
  // Something else is wrong.
  ['account.positions.3.quantity', '0'],
  ['snapshot.time', 'yesterday'],
  ['account.cash', '900003.718253'],
  ['close', { positions: [{ instrument: 'BTC-27MAR26-70000-P', quantity: '9.9', price: '1727' }], fee: '0' }],
  ['close', { positions: [{ instrument: 'BTC-27MAR26-70000-P', quantity: '2.9', price: '1727' }], fee: '0' }],
  ['close', { positions: [{ instrument: 'BTC-27MAR26-70000-P', quantity: '0.7', price: '19999' }], fee: '0' }],
];

function expectNone(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) expect(text.includes(secret), `${secret} is told`).toBe(false);
}

const folder = new Folder();
let said: Awaited<ReturnType<typeof cli>>;
let receipt: string;
let opening: string;
let temporary: string[];

beforeAll(async () => {
  const event = folder.write('event.json', secretEvent());
  // A folder of its own: others run at the same time.
  mkdirSync(folder.file('tmp'));
  vi.stubEnv('TMPDIR', folder.file('tmp'));
  expect(tmpdir()).toBe(folder.file('tmp'));
  said = await cli('prove', event, '-o', folder.file('out'));
  temporary = readdirSync(folder.file('tmp'));
  vi.unstubAllEnvs();
  expect(said.code, said.err).toBe(0);
  receipt = readFileSync(folder.file('out/receipt.json'), 'utf8');
  opening = readFileSync(folder.file('out/opening.json'), 'utf8');
});
afterAll(() => folder.remove());

describe('prove', () => {
  test('holds secrets that the search finds', () => {
    const text = readFileSync(folder.file('event.json'), 'utf8');
    for (const secret of [SEED, OWNER, ...Object.values(SALT), ...Object.values(MODEL), '"-3.3"']) {
      expect(text).toContain(secret);
    }
  });

  test('says nothing of model, salts, seed, account and amounts', () => {
    const everything = [...hidden, ...salts, ...seed, ...account, '1.7', '3.3', '2.9', 'BTC-'];
    expectNone(said.out, everything);
    // Paths of a temporary folder and counts of wires stand there; no secret does.
    expectNone(said.err, everything);
  });

  test('writes a receipt without any of them', () => {
    // A strike is looked for as a word: five digits stand by chance among the hundreds of a proof.
    expectNone(receipt, [...hidden, ...salts, ...seed, ...account, 'BTC', 'USD', 'snapshot"', '-70000-', '"70000']);
    expect(Object.keys(JSON.parse(receipt))).toEqual([
      ...['format', 'statementVersion', 'instance', 'verificationKeyHash', 'setup', 'domain', 'publicSignals', 'proof'],
    ]);
  });

  test('writes an opening without scenarios, surface and seed', () => {
    expectNone(opening, [...hidden, ...seed, ...spellings(SALT.surface), 'volShocks', 'tails', 'slices', 'rho']);
    // The owner's own: that is what an opening is for, and why it is theirs alone.
    for (const own of [SALT.account, SALT.accountAfter, SALT.outcome, '151003.718253']) expect(opening).toContain(own);
  });

  test('keeps equity and requirement out of a closed-only opening', async () => {
    const event = folder.file('event.json');
    expect((await cli('prove', event, '-o', folder.file('closed'), '--closed-only')).code).toBe(0);
    const closed = readFileSync(folder.file('closed/opening.json'), 'utf8');
    const { equity, requirement } = (JSON.parse(opening) as { outcome: Record<string, string> }).outcome;
    expect(equity).toMatch(/^\d+\.\d+$/);
    expectNone(closed, [equity ?? '', requirement ?? '', ...spellings(SALT.outcome), ...hidden, ...seed]);
  });

  test('leaves nothing in the folder for temporary files', () => {
    expect(temporary).toEqual([]);
  });
});

describe('replay', () => {
  // It tells figures of accounts, in which the short decimal of a weight may stand by chance.
  const model = Object.values(MODEL).filter((value) => value !== MODEL.weight);
  const never = [...model.flatMap(spellings), OWNER, ...salts, ...seed, 'a17ea17ea17e'];
  const day = new Folder();
  afterAll(() => day.remove());

  test('tells figures of accounts, and nothing of model, salts, seed and owner', async () => {
    const event = secretEvent();
    day.write('planned.json', event);
    day.write('whole.json', changed(event, 'account.cash', '-10003.718253'));
    for (const [i, [path, value]] of WRONG.entries()) {
      day.write(`wrong-${i}.json`, changed({ ...event, sequence: 100 + i }, path, value));
    }
    const line = JSON.stringify(event);
    const broken = [SALT.account, SEED, MODEL.rho].map((at) => line.replace(`"${at}"`, `${at}!`));
    day.write('lines.jsonl', [...broken, line].join('\n'));
    const text = await cli('replay', day.path, '--verbose', '-o', day.file('day.svg'));
    const json = await cli('replay', day.path, '--json');
    expect([text.code, json.code]).toEqual([1, 1]);
    for (const { out, err } of [text, json]) {
      expect(out).toContain('planned.json');
      expectNone(out + err, never);
    }
    expectNone(readFileSync(day.file('day.svg'), 'utf8'), never);
    expect(json.out).toContain('"held": "-3.3"');
    expect(JSON.parse(json.out)).toMatchObject({ summary: { events: WRONG.length + 6, provable: 3 } });
  });
});

describe('an error', () => {
  test.each(WRONG)('because of %s tells no secret', async (path, value) => {
    const file = folder.write('wrong.json', changed(secretEvent(), path, value));
    for (const flags of [[], ['--json']]) {
      const { code, out, err } = await cli('prove', file, '-o', folder.file('never'), ...flags);
      expect(code).not.toBe(0);
      const everything = [...hidden, ...salts, ...seed, ...account, '151003', '900003', '1.77', '03.3', '0.4571'];
      expectNone(out + err, everything);
      if (typeof value === 'string' && !['0', 'yesterday'].includes(value)) expectNone(out + err, [value]);
    }
  });

  test('in broken JSON does not quote the text', async () => {
    const text = JSON.stringify(secretEvent());
    for (const at of [SALT.account, SEED, MODEL.rho, '151003.718253']) {
      const file = folder.write('broken.json', text.replace(`"${at}"`, `${at}!`));
      const { code, out, err } = await cli('prove', file, '-o', folder.file('never'));
      expect(code).toBe(2);
      expectNone(out + err, [...hidden, ...salts, ...seed, ...account]);
    }
  });
});
