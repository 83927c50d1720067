import { nodePlatform } from '../../groth16/platform/nodePlatform.ts';
import { openPool } from '../../groth16/pool/openPool.ts';

/** Multiplications that are timed at a time, two in each product of pairs; and how often. */
const CHAIN = 100_000;
const ROUNDS = 40;

/** Nanoseconds of a multiplication in the base field by the kernels that are chosen here: the least of several rounds. */
export async function multiplicationTime(): Promise<number> {
  const pool = await openPool(nodePlatform, 1);
  try {
    const { BASE_FIELD, PAIR } = pool.layout as { BASE_FIELD: number; PAIR: number };
    const pair = pool.arena.allocate(PAIR);
    const call = { name: 'mulChain', args: [BASE_FIELD, pair, pair, CHAIN / 2] };
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await pool.call(call);
      least = Math.min(least, performance.now() - start);
    }
    return (least * 1e6) / CHAIN;
  } finally {
    await pool.close();
  }
}
