import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textId } from '../../circuits/commitment/domain.ts';
import { loadEvent, readClose, readEvent, writeClose } from '../../prover/event.ts';
import { readAccount } from '../../verifier/formats/account.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import {
  accountDocument,
  changed,
  charterDocument,
  eventDocument,
  SALT,
  snapshotDocument,
  surfacesDocument,
} from '../support/documents.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairmark-event-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('an event with inline documents reads into fixed point', () => {
  const event = readEvent(eventDocument());
  expect(event.venueId).toBe(textId('Example Options Venue'));
  expect(event.sequence).toBe(3n);
  expect(event.account.options).toHaveLength(3);
  expect(event.model.scenarioTree.leaves).toHaveLength(70);
  // 2 underlyings; the second BTC expiry has no slice, so its slot is empty.
  expect(event.model.surface.rows.map((row) => row?.map(Boolean))).toEqual([[true, false, true], [true]]);
  // Calls stand before puts: the put at 70000 is in slot 1. 1825.5 per BTC is 182.55 per lot of 0.1.
  expect(event.close?.options).toEqual([
    { quantityClosed: 0n, price: 0n },
    { quantityClosed: 12n, price: 182_550_000n },
    { quantityClosed: 0n, price: 0n },
  ]);
  expect(event.close?.linears[0]).toEqual({ quantityClosed: 5n, price: 7_002_000_000n });
  expect(event.close).toMatchObject({ fee: 210_250_000n, draw: 0n });
  expect(event.salts).toEqual({});
});

test('paths are relative to the event file, and fitted surfaces to the surfaces file', async () => {
  const document = eventDocument();
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  mkdirSync(join(folder, 'model'));
  mkdirSync(join(folder, 'model/fits'));
  const surfaces = surfacesDocument();
  for (const [i, surface] of surfaces.surfaces.entries()) write(`model/fits/${i}.json`, surface);
  write('model/surface.json', { ...surfaces, surfaces: ['fits/0.json', 'fits/1.json'] });
  write('model/scenarios.json', document.model.scenarios);
  write('model/charter.json', document.model.charter);
  write('account.json', document.account);
  write('snapshot.json', document.snapshot);
  write('event.json', {
    ...document,
    account: 'account.json',
    snapshot: './snapshot.json',
    model: { charter: 'model/charter.json', scenarios: 'model/scenarios.json', surface: 'model/surface.json' },
  });
  const loaded = await loadEvent(join(folder, 'event.json'));
  expect(loaded).toEqual(readEvent(document));

  write('event.json', { ...document, account: 'elsewhere.json' });
  await expect(loadEvent(join(folder, 'event.json'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
});

test('an event may name the venue by its id, leave the close out and bring salts', () => {
  const id = textId(charterDocument().venue);
  const document = { ...eventDocument(), venue: id, salts: { accountAfter: SALT, outcome: SALT }, close: undefined };
  const { close: _, ...withoutClose } = document;
  const event = readEvent(withoutClose);
  expect(event.venueId).toBe(id);
  expect(event.close).toBeUndefined();
  expect(event.salts).toEqual({ accountAfter: BigInt(SALT), outcome: BigInt(SALT) });
});

test('a close survives writing and reading', () => {
  const published = readCharter(charterDocument());
  const snapshot = readSnapshot(snapshotDocument(), published);
  const account = readAccount(accountDocument(), published, snapshot);
  const close = readClose(eventDocument().close, account, published);
  expect(readClose(writeClose(close, account, published), account, published)).toEqual(close);
});

test.each([
  ['venue', 'Another Venue', 'VENUE_MISMATCH', 'venue'],
  ['venue', `0x${'0f'.repeat(32)}`, 'VENUE_MISMATCH', 'venue'],
  ['sequence', -1, 'NATURAL_INVALID', 'sequence'],
  ['salts', { accountAfter: '0x01' }, 'SALT_WEAK', 'salts.accountAfter'],
  ['model.secret', 1, 'FIELD_UNKNOWN', 'model'],
  ['model.surface.surfaces.0.slices', [], 'SURFACE_MISSING', 'model.surface'],
  ['model.charter', undefined, 'FIELD_MISSING', 'model.charter'],
  ['close.positions', [], 'ARRAY_LENGTH', 'close.positions'],
  ['close.positions.0.instrument', 'BTC-27MAR26-71000-P', 'CLOSE_NOT_HELD', 'close.positions[0].instrument'],
  ['close.positions.1.instrument', 'BTC-27MAR26-70000-P', 'POSITION_REPEATED', 'close.positions[1].instrument'],
  ['close.positions.0.quantity', '2.6', 'CLOSE_TOO_MUCH', 'close.positions[0].quantity'],
  ['close.positions.0.quantity', '-1', 'CLOSE_QUANTITY', 'close.positions[0].quantity'],
  ['close.positions.0.quantity', '0', 'QUANTITY_ZERO', 'close.positions[0].quantity'],
  ['close.positions.0.quantity', '0.15', 'QUANTITY_OFF_LOT', 'close.positions[0].quantity'],
  ['close.positions.0.price', '-1', 'PRICE_RANGE', 'close.positions[0].price'],
  ['close.positions.0.price', '0.000001', 'DECIMAL_INEXACT', 'close.positions[0].price'],
  ['close.positions.0.price', '99999999999', 'PRICE_RANGE', 'close.positions[0].price'],
  ['close.fee', '-1', 'MONEY_RANGE', 'close.fee'],
  ['close.fee', '0.0000001', 'DECIMAL_INEXACT', 'close.fee'],
  ['close.draw', '9999999999999999', 'MONEY_RANGE', 'close.draw'],
])('an event with %s = %j is refused', (path, value, code, field) => {
  expect(() => readEvent(changed(eventDocument(), path, value))).toThrow(expect.objectContaining({ code, field }));
});

test('a registration says where the liquidation was announced', () => {
  const registration = { chainId: '31337', registry: `0x${'ab'.repeat(20)}`, instance: 'liquidation_small' };
  expect(readEvent({ ...eventDocument(), registration }).registration).toEqual({ ...registration, chainId: 31_337n });
  const { instance: _, ...least } = registration;
  expect(readEvent({ ...eventDocument(), registration: least }).registration).toEqual({ ...least, chainId: 31_337n });
  expect(readEvent(eventDocument()).registration).toBeUndefined();
});

test.each([
  ['chainId', '0'],
  ['chainId', 31_337],
  ['chainId', '9'.repeat(78)],
  ['registry', `0x${'AB'.repeat(20)}`],
  ['registry', `0x${'0'.repeat(40)}`],
  ['instance', 'Liquidation Small'],
])('a registration whose %s is %j is refused', (key, value) => {
  const registration = { chainId: '31337', registry: `0x${'ab'.repeat(20)}`, [key]: value };
  expect(() => readEvent({ ...eventDocument(), registration })).toThrow(
    expect.objectContaining({ code: 'REGISTRATION_INVALID', field: `registration.${key}` }),
  );
});
