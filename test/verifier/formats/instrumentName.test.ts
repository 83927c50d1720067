import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../../circuits/errors.ts';
import {
  formatInstrumentName,
  type Instrument,
  parseInstrumentName,
} from '../../../verifier/formats/instrumentName.ts';

const MARCH_27 = Date.UTC(2026, 2, 27, 8) / 3_600_000;

test.each<[string, Instrument]>([
  ['BTC-27MAR26-70000-P', { kind: 'option', underlying: 'BTC', expiryHours: MARCH_27, strike: '70000', isPut: true }],
  [
    'XRP_USDC-27MAR26-0d5-C',
    { kind: 'option', underlying: 'XRP_USDC', expiryHours: MARCH_27, strike: '0.5', isPut: false },
  ],
  ['BTC-27MAR26', { kind: 'future', underlying: 'BTC', expiryHours: MARCH_27 }],
  ['BTC-PERPETUAL', { kind: 'perpetual', underlying: 'BTC' }],
  ['BTC', { kind: 'spot', underlying: 'BTC' }],
  ['ETH-29FEB28', { kind: 'future', underlying: 'ETH', expiryHours: Date.UTC(2028, 1, 29, 8) / 3_600_000 }],
])('%s is read and written back', (name, instrument) => {
  expect(parseInstrumentName(name)).toEqual(instrument);
  expect(formatInstrumentName(instrument)).toBe(name);
});

test.each([
  '',
  'btc-27MAR26-70000-P',
  'BTC-27MAR26-70000-X',
  'BTC-27MAR26-70000',
  'BTC-27MAR26-70000-P-P',
  'BTC-31APR26-70000-P',
  'BTC-29FEB26',
  'BTC-0MAR26',
  'BTC-07MAR26',
  'BTC-27MAI26',
  'BTC-27MAR2026',
  'BTC-27MAR26-0-P',
  'BTC-27MAR26-070000-P',
  'BTC-27MAR26-0d50-C',
  'BTC-27MAR26-70.5-C',
  'BTC-27MAR26--1-C',
  'BTC-PERPETUAL-70000-C',
  'BTC-27MAR26-70000-P ',
  'BTC-FS-27MAR26_PERP',
])('%j is refused, with the field', (name) => {
  try {
    parseInstrumentName(name, 'positions[2].instrument');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ code: 'INSTRUMENT_NAME', field: 'positions[2].instrument' });
    return;
  }
  expect.unreachable('it was accepted');
});

test('every instrument survives writing and reading', () => {
  const underlying = fc.constantFrom('BTC', 'ETH', 'XRP_USDC', 'S1');
  const expiryHours = fc.integer({ min: 10_957, max: 47_481 }).map((days) => days * 24 + 8);
  const strike = fc
    .tuple(fc.nat(999_999), fc.nat(9_999))
    .map(([whole, part]) => String(Number(`${whole}.${part}`)))
    .filter((text) => text !== '0' && !text.includes('e'));
  const instrument: fc.Arbitrary<Instrument> = fc.oneof(
    fc.record({ kind: fc.constant('option' as const), underlying, expiryHours, strike, isPut: fc.boolean() }),
    fc.record({ kind: fc.constant('future' as const), underlying, expiryHours }),
    fc.record({ kind: fc.constant('perpetual' as const), underlying }),
    fc.record({ kind: fc.constant('spot' as const), underlying }),
  );
  fc.assert(
    fc.property(instrument, (value) => {
      expect(parseInstrumentName(formatInstrumentName(value))).toEqual(value);
    }),
    { seed: 3 },
  );
});

test('an instrument without a name is refused', () => {
  const option = { kind: 'option', underlying: 'BTC', expiryHours: MARCH_27, strike: '70000', isPut: true } as const;
  expect(() => formatInstrumentName({ ...option, expiryHours: MARCH_27 + 1 })).toThrow(/08:00 UTC/);
  expect(() => formatInstrumentName({ ...option, strike: '7e4' })).toThrow(/strike/);
  expect(() => formatInstrumentName({ ...option, underlying: 'a-b' })).toThrow(InputError);
});
