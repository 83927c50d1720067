import { createHash } from 'node:crypto';
import { ChaCha } from 'ffjavascript';
import type { BeaconParameters } from '../zkey.ts';

/** Bounds of the binary logarithm of a beacon's sha256 iterations; the upper one bounds what a hostile file costs. */
export const ITERATIONS_EXP = { least: 10, most: 24 } as const;
/** Iterations between two looks at other work of the process. */
const BATCH = 2 ** 16;

/**
 * The random generator of a beacon's contribution, as snarkjs seeds it: sha256, applied 2^iterationsExp times to the
 * value, as eight big-endian words.
 *
 * @param parameters whose iterationsExp is in `ITERATIONS_EXP`
 */
export async function beaconRandomness({ value, iterationsExp }: BeaconParameters): Promise<ChaCha> {
  let digest: Uint8Array = value;
  const iterations = 2 ** iterationsExp;
  for (let i = 0; i < iterations; i++) {
    digest = createHash('sha256').update(digest).digest();
    if (i % BATCH === BATCH - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return new ChaCha(Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i)));
}
