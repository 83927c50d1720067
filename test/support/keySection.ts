import { writeWord } from '../../prover/setup/binaryFile.ts';
import { BASE_FIELD } from '../../verifier/points.ts';
import type { AffinePoint } from './affineGroup.ts';

/** Points as a section of a key file holds them: Montgomery form of 2^256, zeros for infinity. */
export function keySection(group: 'g1' | 'g2', points: readonly AffinePoint[]): Uint8Array {
  const words = group === 'g1' ? 2 : 4;
  const bytes = new Uint8Array(32 * words * points.length);
  const view = new DataView(bytes.buffer);
  for (const [i, point] of points.entries()) {
    if (point === undefined) continue;
    for (const [j, value] of [...point.x, ...point.y].entries()) {
      writeWord(view, 32 * (words * i + j), (value << 256n) % BASE_FIELD);
    }
  }
  return bytes;
}
