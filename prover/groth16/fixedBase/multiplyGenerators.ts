import { writeWord } from '../../setup/binaryFile.ts';
import { G1_BYTES, G2_BYTES } from '../../setup/zkey.ts';
import type { KernelPool } from '../pool/kernelPool.ts';
import type { GroupName } from '../products/basePoints.ts';
import { type DigitPlan, planDigits } from '../products/digitPlan.ts';

/** Scalars by which the generator of a group is to be multiplied, each in [0, r). */
export interface GeneratorScalars {
  readonly group: GroupName;
  readonly scalars: readonly bigint[];
}

/** Multiples of a generator in the memory of the kernels: of each window those that a digit may ask for. */
interface MultiplesTable extends DigitPlan {
  readonly address: number;
}

const SCALAR_BYTES = 32;
const POINT_BYTES = { g1: G1_BYTES, g2: G2_BYTES } as const;
/** What points cost (measured: 7.5 and 17.4 µs of CPU time), in whole numbers, so that shares of the work end at 1. */
const COST = { g1: 3, g2: 7 } as const;
/**
 * Digits are planned for so many points at most: 11 bits. Longer ones save additions, but their tables leave the
 * second-level cache (12 bits measured the same, 13 slower).
 */
const MOST_PLANNED = 16384;

/**
 * Multiplies the generators of both groups by many scalars, on all workers of a pool.
 *
 * @param generators affine points as in a key file
 * @param onProgress called with the share of the work that is done, in [0, 1]
 * @returns for each list its points, affine, as in a key file: little-endian Montgomery, infinity as zeros
 */
export async function multiplyGenerators(
  pool: KernelPool,
  generators: Readonly<Record<GroupName, Uint8Array>>,
  lists: readonly GeneratorScalars[],
  onProgress: (share: number) => void = () => {},
): Promise<Uint8Array[]> {
  const counts = { g1: 0, g2: 0 };
  for (const { group, scalars } of lists) counts[group] += scalars.length;
  const tables = await makeTables(pool, generators, counts);
  const batch = pool.layout.MULTIPLES_BATCH as number;
  const results = lists.map(({ group, scalars }) => new Uint8Array(scalars.length * POINT_BYTES[group]));
  const batches = lists.flatMap(({ group, scalars }, list) =>
    Array.from({ length: Math.ceil(scalars.length / batch) }, (_, i) => ({
      group,
      scalars: scalars.slice(i * batch, (i + 1) * batch),
      result: (results[list] as Uint8Array).subarray(i * batch * POINT_BYTES[group]),
    })),
  );
  const total = counts.g1 * COST.g1 + counts.g2 * COST.g2;
  let done = 0;
  const waiting = batches.values();
  const lane = async () => {
    const input = pool.arena.allocate(batch * SCALAR_BYTES);
    const output = pool.arena.allocate(batch * G2_BYTES);
    for (const { group, scalars, result } of waiting) {
      const { address, bits, windows } = tables[group];
      await pool.write(input, scalarBytes(scalars));
      const args = [address, bits, windows, input, scalars.length, output];
      await pool.call({ name: `${group}MultiplyGenerator`, args });
      result.set(await pool.read(output, scalars.length * POINT_BYTES[group]));
      done += scalars.length * COST[group];
      onProgress(done / total);
    }
  };
  await Promise.all(Array.from({ length: pool.workers }, lane));
  return results;
}

/**
 * Makes the tables of both generators, and room in the workers' scratch memory for the calls that use them.
 *
 * @param counts how many multiples of each will be asked for
 */
async function makeTables(
  pool: KernelPool,
  generators: Readonly<Record<GroupName, Uint8Array>>,
  counts: Readonly<Record<GroupName, number>>,
): Promise<Record<GroupName, MultiplesTable>> {
  const plan = async (group: GroupName) => {
    // A point costs an addition a window; so does an entry of a table, while the other workers wait: it counts double.
    const digits = planDigits(Math.min(counts[group], MOST_PLANNED));
    const { bits, windows } = digits;
    const ask = (name: string, ...args: number[]) => pool.call({ name: `${group}${name}`, args });
    const scratch = [await ask('FillMultiplesBytes', bits, windows), await ask('MultiplyGeneratorBytes', windows)];
    const bytes = windows * 2 ** (bits - 1) * (await ask('AffineBytes'));
    return { ...digits, address: pool.arena.allocate(bytes), scratch: Math.max(...scratch) };
  };
  const tables = { g1: await plan('g1'), g2: await plan('g2') };
  await pool.reserveScratch(Math.max(tables.g1.scratch, tables.g2.scratch));
  const fill = async (group: GroupName) => {
    const { address, bits, windows } = tables[group];
    const file = pool.arena.allocate(POINT_BYTES[group]);
    await pool.write(file, generators[group]);
    await pool.call({ name: `${group}PreparePoints`, args: [file, 1, 0, address, pool.arena.allocate(4)] });
    await pool.call({ name: `${group}FillMultiples`, args: [address, bits, windows] });
  };
  await Promise.all([fill('g1'), fill('g2')]);
  return tables;
}

/** 32 little-endian bytes a scalar. */
function scalarBytes(scalars: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(scalars.length * SCALAR_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [i, scalar] of scalars.entries()) writeWord(view, i * SCALAR_BYTES, scalar);
  return bytes;
}
