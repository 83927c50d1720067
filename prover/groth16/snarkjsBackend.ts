import { readFile } from 'node:fs/promises';
import { curves, groth16, type SnarkjsProof } from 'snarkjs';
import { FairmarkError } from '../../circuits/errors.ts';
import type { Groth16Proof } from '../../verifier/proof.ts';
import type { Groth16Backend, ProofResult } from './backend.ts';
import { ProvingError } from './provingError.ts';

/**
 * Proves with snarkjs on all cores.
 *
 * snarkjs keeps one set of worker threads per process. Proofs therefore run one after the other, through whichever
 * instance they are asked for, and `close` of one instance ends the threads of all; the next proof starts them again.
 */
export class SnarkjsBackend implements Groth16Backend {
  private static last: Promise<unknown> = Promise.resolve();
  private static running = false;

  prove(
    provingKey: Uint8Array | string,
    witness: Uint8Array,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<ProofResult> {
    const result = SnarkjsBackend.last.then(() => SnarkjsBackend.proveNow(provingKey, witness, signal));
    SnarkjsBackend.last = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    await SnarkjsBackend.last;
    await SnarkjsBackend.terminate();
  }

  private static async proveNow(
    provingKey: Uint8Array | string,
    witness: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<ProofResult> {
    signal?.throwIfAborted();
    SnarkjsBackend.running = true;
    // Started first: threads that are still starting could not be ended.
    await curves.getCurveFromName('bn128');
    signal?.throwIfAborted();
    // As bytes: snarkjs would not close the file of a proof that is given up.
    const key = typeof provingKey === 'string' ? new Uint8Array(await readFile(provingKey)) : provingKey;
    signal?.throwIfAborted();
    const work = groth16.prove(key, witness).then(({ proof, publicSignals }) => ({
      proof: fromSnarkjs(proof),
      publicSignals: publicSignals.map(BigInt),
    }));
    if (signal === undefined) return work.catch(describe);
    const { promise: aborted, stop } = whenAborted(signal);
    try {
      return await Promise.race([work.catch(describe), aborted]);
    } catch (error) {
      // snarkjs cannot be interrupted, but without its threads it gets no further; its promise then never settles.
      if (signal.aborted) await SnarkjsBackend.terminate();
      throw error;
    } finally {
      stop();
    }
  }

  private static async terminate(): Promise<void> {
    if (!SnarkjsBackend.running) return;
    SnarkjsBackend.running = false;
    await (await curves.getCurveFromName('bn128')).terminate();
  }
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    const listener = () => reject(signal.reason);
    signal.addEventListener('abort', listener, { once: true });
    stop = () => signal.removeEventListener('abort', listener);
  });
  return { promise, stop };
}

function describe(error: unknown): never {
  if (error instanceof FairmarkError) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw new ProvingError(
    `snarkjs could not make a proof: ${reason}`,
    'Check that proving key and witness belong to the same circuit.',
  );
}

function fromSnarkjs({ pi_a, pi_b, pi_c }: SnarkjsProof): Groth16Proof {
  const pair = (point: readonly string[] | undefined) => [point?.[0] ?? '', point?.[1] ?? ''] as const;
  return { a: pair(pi_a), b: [pair(pi_b[0]), pair(pi_b[1])], c: pair(pi_c) };
}
