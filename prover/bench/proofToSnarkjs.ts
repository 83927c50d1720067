import type { SnarkjsProof } from 'snarkjs';
import type { Groth16Proof } from '../../verifier/proof.ts';

/** The proof as `snarkjs groth16 verify` takes it: projective, with a last coordinate of one. */
export function proofToSnarkjs({ a, b, c }: Groth16Proof): SnarkjsProof {
  return {
    pi_a: [...a, '1'],
    pi_b: [[...b[0]], [...b[1]], ['1', '0']],
    pi_c: [...c, '1'],
    protocol: 'groth16',
    curve: 'bn128',
  };
}
