import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateConstants } from './constants.ts';
import { generateTables } from './tables.ts';

// Writes every generated file; run from the repository root (`npm run generate`).
for (const [path, content] of [...generateConstants(), ...generateTables()]) {
  const target = join(process.cwd(), path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  console.log(path);
}
