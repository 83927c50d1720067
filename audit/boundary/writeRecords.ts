import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNTS, CLOSES, drawBlock } from './blocks.ts';

// The records that oracle.py reads, into the folder that is named; see its head.
const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('Name the folder for the records.\n');
  process.exitCode = 2;
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, shape] of [
    ['accounts', ACCOUNTS],
    ['closes', CLOSES],
  ] as const) {
    for (let block = 0; block < shape.blocks; block++) {
      writeFileSync(join(folder, `${name}-${String(block).padStart(2, '0')}.txt`), drawBlock(shape, block).records);
    }
  }
}
