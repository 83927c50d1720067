import { createHash } from 'node:crypto';
import type { BoundaryCase } from './boundaryCase.ts';
import { caseRecord } from './caseRecord.ts';
import { drawCase } from './drawCase.ts';

/** Cases of one block, and blocks of each kind; verdicts.json holds as many. */
export const ACCOUNTS = { perBlock: 2000, blocks: 50, firstSeed: 0 } as const;
export const CLOSES = { perBlock: 500, blocks: 10, firstSeed: 1_000_000 } as const;

export type BlockShape = typeof ACCOUNTS | typeof CLOSES;

/** Cases that the oracle judges together, with the sha256 of exactly the records that it reads. */
export interface Block {
  cases: BoundaryCase[];
  records: string;
  sha256: string;
}

/** Draws a block. Closes are made for cases of the margin boundary with few legs. */
export function drawBlock(shape: BlockShape, number: number): Block {
  const first = shape.firstSeed + number * shape.perBlock;
  const cases = Array.from({ length: shape.perBlock }, (_, i) => drawCase(first + i, shape === CLOSES ? 4 : undefined));
  const records = cases.map(caseRecord).join('');
  return { cases, records, sha256: createHash('sha256').update(records).digest('hex') };
}
