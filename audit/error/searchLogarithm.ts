import { FairmarkError } from '../../circuits/errors.ts';
import { naturalLog } from '../../circuits/functions/naturalLog.ts';
import { logarithm } from '../../circuits/generate/fixedPoint.ts';
import { createRandom } from '../../prover/surface/random.ts';

/**
 * Greatest error of NaturalLog found over random inputs and every choice of shift and multipliers that the constraints
 * admit for them.
 */
export function searchLogarithm(bits: 24 | 36, inputs: number, seed: number): number {
  const random = createRandom(seed);
  let worst = 0;
  for (let i = 0; i < inputs; i++) {
    const value = BigInt(Math.floor(2 ** (4 + (bits - 4.001) * random.uniform())));
    const exact = logarithm(value, 1n);
    const length = value.toString(2).length;
    for (const shift of [bits - length - 1, bits - length, bits - length + 1]) {
      if (shift < 0 || shift > 31) continue;
      for (let index = 0; index < 512; index++) {
        try {
          const result = naturalLog(value, bits, { shift, indexes: [index & 7, (index >> 3) & 7, index >> 6] });
          worst = Math.max(worst, Math.abs(Number((result << 219n) - exact) * 2 ** -256));
        } catch (error) {
          // Multipliers that the constraints refuse.
          if (!(error instanceof FairmarkError)) throw error;
        }
      }
    }
  }
  return worst;
}
