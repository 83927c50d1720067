import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { readEvent } from '../../../prover/event.ts';
import { expandScenarios } from '../../../prover/scenarios/expandScenarios.ts';
import { readSurface } from '../../../prover/surface/readSurface.ts';
import { readAccount, writeAccount } from '../../../verifier/formats/account.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { readSnapshot, writeSnapshot } from '../../../verifier/formats/snapshot.ts';
import { readAccounts } from '../../../verifier/signed/accountsDocument.ts';
import { readStatement } from '../../../verifier/signed/statementDocument.ts';
import { readTick, writeTick } from '../../../verifier/signed/tickDocument.ts';
import {
  accountDocument,
  changed,
  charterDocument,
  EXAMPLE_NAMES,
  eventDocument,
  exampleDocuments,
  SEED,
  scenariosDocument,
  snapshotDocument,
  surfacesDocument,
} from '../../support/documents.ts';
import { accountStates, ON_CHAIN, signedStatement, signedTick } from '../../support/signed.ts';

const NAMES = [
  ...(['charter', 'scenarios', 'snapshot', 'surfaces', 'account', 'event'] as const),
  ...(['tick', 'statement', 'accounts'] as const),
] as const;
type Name = (typeof NAMES)[number];

const schema = (name: Name): Record<string, unknown> =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, `../../../schemas/${name}.schema.json`), 'utf8'));

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
for (const name of NAMES) ajv.addSchema(schema(name));
const validate = (name: Name, value: unknown): boolean => ajv.validate(`urn:fairmark:schema:${name}:v1`, value);

const [tick, statement] = await Promise.all([signedTick(), signedStatement()]);
const published = readCharter(charterDocument());
const snapshot = readSnapshot(snapshotDocument(), published);
const READERS: Record<Name, (value: unknown) => unknown> = {
  charter: (value) => readCharter(value),
  scenarios: (value) => expandScenarios(value, published),
  snapshot: (value) => readSnapshot(value, published),
  surfaces: (value) => readSurface(value, published, snapshot),
  account: (value) => readAccount(value, published, snapshot),
  event: (value) => readEvent(value),
  tick: (value) => readTick(value),
  statement: (value) => readStatement(value),
  accounts: (value) => readAccounts(value),
};
const DOCUMENTS: Record<Name, () => unknown> = {
  charter: charterDocument,
  scenarios: scenariosDocument,
  snapshot: snapshotDocument,
  surfaces: surfacesDocument,
  account: accountDocument,
  event: eventDocument,
  tick: () => tick,
  statement: () => statement,
  accounts: accountStates,
};
const accepts = (name: Name, value: unknown): boolean => {
  try {
    READERS[name](value);
    return true;
  } catch {
    return false;
  }
};

test.each(NAMES)('schema and reader accept the %s document', (name) => {
  expect(validate(name, DOCUMENTS[name]())).toBe(true);
  expect(accepts(name, DOCUMENTS[name]())).toBe(true);
});

test.each(NAMES)('the %s schema refuses a missing and an unknown field, as the reader does', (name) => {
  const document = DOCUMENTS[name]() as Record<string, unknown>;
  const required = schema(name).required as string[];
  const broken = [
    ...required.map((key) => changed(document, key, undefined)),
    { ...document, extra: 1 },
    [],
    null,
    'x',
  ];
  for (const value of broken) {
    expect(validate(name, value)).toBe(false);
    expect(accepts(name, value)).toBe(false);
  }
});

test('what writers write is valid', async () => {
  const account = readAccount(accountDocument(), published, snapshot);
  const holes = { ...account, options: account.options.map((slot, i) => (i === 0 ? null : slot)) };
  for (const value of [account, holes]) expect(validate('account', writeAccount(value, published))).toBe(true);
  expect(validate('snapshot', writeSnapshot(snapshot, published))).toBe(true);
  const most = 2n ** 64n - 1n;
  const late = await signedTick({ place: ON_CHAIN, distort: (its) => ({ ...its, round: most, surfaces: [] }) });
  expect([validate('tick', late), late.round]).toEqual([true, String(most)]);
  expect(writeTick(readTick(late))).toEqual(late);
});

const leaves = (...entries: unknown[]) => ({ format: 'fairmark.scenarios.v1', seed: SEED, leaves: entries });
const leaf = { underlying: 'BTC', forwardMove: '0', volMultipliers: ['1', '1', '1', '1'], weight: '1' };

test.each<[Name, unknown]>([
  ['scenarios', leaves(leaf, { ...leaf, underlying: 'ETH' })],
  ['event', changed(eventDocument(), 'close', undefined)],
  ['event', changed(eventDocument(), 'close.draw', undefined)],
  ['account', changed(accountDocument(), 'accountNumber', '18446744073709551615')],
  ['snapshot', changed(snapshotDocument(), 'underlyings.0.expiries', [])],
])('schema and reader accept a changed %s', (name, value) => {
  expect([validate(name, value), accepts(name, value)]).toEqual([true, true]);
});

