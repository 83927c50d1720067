import { KeyError } from '../../setup/keyError.ts';
import { G1_BYTES, G2_BYTES } from '../../setup/zkey.ts';
import type { KernelRunner } from '../memory/kernelRunner.ts';

export type GroupName = 'g1' | 'g2';

/** The fixed points of a multi-scalar product, in the memory of the kernels. */
export interface BasePoints {
  readonly group: GroupName;
  /** Affine points, none infinite. */
  readonly address: number;
  /** Bytes of an affine point. */
  readonly pointBytes: number;
  /** Bytes of a projective point, as which sums are left. */
  readonly sumBytes: number;
  /** For each point the 32-bit index of its scalar. */
  readonly scalars: number;
  readonly count: number;
}

/** Points that one call prepares: bounds the memory for those that are on the way. */
const CHUNK = 4096;

/** Bytes of the room that `prepareBasePoints` needs for points on the way. */
export const STAGING_BYTES = CHUNK * G2_BYTES;

/**
 * Brings a section of a key to the form of the kernels and leaves out points at infinity, whose products are nothing.
 *
 * @param section points as in the key file
 * @param id number of the section, for errors
 * @param staging addresses of rooms of `STAGING_BYTES`: as many calls run at a time
 * @param options.firstScalar index of the scalar of the section's first point; default 0
 * @param options.tables how many times the points find room, one table after the other; default once
 * @throws KeyError `KEY_INVALID_POINT` for a point that is not on the curve
 */
export async function prepareBasePoints(
  runner: KernelRunner,
  group: GroupName,
  section: Uint8Array,
  id: number,
  staging: readonly number[],
  { firstScalar = 0, tables = 1 }: { readonly firstScalar?: number; readonly tables?: number } = {},
): Promise<BasePoints> {
  const fileBytes = group === 'g1' ? G1_BYTES : G2_BYTES;
  const pointBytes = await runner.call({ name: `${group}AffineBytes`, args: [] });
  const sumBytes = await runner.call({ name: `${group}ProjectivePairBytes`, args: [] });
  const total = section.length / fileBytes;
  const address = runner.arena.allocate(tables * total * pointBytes);
  const scalars = runner.arena.allocate(4 * total);
  let count = 0;
  const chunks = Array.from({ length: Math.ceil(total / CHUNK) }, (_, i) => i * CHUNK);
  // Every chunk goes to its own place; the gaps that infinities leave are closed afterwards.
  const kept = new Array<number>(chunks.length);
  await Promise.all(
    staging.map(async (room, lane) => {
      for (let i = lane; i < chunks.length; i += staging.length) {
        const first = chunks[i] as number;
        const points = Math.min(CHUNK, total - first);
        await runner.write(room, section.subarray(first * fileBytes, (first + points) * fileBytes));
        const args = [room, points, firstScalar + first, address + first * pointBytes, scalars + 4 * first];
        kept[i] = await runner.call({ name: `${group}PreparePoints`, args });
      }
    }),
  );
  for (const [i, first] of chunks.entries()) {
    const points = kept[i] as number;
    if (points < 0) {
      throw new KeyError(
        'KEY_INVALID_POINT',
        `section ${id} of the proving key has a point that is not on its curve`,
        'Delete the key and run the set-up again.',
      );
    }
    if (first !== count && points > 0) {
      const moves = [
        [address + count * pointBytes, address + first * pointBytes, points * pointBytes],
        [scalars + 4 * count, scalars + 4 * first, 4 * points],
      ];
      for (const args of moves) await runner.call({ name: 'move', args });
    }
    count += points;
  }
  return { group, address, pointBytes, sumBytes, scalars, count };
}
