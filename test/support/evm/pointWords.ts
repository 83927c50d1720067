import { bn254 } from '@noble/curves/bn254.js';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';

type G1 = InstanceType<typeof bn254.G1.Point>;
type G2 = InstanceType<typeof bn254.G2.Point>;

/** A point of G1 from two words of the EVM; zeros are the identity. */
export function g1Of([x, y]: ProofWords['a']): G1 {
  return bn254.G1.Point.fromAffine({ x, y });
}

/** A point of G2 from four words of the EVM, imaginary parts first. */
export function g2Of([x1, x0, y1, y0]: ProofWords['b']): G2 {
  return bn254.G2.Point.fromAffine({ x: { c0: x0, c1: x1 }, y: { c0: y0, c1: y1 } });
}

/** A point of G1 as two words. */
export function g1Words(point: G1): ProofWords['a'] {
  const { x, y } = point.toAffine();
  return [x, y];
}

/** A point of G2 as four words, imaginary parts first. */
export function g2Words(point: G2): ProofWords['b'] {
  const { x, y } = point.toAffine();
  return [x.c1, x.c0, y.c1, y.c0];
}

/** A point of the twist that is not in the subgroup of prime order. */
export function outsideSubgroup(): ProofWords['b'] {
  const { Fp2 } = bn254.fields;
  const { b } = bn254.G2.Point.CURVE();
  for (let c0 = 1n; ; c0++) {
    const x = { c0, c1: 0n };
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), b);
    try {
      const y = Fp2.sqrt(square);
      const point = bn254.G2.Point.fromAffine({ x, y });
      if (!point.isTorsionFree()) return [x.c1, x.c0, y.c1, y.c0];
    } catch {
      // Not a square: no point has this x.
    }
  }
}
