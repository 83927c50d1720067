import type { Groth16Proof } from '../../verifier/proof.ts';

/** A proof in the words of `IGroth16Verifier.verify`. */
export interface ProofWords {
  readonly a: readonly [bigint, bigint];
  readonly b: readonly [bigint, bigint, bigint, bigint];
  readonly c: readonly [bigint, bigint];
}

/** A proof as the contracts take it: B with the imaginary parts first (EIP-197). */
export function proofWords({ a, b, c }: Groth16Proof): ProofWords {
  return {
    a: [BigInt(a[0]), BigInt(a[1])],
    b: [BigInt(b[0][1]), BigInt(b[0][0]), BigInt(b[1][1]), BigInt(b[1][0])],
    c: [BigInt(c[0]), BigInt(c[1])],
  };
}
