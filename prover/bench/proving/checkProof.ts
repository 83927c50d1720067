import { curves, groth16 } from 'snarkjs';
import { verifyProof } from '../../../verifier/proof.ts';
import { verificationKeyToSnarkjs } from '../../../verifier/snarkjsKey.ts';
import type { ProofResult } from '../../groth16/backend.ts';
import { ProvingError } from '../../groth16/provingError.ts';
import { proofToSnarkjs } from '../proofToSnarkjs.ts';
import type { ProvingCase } from './provingCase.ts';

/**
 * Refuses a proof that is not about the signals of the case, or that snarkjs or Fairmark's verifier refuses.
 *
 * @param name of the contender
 * @throws ProvingError
 */
export async function checkProof(
  name: string,
  { proof, publicSignals }: ProofResult,
  expected: Pick<ProvingCase, 'verificationKey' | 'publicSignals'>,
): Promise<void> {
  const key = expected.verificationKey;
  const told = publicSignals.join() === expected.publicSignals.join();
  const signals = publicSignals.map(String);
  // snarkjs throws at some defects of a proof instead of answering.
  const bySnarkjs = () =>
    groth16.verify(verificationKeyToSnarkjs(key), signals, proofToSnarkjs(proof)).catch(() => false);
  if (told && verifyProof(key, publicSignals, proof) && (await bySnarkjs())) return;
  throw new ProvingError(`a proof of ${name} does not verify`, 'This is a defect of that prover: report it.');
}

/** Ends the threads that snarkjs verifies with; without it the process may not end. */
export async function endChecks(): Promise<void> {
  await (await curves.getCurveFromName('bn128')).terminate();
}
