import { SCALAR_FIELD } from '../../verifier/points.ts';
import type { Groth16Proof } from '../../verifier/proof.ts';
import { verifyProof } from '../../verifier/proof.ts';
import { readWord, writeWord } from '../setup/binaryFile.ts';
import { viewOf } from '../setup/zkey.ts';
import type { ProofResult } from './backend.ts';
import { drawScalar } from './drawScalar.ts';
import { BLINDING_SCALARS_BYTES, PROOF_BYTES } from './key/blindingPoints.ts';
import type { PreparedKey } from './key/preparedKey.ts';
import type { KernelCall } from './memory/kernelCall.ts';
import type { KernelRunner } from './memory/kernelRunner.ts';
import { recodeCalls } from './products/digits.ts';
import { combineCall, type Product, sumCalls } from './products/product.ts';
import { ProvingError } from './provingError.ts';

/** The polynomial is the longest chain of steps that wait for each other: its calls go first. */
const FIRST = 0;
/** The points of G2 cost most, so they are not left for the end. */
const BEFORE = 1;
const LAST = 2;

/**
 * Makes a proof.
 *
 * The products with the witness do not depend on the polynomial h and fill the cores while its transforms wait for each
 * other. Every secret that was written is overwritten with zeros before the promise settles, whatever the outcome.
 *
 * @returns the proof, and the milliseconds that its verification took
 * @param wires values of the witness, as `readWitness` gives them
 * @throws ProvingError if the result does not verify; the signal's reason
 */
export async function makeProof(
  runner: KernelRunner,
  key: PreparedKey,
  wires: Uint8Array,
  signal?: AbortSignal,
): Promise<{ readonly result: ProofResult; readonly verification: number }> {
  const { quotient, witnessDigits, quotientDigits, products, blinding } = key;
  // Aborted by the caller, or by the first part that fails: the others are then of no use.
  const end = new AbortController();
  const giveUp = () => end.abort(signal?.reason);
  const run = (calls: readonly KernelCall[], priority: number) =>
    runner.all(calls, { priority, signal: end.signal }).catch((error) => {
      end.abort(error);
      throw error;
    });
  const compute = async (product: Product, priority: number) => {
    await run(sumCalls(product), priority);
    await run([combineCall(product)], FIRST);
  };
  const polynomial = async () => {
    for (const stage of quotient.stages(key.witness)) await run(stage, FIRST);
    await run(recodeCalls(runner, quotientDigits, quotient.scalars), FIRST);
    await compute(products.h, FIRST);
  };
  const withWitness = async () => {
    await run(recodeCalls(runner, witnessDigits, key.witness), FIRST);
    await settleAll([
      compute(products.b2, BEFORE),
      compute(products.a, LAST),
      compute(products.b1, LAST),
      compute(products.c, LAST),
    ]);
  };
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp);
  try {
    await runner.write(key.witness, wires);
    await writeBlinding(runner, blinding.scalars);
    const blind = { name: 'blind', args: [blinding.blinded, blinding.key, blinding.scalars] };
    await settleAll([polynomial(), withWitness(), run([blind], LAST)]);
    await run([{ name: 'assemble', args: [blinding.proof, blinding.blinded, key.sums, blinding.scalars] }], FIRST);
    const proof = readProof(await runner.read(blinding.proof, PROOF_BYTES));
    const publicSignals = readSignals(wires, key.publicSignals);
    const start = performance.now();
    if (!verifyProof(key.verificationKey, publicSignals, proof)) {
      throw new ProvingError(
        'the proof does not verify and is not given out',
        'Check that the witness belongs to the circuit of the key.',
      );
    }
    return { result: { proof, publicSignals }, verification: performance.now() - start };
  } finally {
    signal?.removeEventListener('abort', giveUp);
    await wipe(runner, key);
  }
}

async function writeBlinding(runner: KernelRunner, address: number): Promise<void> {
  const r = drawScalar();
  const s = drawScalar();
  const bytes = new Uint8Array(BLINDING_SCALARS_BYTES);
  const view = viewOf(bytes);
  for (const [i, scalar] of [r, s, (SCALAR_FIELD - ((r * s) % SCALAR_FIELD)) % SCALAR_FIELD].entries()) {
    writeWord(view, 32 * i, scalar);
  }
  try {
    await runner.write(address, bytes);
  } finally {
    bytes.fill(0);
  }
}

/** Overwrites everything that depends on the witness or on the blinding values. */
async function wipe(runner: KernelRunner, key: PreparedKey): Promise<void> {
  const { witness, wires, quotient, witnessDigits, quotientDigits, blinding, products } = key;
  const secrets = [
    [witness, 32 * wires],
    ...quotient.secrets,
    [witnessDigits.address, witnessDigits.bytes],
    [quotientDigits.address, quotientDigits.bytes],
    [blinding.scalars, BLINDING_SCALARS_BYTES],
    [blinding.blinded, blinding.blindedBytes],
    ...Object.values(products).flatMap(({ sums, shares, result, bases }) => [
      [sums, shares.length * bases.sumBytes],
      [result, bases.sumBytes],
    ]),
  ] as const;
  await Promise.all([
    runner.wipe(),
    ...secrets.map(([address, bytes]) => runner.zero(address as number, bytes as number)),
  ]);
}

/** Waits until all have settled, so that nothing runs any more, and then throws the first error. */
async function settleAll(work: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(work)) if (outcome.status === 'rejected') throw outcome.reason;
}

function readProof(bytes: Uint8Array): Groth16Proof {
  const view = viewOf(bytes);
  const pair = (at: number) => [String(readWord(view, at)), String(readWord(view, at + 32))] as const;
  return { a: pair(0), b: [pair(64), pair(128)], c: pair(192) };
}

function readSignals(wires: Uint8Array, count: number): bigint[] {
  const view = viewOf(wires);
  return Array.from({ length: count }, (_, i) => readWord(view, 32 * (i + 1)));
}
