import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addExact,
  binaryUnit,
  compareDecimals,
  decimalUnit,
  formatDecimal,
  formatScaled,
  MICRO,
  multiplyExact,
  parseDecimal,
  scaledDown,
  scaledExact,
  scaledNearest,
  scaledUp,
} from '../../../verifier/formats/decimal.ts';

const parse = (text: string) => parseDecimal(text, 'x');
const decimals = fc
  .record({ units: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), scale: fc.integer({ min: 0, max: 20 }) })
  .map(formatDecimal);
const units = fc.oneof(
  fc.bigInt({ min: 0n, max: 40n }).map(binaryUnit),
  fc.record({ units: fc.bigInt({ min: 1n, max: 10n ** 9n }), scale: fc.integer({ min: 0, max: 9 }) }).map(decimalUnit),
);

test.each([
  ['0', 0n, 0],
  ['12.50', 1250n, 2],
  ['-0.001', -1n, 3],
  ['0.0', 0n, 1],
  [`1${'0'.repeat(63)}`, 10n ** 63n, 0],
])('%s is a decimal', (text, count, scale) => {
  expect(parse(text)).toEqual({ units: count, scale });
});

test.each([
  '',
  ' 1',
  '1 ',
  '+1',
  '1e3',
  '1.',
  '.5',
  '01',
  '-0',
  '-0.0',
  '--1',
  'NaN',
  'Infinity',
  '0x10',
  '1_000',
  '1,5',
  '١',
  '1\n',
  `1${'0'.repeat(64)}`,
  1,
  null,
  undefined,
  ['1'],
  10n,
])('%s is no decimal', (value) => {
  expect(() => parseDecimal(value, 'a.b[3]')).toThrow(
    expect.objectContaining({ code: 'DECIMAL_INVALID', field: 'a.b[3]' }),
  );
});

test('the text of a refused decimal is not repeated', () => {
  expect(() => parseDecimal('12345e6', 'salt')).not.toThrow(/12345/);
});

test('parsing and formatting are inverse', () => {
  fc.assert(
    fc.property(decimals, (text) => {
      expect(formatDecimal(parse(text))).toBe(text);
    }),
  );
});

test('rounding: down <= value <= up, one apart unless exact, nearest within half a step', () => {
  fc.assert(
    fc.property(decimals, units, (text, unit) => {
      const value = parse(text);
      const [down, up, near] = [scaledDown(value, unit), scaledUp(value, unit), scaledNearest(value, unit)];
      // Compared as integers over the common denominator.
      const at = (count: bigint) => count * unit.numerator * 10n ** BigInt(value.scale);
      const exact = value.units * unit.denominator;
      expect(at(down) <= exact && exact <= at(up)).toBe(true);
      expect(up - down).toBe(at(down) === exact ? 0n : 1n);
      const error = (at(near) - exact) * 2n;
      const step = at(1n);
      expect(-step < error && error <= step).toBe(true);
      if (up === down) expect(scaledExact(value, unit, 'x')).toBe(down);
      else expect(() => scaledExact(value, unit, 'x')).toThrow(expect.objectContaining({ code: 'DECIMAL_INEXACT' }));
    }),
  );
});

test('a number of steps survives writing and reading', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }), units, (count, unit) => {
      expect(scaledExact(parse(formatScaled(count, unit)), unit, 'x')).toBe(count);
    }),
  );
});

test.each([
  ['0.5', 1n, 0n, 1n],
  ['-0.5', 0n, -1n, 0n],
  ['-1.5', -1n, -2n, -1n],
  ['2.5', 3n, 2n, 3n],
  ['-0.4', 0n, -1n, 0n],
])('%s rounds to %s, down to %s, up to %s', (text, near, down, up) => {
  const one = decimalUnit({ units: 1n, scale: 0 });
  expect([scaledNearest(parse(text), one), scaledDown(parse(text), one), scaledUp(parse(text), one)]).toEqual([
    near,
    down,
    up,
  ]);
});

test('arithmetic of decimals is exact', () => {
  expect(formatDecimal(multiplyExact(parse('0.1'), parse('-0.2')))).toBe('-0.02');
  expect(formatDecimal(addExact(parse('1'), parse('-0.16')))).toBe('0.84');
  expect(compareDecimals(parse('0.10'), parse('0.1'))).toBe(0);
  expect(compareDecimals(parse('-3'), parse('0.1'))).toBe(-1);
  expect(scaledExact(parse('0.0005'), MICRO, 'x')).toBe(500n);
});

test('a step without a finite expansion cannot be written', () => {
  expect(() => formatScaled(1n, { numerator: 1n, denominator: 3n })).toThrow(RangeError);
});
