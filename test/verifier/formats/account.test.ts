import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountCommitment } from '../../../circuits/commitment/accountCommitment.ts';
import type { Account } from '../../../circuits/objects.ts';
import { type PositionDocument, readAccount, writeAccount } from '../../../verifier/formats/account.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { nameTag, writeNameTag } from '../../../verifier/formats/fieldElement.ts';
import {
  compareInstruments,
  isOption,
  readLotPrice,
  unitsOf,
  writeLotPrice,
} from '../../../verifier/formats/position.ts';
import { readSnapshot } from '../../../verifier/formats/snapshot.ts';
import { accountDocument, changed, charterDocument, SALT, snapshotDocument } from '../../support/documents.ts';

const published = readCharter(charterDocument());
const snapshot = readSnapshot(snapshotDocument(), published);
const read = (value: unknown) => readAccount(value, published, snapshot);
const hours = (month: number, day: number) => BigInt(Date.UTC(2026, month - 1, day, 8) / 3_600_000);

test('an account reads into sorted slots', () => {
  const account = read(accountDocument());
  expect(account).toMatchObject({
    ownerTag: nameTag('alice'),
    accountNumber: 42n,
    sequence: 17n,
    settlementUnit: 1n,
    cash: -1_250_500_001n,
    salt: BigInt(SALT),
  });
  const [march, june] = [hours(3, 27), hours(6, 26)];
  expect(account.options).toEqual([
    { underlying: 0, expiryHours: march, strike: 70_000n, isPut: false, isLong: true, quantity: 1n },
    { underlying: 0, expiryHours: march, strike: 70_000n, isPut: true, isLong: false, quantity: 25n },
    { underlying: 0, expiryHours: june, strike: 65_000n, isPut: true, isLong: false, quantity: 30n },
  ]);
  expect(account.linears).toEqual([
    { underlying: 0, kind: 'perpetual', expiryHours: 0n, isLong: false, quantity: 15n },
    { underlying: 1, kind: 'spot', expiryHours: 0n, isLong: true, quantity: 5n },
    { underlying: 1, kind: 'future', expiryHours: march, isLong: true, quantity: 12n },
    { underlying: 0, kind: 'future', expiryHours: june, isLong: true, quantity: 3n },
  ]);
});

const instruments = [
  'BTC',
  'BTC-PERPETUAL',
  'BTC-27MAR26',
  'BTC-26JUN26',
  'ETH-PERPETUAL',
  ...['27MAR26', '24APR26', '26JUN26'].flatMap((expiry) =>
    ['60000', '70000', '80000'].flatMap((strike) => [`BTC-${expiry}-${strike}-C`, `BTC-${expiry}-${strike}-P`]),
  ),
  'ETH-27MAR26-3500-C',
];
const books = fc
  .subarray(instruments)
  .chain((names) => fc.shuffledSubarray(names, { minLength: names.length }))
  .chain((names) =>
    fc.tuple(
      ...names.map((instrument) =>
        fc
          .integer({ min: -4_000_000, max: 4_000_000 })
          .filter((lots) => lots !== 0)
          .map((lots): PositionDocument => {
            const quantity = instrument.startsWith('BTC')
              ? `${lots < 0 ? '-' : ''}${Math.floor(Math.abs(lots) / 10)}.${Math.abs(lots) % 10}`
              : String(lots);
            return { instrument, quantity };
          }),
      ),
    ),
  );

test('any order of positions gives one commitment, and writing survives reading', () => {
  fc.assert(
    fc.property(books, (positions) => {
      const account = read({ ...accountDocument(), positions });
      const reversed = read({ ...accountDocument(), positions: [...positions].reverse() });
      expect(accountCommitment(reversed)).toBe(accountCommitment(account));
      for (const slots of [account.options, account.linears]) {
        slots.forEach((position, i) => {
          const before = slots[i - 1];
          if (before && position) expect(compareInstruments(before, position)).toBe(-1);
        });
      }
      expect(read(writeAccount(account, published))).toEqual(account);
    }),
    { numRuns: 40 },
  );
});

test('holes that a liquidation left stay where they are', () => {
  const before = read(accountDocument());
  const after: Account = {
    ...before,
    options: before.options.map((position, i) => (i === 1 ? null : position)),
    linears: before.linears.map((position, i) => (i === 3 ? null : position)),
  };
  const document = writeAccount(after, published, 'alice');
  expect(document.slots?.options.map(Boolean)).toEqual([true, false, true]);
  expect(document.owner).toBe('alice');
  expect(read(document)).toEqual(after);
  expect(accountCommitment(read(document))).not.toBe(accountCommitment(before));
});

test('an owner may be given by tag', () => {
  expect(read({ ...accountDocument(), owner: writeNameTag(nameTag('alice')) })).toEqual(read(accountDocument()));
});

