import type { Groth16Proof } from '../../verifier/proof.ts';

/** A proof as the contracts and their events have it: B with the imaginary parts first, as EIP-197 has it. */
export interface ProofWords {
  readonly a: readonly [bigint, bigint];
  readonly b: readonly [bigint, bigint, bigint, bigint];
  readonly c: readonly [bigint, bigint];
}

/** A proof of the contracts as receipts have it. */
export function proofFromWords({ a, b, c }: ProofWords): Groth16Proof {
  return {
    a: [String(a[0]), String(a[1])],
    b: [
      [String(b[1]), String(b[0])],
      [String(b[3]), String(b[2])],
    ],
    c: [String(c[0]), String(c[1])],
  };
}
