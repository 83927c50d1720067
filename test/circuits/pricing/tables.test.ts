import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { generateTables } from '../../../circuits/generate/tables.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

test('FM-06 the committed tables are what their script writes, byte for byte', () => {
  const files = generateTables();
  expect(files.size).toBe(7);
  for (const [path, content] of files) expect(readFileSync(resolve(ROOT, path), 'utf8'), path).toBe(content);
});