test.each<[Name, string, unknown]>([
  ['charter', 'underlyings.0.fee', 0.002],
  ['charter', 'underlyings.0.fee', '-0.002'],
  ['charter', 'underlyings.0.fee', '2e-3'],
  ['charter', 'underlyings.0.lotSize', '0'],
  ['charter', 'underlyings.0.lotSize', '0.0'],
  ['charter', 'settlement.currency', 'BTC'],
  ['charter', 'tenorBuckets', ['48h', '7d']],
  ['charter', 'tenorBuckets.0', 48],
  ['charter', 'version', 1.5],
  ['charter', 'feeds', ['a', 'a']],
  ['charter', 'scenarioBounds.volMinimum.2', '-1'],
  ['scenarios', 'leaves', [leaf]],
  ['scenarios', 'seed', '0x00'],
  ['scenarios', 'grids.0.forwardMoves.0', -0.16],
  ['scenarios', 'grids.0.tails.0.group', 1],
  ['snapshot', 'round', -1],
  ['snapshot', 'time', '2026-03-20 12:00:00'],
  ['snapshot', 'underlyings.0.expiries.0.expiry', '27mar26'],
  ['snapshot', 'underlyings.0.expiries.0.discount', '0'],
  ['snapshot', 'previous', '0xzz'],
  ['surfaces', 'salt', '0x01'],
  ['surfaces', 'surfaces.0.slices.0.sigma', '0'],
  ['surfaces', 'surfaces.0.slices.0.b', '-1'],
  ['account', 'cash', '-0'],
  ['account', 'cash', 12],
  ['account', 'positions.0.quantity', '01'],
  ['account', 'slots', { linears: [], options: [] }],
  ['account', 'accountNumber', '007'],
  ['event', 'close.positions.0.quantity', '0'],
  ['event', 'close.positions.0.price', '-1'],
  ['event', 'close.positions', []],
  ['event', 'salts', { other: '1' }],
  ['event', 'account.cash', 12],
  ['tick', 'chainId', 0],
  ['tick', 'chainId', '00'],
  ['tick', 'feedRegistry', `0x${'AB'.repeat(20)}`],
  ['tick', 'epoch', 4294967296],
  ['tick', 'epoch', '0'],
  ['tick', 'round', 0],
  ['tick', 'round', '812'],
  ['tick', 'snapshotCommitment', '7'],
  ['tick', 'previousTick', '0x0'],
  ['tick', 'surfaces.0.receivedAt', '2026-03-20'],
  ['tick', 'surfaces.0.extra', 1],
  ['tick', 'signatures', []],
  ['tick', 'signatures.0.signature', '0x'],
  ['tick', 'signatures.0.signer', null],
  ['statement', 'accountNumber', '42'],
  ['statement', 'stateSequence', -1],
  ['statement', 'handle', '0x01'],
  ['statement', 'venue', ''],
  ['statement', 'signature', 7],
  ['accounts', 'accounts', []],
  ['accounts', 'accounts.0.handle', 'alice'],
  ['accounts', 'accounts.0.accountCommitment', 5],
])('schema and reader refuse a %s with %s = %j', (name, path, value) => {
  const document = changed(DOCUMENTS[name](), path, value);
  expect([validate(name, document), accepts(name, document)]).toEqual([false, false]);
});

test('an event may name its documents by path', () => {
  const paths = {
    account: 'a.json',
    snapshot: 's.json',
    model: { charter: 'c.json', scenarios: 'x.json', surface: 'y.json' },
  };
  expect(validate('event', { ...eventDocument(), ...paths })).toBe(true);
});

test.each(EXAMPLE_NAMES)('the %s example is valid', (name) => {
  const { charter, scenarios } = exampleDocuments(name);
  expect(validate('charter', charter)).toBe(true);
  expect(validate('scenarios', scenarios)).toBe(true);
  expect(() => expandScenarios(scenarios, readCharter(charter))).not.toThrow();
});

const jointExample = exampleDocuments('correlated');
const jointPublished = readCharter(jointExample.charter);

test.each<[string, unknown]>([
  ['jointGrid.underlyings', ['BTC', 'BTC']],
  ['jointGrid.underlyings', []],
  ['jointGrid.forwardMoves', []],
  ['jointGrid.forwardMoves.0', []],
  ['jointGrid.forwardMoves.0.1', '-0'],
  ['jointGrid.forwardMoves.0.1', 0.1],
  ['jointGrid.volShocks.0.1', ['1', '1', '1']],
  ['jointGrid.volShocks.0.1.2', '-1'],
  ['jointGrid.weight', '-1'],
  ['jointGrid.weight', undefined],
  ['jointGrid.tails.0.group', 3],
  ['jointGrid.tails.0.volMultipliers', undefined],
  ['grids', []],
])('schema and reader refuse a joint grid with %s = %j', (path, value) => {
  const document = changed(jointExample.scenarios, path, value);
  expect(validate('scenarios', document)).toBe(false);
  expect(() => expandScenarios(document, jointPublished)).toThrow();
});

test('every property of every schema is described', () => {
  const undescribed: string[] = [];
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') {
        for (const [name, property] of Object.entries(value as Record<string, Record<string, unknown>>)) {
          if (!('description' in property)) undescribed.push(`${path}.${name}`);
        }
      }
      walk(value, `${path}.${key}`);
    }
  };
  for (const name of NAMES) walk(schema(name), name);
  expect(undescribed).toEqual([]);
});
