import { createHash } from 'node:crypto';
import { ChaCha } from 'ffjavascript';
import { sparseProgress } from '../../io/sparseProgress.ts';
import type { BeaconParameters } from '../zkey.ts';

/** Bounds of the binary logarithm of a beacon's sha256 iterations; the upper one bounds what a hostile file costs. */
export const ITERATIONS_EXP = { least: 10, most: 24 } as const;
/** From here on the iterations take seconds, and snarkjs tells nothing of them. */
const LONG_ITERATIONS_EXP = 18;
/** Iterations between two looks at other work of the process. */
const BATCH = 2 ** 16;

/**
 * The random generator of a beacon's contribution, as snarkjs seeds it: sha256, applied 2^iterationsExp times to the
 * value, as eight big-endian words.
 *
 * @param parameters whose iterationsExp is in `ITERATIONS_EXP`
 */
export async function beaconRandomness(
  { value, iterationsExp }: BeaconParameters,
  onProgress: (line: string) => void = () => {},
): Promise<ChaCha> {
  const say = sparseProgress(onProgress);
  let digest: Uint8Array = value;
  const iterations = 2 ** iterationsExp;
  for (let i = 0; i < iterations; i++) {
    digest = createHash('sha256').update(digest).digest();
    if (i % BATCH !== BATCH - 1) continue;
    say((seconds) => `beacon: ${seconds} s, ${Math.floor((100 * i) / iterations)}% of its sha256 iterations`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  return new ChaCha(Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i)));
}

/** Says that snarkjs is about to be silent for the iterations of a beacon, if they take seconds. */
export function announceBeacon(iterationsExp: number | undefined, onProgress: (line: string) => void): void {
  if (iterationsExp === undefined || iterationsExp < LONG_ITERATIONS_EXP) return;
  onProgress(`beacon: snarkjs applies sha256 2^${iterationsExp} times; it says nothing meanwhile`);
}