test('without a snapshot only the charter is asked', () => {
  const document = changed(accountDocument(), 'positions.0.instrument', 'BTC-25DEC26-70000-C');
  expect(() => read(document)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_UNKNOWN' }));
  expect(readAccount(document, published).options).toHaveLength(4);
});

const P = 'positions.0';
test.each([
  ['settlement.currency', 'BTC', 'SETTLEMENT_UNSUPPORTED', 'account.settlement.currency'],
  ['salt', '17', 'SALT_WEAK', 'account.salt'],
  ['salt', undefined, 'FIELD_MISSING', 'account.salt'],
  ['cash', '0.0000001', 'DECIMAL_INEXACT', 'account.cash'],
  ['cash', '4611686018427.387904', 'MONEY_RANGE', 'account.cash'],
  ['cash', '-4611686018427.387905', 'MONEY_RANGE', 'account.cash'],
  ['sequence', 2 ** 32, 'NATURAL_INVALID', 'account.sequence'],
  ['positions', undefined, 'FIELD_MISSING', 'account.positions'],
  ['slots', { linears: [], options: [] }, 'FIELD_MISSING', 'account.positions'],
  ['positions', Array(381).fill(0), 'ARRAY_LENGTH', 'account.positions'],
  [`${P}.instrument`, 'SOL-PERPETUAL', 'UNDERLYING_UNKNOWN', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'BTC-28MAR26-70000-C', 'INSTRUMENT_UNKNOWN', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'ETH-26JUN26', 'INSTRUMENT_UNKNOWN', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'BTC-20MAR26-70000-C', 'INSTRUMENT_EXPIRED', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'BTC-27MAR26-70000-X', 'INSTRUMENT_NAME', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'BTC-27MAR26-70000d5-C', 'STRIKE_OFF_TICK', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'BTC-27MAR26-16777216-C', 'STRIKE_RANGE', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'BTC-27MAR26-10995117-C', 'STRIKE_RANGE', 'account.positions[0].instrument'],
  [`${P}.instrument`, 'BTC-27MAR26-70000-C', 'POSITION_REPEATED', 'account.positions[3].instrument'],
  [`${P}.instrument`, 7, 'TEXT_INVALID', 'account.positions[0].instrument'],
  [`${P}.quantity`, '0', 'QUANTITY_ZERO', 'account.positions[0].quantity'],
  [`${P}.quantity`, '0.05', 'QUANTITY_OFF_LOT', 'account.positions[0].quantity'],
  [`${P}.quantity`, '-419430.4', 'QUANTITY_RANGE', 'account.positions[0].quantity'],
  [`${P}.quantity`, 1, 'DECIMAL_INVALID', 'account.positions[0].quantity'],
  [P, { instrument: 'BTC', quantity: '1', side: 'long' }, 'FIELD_UNKNOWN', 'account.positions[0]'],
])('an account with %s = %j is refused', (path, value, code, field) => {
  expect(() => read(changed(accountDocument(), path, value))).toThrow(expect.objectContaining({ code, field }));
});

test('a repeated, unknown or expired instrument is named', () => {
  const refuse = (name: string) => () => read(changed(accountDocument(), `${P}.instrument`, name));
  expect(refuse('BTC-26JUN26')).toThrow(/BTC-26JUN26 is listed twice/);
  expect(refuse('BTC-28MAR26')).toThrow(/BTC-28MAR26: the snapshot has no such expiry/);
  expect(refuse('BTC-20MAR26')).toThrow(/BTC-20MAR26 has expired/);
});

test('an account has room for 372 options and 8 linear positions', () => {
  const many = (count: number) => ({
    ...accountDocument(),
    positions: Array.from({ length: count }, (_, i) => ({ instrument: `BTC-27MAR26-${1000 + i}-C`, quantity: '1' })),
  });
  expect(read(many(372)).options).toHaveLength(372);
  expect(() => read(many(373))).toThrow(/holds 373 option positions; an account has room for 372/);
});

test('slots must be in order and of their kind', () => {
  const { positions, ...head } = accountDocument();
  expect(positions).toBeDefined();
  const option = (strike: number) => ({ instrument: `BTC-27MAR26-${strike}-C`, quantity: '1' });
  const slots = (options: unknown[], linears: unknown[] = []) => ({ ...head, slots: { options, linears } });
  const code = (name: string) => expect.objectContaining({ code: name });
  expect(read(slots([null, option(1), null, option(2)])).options.map(Boolean)).toEqual([false, true, false, true]);
  expect(() => read(slots([option(2), null, option(1)]))).toThrow(code('POSITION_ORDER'));
  expect(() => read(slots([option(2), null, option(2)]))).toThrow(code('POSITION_REPEATED'));
  expect(() => read(slots([], [option(1)]))).toThrow(code('POSITION_KIND'));
  expect(() => read(slots([{ instrument: 'BTC', quantity: '1' }]))).toThrow(code('POSITION_KIND'));
});

test('prices per unit and per lot', () => {
  const [btc, eth] = [unitsOf(published, 0), unitsOf(published, 1)];
  expect(readLotPrice('1825.5', 'x', btc)).toBe(182_550_000n);
  expect(readLotPrice('12.345678', 'x', eth)).toBe(12_345_678n);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }), (money) => {
      for (const units of [btc, eth]) expect(readLotPrice(writeLotPrice(money, units), 'x', units)).toBe(money);
    }),
  );
  expect(isOption({ underlying: 0, kind: 'spot', expiryHours: 0n })).toBe(false);
});
