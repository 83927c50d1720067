import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { generateConstants } from '../../circuits/generate/constants.ts';
import { generateTables } from '../../circuits/generate/tables.ts';

// The tables are compared in test/circuits/pricing/tables.test.ts; here the constants, and that nothing else lies there.

const ROOT = resolve(import.meta.dirname, '../..');

test('the committed constants are what their script writes, byte for byte', () => {
  const files = generateConstants();
  expect([...files.keys()]).toEqual(['circuits/generated/Constants.circom']);
  for (const [path, content] of files) expect(readFileSync(join(ROOT, path), 'utf8'), path).toBe(content);
});

test('every file under circuits/generated has a script', () => {
  const written = [...generateConstants().keys(), ...generateTables().keys()];
  for (const name of readdirSync(join(ROOT, 'circuits/generated'))) {
    expect(written).toContain(`circuits/generated/${name}`);
  }
});
