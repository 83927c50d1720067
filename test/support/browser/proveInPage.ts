import {
  browserPlatform,
  KernelBackend,
  type KernelForm,
  type KernelUse,
  type ProofResult,
  WitnessGenerator,
} from '../../../prover/browser.ts';
import type { Platform } from '../../../prover/groth16/platform/platform.ts';

/** What a page made. */
export interface ProvingReport {
  readonly isolated: boolean;
  readonly use: KernelUse | undefined;
  /** The forms that were asked for. */
  readonly asked: KernelForm[];
  /** Whether the page's own witness is the one that Node made. */
  readonly sameWitness: boolean;
  /** Two of one witness, and one after a proof that was given up. */
  readonly proofs: ProofResult[];
  /** What became of the proof that was given up. */
  readonly givenUp: string;
}

/** Requests to workers that the proof to be given up gets through: a third of a proof. */
const REQUESTS = 50;

/**
 * Proves with the key, the inputs and the kernels that the server of the page has.
 *
 * @param forms which kernels can be had
 */
export async function prove(forms: readonly KernelForm[]): Promise<ProvingReport> {
  const asked: KernelForm[] = [];
  const platform = browserPlatform(async (form) => {
    asked.push(form);
    if (!forms.includes(form)) throw new Error('it is not here');
    return load(`/${form}.wasm`);
  });
  const giveUp = new AbortController();
  let left = Number.POSITIVE_INFINITY;
  const backend = new KernelBackend(
    countRequests(platform, () => {
      if (--left === 0) queueMicrotask(() => giveUp.abort());
    }),
    { workers: 2 },
  );
  const [key, expected, circuit, inputs] = await Promise.all([
    load('/key.zkey'),
    load('/witness.wtns'),
    load('/circuit.wasm'),
    fetch('/inputs.json').then((answer) => answer.json()),
  ]);
  const witness = await (await WitnessGenerator.compile(circuit)).generate(inputs);
  const proofs = [await backend.prove(key, witness), await backend.prove(key, witness)];
  left = REQUESTS;
  const givenUp = await backend.prove(key, witness, giveUp).then(
    () => 'a proof',
    (error: Error) => error.name,
  );
  proofs.push(await backend.prove(key, witness));
  const { use } = backend;
  await backend.close();
  return {
    isolated: crossOriginIsolated,
    use,
    asked,
    sameWitness: witness.length === expected.length && witness.every((byte, at) => byte === expected[at]),
    proofs,
    givenUp,
  };
}

async function load(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(path)).arrayBuffer());
}

function countRequests({ threads, ...platform }: Platform, requested: () => void): Platform {
  return {
    ...platform,
    threads: {
      ...threads,
      start(script, events) {
        const thread = threads.start(script, events);
        return {
          ...thread,
          post(request, transfer) {
            thread.post(request, transfer);
            requested();
          },
        };
      },
    },
  };
}
