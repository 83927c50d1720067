import type { Groth16Proof } from '../../verifier/proof.ts';

/** A proof with the public signals that it is about, in signal order. */
export interface ProofResult {
  readonly proof: Groth16Proof;
  readonly publicSignals: bigint[];
}

/** Something that makes Groth16 proofs from a proving key and a witness. */
export interface Groth16Backend {
  /**
   * Proves. Two proofs of one witness differ: each is blinded with fresh randomness.
   *
   * @param provingKey content of a `.zkey` file that has passed `checkProvingKey`, or its path
   * @param witness content of a `.wtns` file; it stays the caller's, who wipes it when the promise has settled
   * @param options `signal` gives up; the promise then rejects with the signal's reason
   * @throws ProvingError; KeyError for a key that cannot be used; InputError for a path that cannot be read
   */
  prove(
    provingKey: Uint8Array | string,
    witness: Uint8Array,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ProofResult>;

  /** Frees threads; without it the process may not end. The backend can be used again afterwards. */
  close(): Promise<void>;
}
