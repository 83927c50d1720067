import type { Groth16Proof } from '../../verifier/proof.ts';
import type { ProofWords } from './proofWords.ts';

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
