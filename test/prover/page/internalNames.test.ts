import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { internalNames } from '../../../prover/page/internalNames.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../../schemas');

test('a name that a script has as a text too is refused', () => {
  expect(() => internalNames('x.isLong=!0;y("isLong")')).toThrow(/isLong/);
  expect(() => internalNames('x[`lotFactor`]')).toThrow(/lotFactor/);
  expect(internalNames('x.isLong=!0').test('isLong')).toBe(true);
});

test('no field of a document is shortened', () => {
  const pattern = internalNames('');
  const fields = readdirSync(SCHEMAS).flatMap((file) =>
    [...readFileSync(join(SCHEMAS, file), 'utf8').matchAll(/"(\w+)":/g)].map(([, name = '']) => name),
  );
  expect(fields.length).toBeGreaterThan(100);
  expect(fields.filter((name) => pattern.test(name))).toEqual([]);
});
