import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from '../../../verifier/formats/canonicalJson.ts';
import {
  readFieldElement,
  readNameTag,
  readSalt,
  writeFieldElement,
  writeNameTag,
} from '../../../verifier/formats/fieldElement.ts';
import {
  readArray,
  readBoolean,
  readChoice,
  readFormat,
  readNatural,
  readObject,
  readText,
  writeNatural,
} from '../../../verifier/formats/readObject.ts';
import { readTime, writeTime } from '../../../verifier/formats/time.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';

const refused = (code: string, field?: string) =>
  expect.objectContaining(field === undefined ? { code } : { code, field });

test('readObject gives the listed fields only', () => {
  expect({ ...readObject({ a: 1, b: null }, 'x', ['a', 'b'], ['c']) }).toEqual({ a: 1, b: null });
});

test.each([null, undefined, 1, 'text', [], [1], new Date(0), new Map(), Object.create({ a: 1 })])(
  '%j is no plain object',
  (value) => {
    expect(() => readObject(value, 'x', [], ['a'])).toThrow(refused('OBJECT_EXPECTED', 'x'));
  },
);

test('missing, inherited and unknown fields are refused by name', () => {
  expect(() => readObject({}, 'x.y', ['a'])).toThrow(refused('FIELD_MISSING', 'x.y.a'));
  expect(() => readObject({}, 'x', ['toString'])).toThrow(refused('FIELD_MISSING', 'x.toString'));
  expect(() => readObject({ a: 1, z: 2 }, 'x', ['a'])).toThrow(/x\."z" is not a field/);
  expect(() => readObject({ a: 1 }, '', [])).toThrow(/^"a" is not a field/);
});

test('__proto__ is an unknown field and changes nothing', () => {
  const value: unknown = JSON.parse('{"a": 1, "__proto__": {"b": 2}}');
  expect(() => readObject(value, 'x', ['a'], ['b'])).toThrow(/"__proto__" is not a field/);
  expect(Object.hasOwn(Object.prototype, 'b')).toBe(false);
});

test('arrays have limits', () => {
  expect(readArray([1, 2], 'x', 2, 2)).toEqual([1, 2]);
  expect(() => readArray([1, 2, 3], 'x', 2)).toThrow(/has 3 entries; 0 to 2/);
  expect(() => readArray([1], 'x', 2, 2)).toThrow(/exactly 2/);
  expect(() => readArray({ length: 1 }, 'x', 2)).toThrow(refused('ARRAY_EXPECTED'));
});

test.each(['', ' a', 'a ', 'a\nb', 'a\u202eb', 'a\u200bb', '\ud800', 'x'.repeat(201), 5])('%j is no text', (value) => {
  expect(() => readText(value, 'x')).toThrow(refused('TEXT_INVALID', 'x'));
});

test('words, booleans and formats', () => {
  expect(readChoice('b', 'x', ['a', 'b'])).toBe('b');
  expect(() => readChoice('c', 'x', ['a', 'b'])).toThrow(refused('CHOICE_INVALID'));
  expect(() => readBoolean(0, 'x')).toThrow(refused('BOOLEAN_EXPECTED'));
  expect(() => readFormat('fairmark.charter.v2', 'format', 'fairmark.charter.v1')).toThrow(refused('FORMAT_UNKNOWN'));
});

test.each([1.5, -1, -0, 2 ** 53, '01', '-1', '1e3', '', null, true, 256, '256'])(
  '%j is no natural of 8 bits',
  (value) => {
    expect(() => readNatural(value, 'x', 8)).toThrow(refused('NATURAL_INVALID', 'x'));
  },
);

test('naturals and field elements survive writing and reading', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      expect(readNatural(writeNatural(value), 'x', 64)).toBe(value);
      expect(readFieldElement(writeFieldElement(value), 'x')).toBe(value);
      expect(readFieldElement(value.toString(), 'x')).toBe(value);
      expect(readNameTag(writeNameTag(value), 'x')).toBe(value);
    }),
  );
});

test.each(['0x', '', '-1', SCALAR_FIELD.toString(), `0x${SCALAR_FIELD.toString(16)}`, `0x${'0'.repeat(65)}`, '007', 7])(
  '%j is no field element',
  (value) => {
    expect(() => readFieldElement(value, 'x')).toThrow(refused('FIELD_ELEMENT_INVALID', 'x'));
  },
);

test('a salt must look random, and its value is not repeated', () => {
  expect(readSalt(`0x1${'0'.repeat(32)}`, 'salt')).toBe(1n << 128n);
  expect(() => readSalt('123456789', 'salt')).toThrow(refused('SALT_WEAK', 'salt'));
  expect(() => readSalt('123456789', 'salt')).not.toThrow(/123456789/);
});

test('times are UTC with whole seconds', () => {
  expect(readTime('1970-01-01T00:00:01Z', 'x')).toBe(1n);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), (seconds) => {
      expect(readTime(writeTime(seconds), 'x')).toBe(seconds);
    }),
  );
});

test.each([
  '2026-03-20T12:00:00',
  '2026-03-20T12:00:00+00:00',
  '2026-03-20T12:00:00.000Z',
  '2026-02-30T12:00:00Z',
  '2026-03-20T24:00:00Z',
  '2026-03-20T12:00:60Z',
  '1969-12-31T23:59:59Z',
  '2242-03-16T12:56:32Z',
  '2026-3-20T12:00:00Z',
  1774008000,
])('%j is no time', (value) => {
  expect(() => readTime(value, 'x')).toThrow(refused('TIME_INVALID', 'x'));
});

test('canonical JSON does not depend on the order of keys or on whitespace', () => {
  expect(canonicalJson({ b: [1, 'é', null], a: { d: true, c: '"' } })).toBe(
    '{"a":{"c":"\\"","d":true},"b":[1,"é",null]}',
  );
  expect(() => canonicalJson(0.5)).toThrow(RangeError);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.maxSafeInteger(), fc.string(), fc.boolean())), (value) => {
      const text = canonicalJson(value as Json);
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed as Json)).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});
