import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import { KernelBackend } from '../../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import type { WorkerRequest } from '../../../prover/groth16/pool/runWorker.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { MortalThreads } from '../../support/mortalThreads.ts';
import { Draws, encodeWitness, randomCircuit } from '../../support/randomCircuit.ts';
import { watchThreads } from '../../support/watchedThreads.ts';

const draws = new Draws(11);
const circuit = randomCircuit(draws, 400, 2);
const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
const values = circuit.solve(() => draws.element());
const witness = encodeWitness(values);

const backends: KernelBackend[] = [];
afterEach(async () => {
  await Promise.all(backends.splice(0).map((backend) => backend.close()));
});
afterAll(endChecks);

const check = async (backend: KernelBackend) =>
  checkProof('fairmark', await backend.prove(zkey, witness), { verificationKey, publicSignals: values.slice(1, 3) });

/** A backend, with the number of requests that its threads got and what to do at the next ones. */
function open(shared: boolean, tables: boolean) {
  const threads = new MortalThreads(shared);
  const watch = {
    sent: 0,
    at: (_request: WorkerRequest, _thread: number): void => {},
    change: (request: WorkerRequest) => request,
  };
  const sent = (request: WorkerRequest, thread: number) => {
    watch.sent++;
    watch.at(request, thread);
  };
  const watched = watchThreads(threads, sent, (request) => watch.change(request));
  const backend = new KernelBackend({ ...nodePlatform, threads: watched }, { tables, workers: 2 });
  backends.push(backend);
  return { backend, threads, watch };
}

/** Ends the threads that are still there; those that have ended have no number any more. */
const killAll = (threads: MortalThreads) =>
  Promise.all(
    threads.workers.map((worker, thread) => (worker.threadId > 0 ? threads.kill(thread, 'terminate') : undefined)),
  );

const WAYS = [
  { shared: true, tables: false },
  { shared: true, tables: true },
  { shared: false, tables: true },
];
/** How many moments of a preparation with its proof, and of a proof alone, are tried. */
const MOMENTS = 3;

describe.each(WAYS)('shared memory: $shared, tables: $tables', ({ shared, tables }) => {
  test('a proof that is aborted rejects with the reason, whenever it is, and the next one is right', async () => {
    const counted = open(shared, tables);
    await check(counted.backend);
    const first = counted.watch.sent;
    await check(counted.backend);
    const next = counted.watch.sent - first;
    for (const [requests, prepared] of [
      [first, false],
      [next, true],
    ] as const) {
      let opened = open(shared, tables);
      if (prepared) await check(opened.backend);
      for (let moment = 0; moment < MOMENTS; moment++) {
        if (!prepared && moment > 0) opened = open(shared, tables);
        const { backend, watch } = opened;
        const controller = new AbortController();
        let left = Math.floor(((moment + draws.below(1000) / 1000) / MOMENTS) * (requests - 1));
        watch.at = () => {
          if (left-- === 0) setImmediate(() => controller.abort(new RangeError('enough')));
        };
        const outcome = await backend.prove(zkey, witness, { signal: controller.signal }).catch((error) => error);
        // An abort that comes with the last answer may be too late.
        if (outcome instanceof Error) expect(outcome).toBe(controller.signal.reason);
        else expect(left).toBeLessThan(0);
        watch.at = () => {};
        await check(backend);
      }
    }
  });

  test('a worker that dies costs at most the proof, whenever it does, and the next one is right', async () => {
    const counted = open(shared, tables);
    await check(counted.backend);
    const first = counted.watch.sent;
    await check(counted.backend);
    const next = counted.watch.sent - first;
    for (const [requests, prepared] of [
      [first, false],
      [next, true],
    ] as const) {
      for (let moment = 0; moment < MOMENTS; moment++) {
        const { backend, watch, threads } = open(shared, tables);
        if (prepared) await check(backend);
        let left = Math.floor(((moment + draws.below(1000) / 1000) / MOMENTS) * (requests - 1));
        let death: Promise<void> | undefined;
        watch.at = (_, thread) => {
          if (left-- !== 0) return;
          const how = (['terminate', 'exit', 'throw'] as const)[moment % 3]!;
          death = threads.kill(thread, how);
        };
        const outcome = await backend.prove(zkey, witness).catch((error) => error);
        if (outcome instanceof Error) {
          expect(outcome).toMatchObject({ name: 'ProvingError', remedy: expect.any(String) });
        }
        watch.at = () => {};
        await death;
        await check(backend);
      }
    }
  });

  test('a proof that has failed is not computed to its end', async () => {
    const { backend, watch, threads } = open(shared, tables);
    await check(backend);
    const before = watch.sent;
    await check(backend);
    const whole = watch.sent - before;
    watch.change = (request) =>
      // A plan at the end of all addresses, where there is no memory.
      request[0] === 'call' && request[2] === 'importWires'
        ? ['call', request[1], request[2], [-64, 0, 0, 1]]
        : request;
    const start = watch.sent;
    await expect(backend.prove(zkey, witness)).rejects.toMatchObject({
      name: 'ProvingError',
      message: expect.stringContaining('A kernel failed'),
    });
    // Wiping takes requests too where memory is not shared.
    expect(watch.sent - start).toBeLessThan(whole / 2);
    watch.change = (request) => request;
    const started = threads.workers.length;
    await check(backend);
    // What is wrong in the memory, if anything is, is not used again.
    expect(threads.workers.length).toBeGreaterThan(started);
  });

  test('all workers that die between two proofs are replaced', async () => {
    const { backend, threads } = open(shared, tables);
    await check(backend);
    await killAll(threads);
    await check(backend);
  });

  test('where no worker starts there is an error, and a proof as soon as they do', async () => {
    for (const broken of ['throws', 'syntax', 'exits'] as const) {
      const { backend, threads } = open(shared, tables);
      threads.broken = broken;
      await expect(backend.prove(zkey, witness)).rejects.toMatchObject({ name: 'ProvingError' });
      threads.broken = undefined;
      await check(backend);
      // The same with a key that is prepared.
      threads.broken = broken;
      await killAll(threads);
      await expect(backend.prove(zkey, witness)).rejects.toMatchObject({ name: 'ProvingError' });
      threads.broken = undefined;
      await check(backend);
    }
  });
});

test('a proof that still waits is given up at once', async () => {
  const { backend } = open(true, false);
  const order: string[] = [];
  const running = backend.prove(zkey, witness).then(() => order.push('proof'));
  const controller = new AbortController();
  const waiting = backend.prove(zkey, witness, { signal: controller.signal }).catch((error) => {
    order.push('abort');
    return error;
  });
  await Promise.resolve();
  controller.abort();
  expect(await waiting).toBe(controller.signal.reason);
  await running;
  expect(order).toEqual(['abort', 'proof']);
  await check(backend);
});

test('a signal that was aborted before: its reason, whatever else is wrong', async () => {
  const { backend, threads } = open(true, false);
  for (const reason of [new Error('not now'), 'a text', null]) {
    await expect(backend.prove('nowhere.zkey', new Uint8Array(), { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  }
  expect(threads.workers).toEqual([]);
});

test('signals that are not aborted keep no listeners', async () => {
  const { backend } = open(true, true);
  const controller = new AbortController();
  const listeners = new Set<unknown>();
  const { signal } = controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  let added = 0;
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    added++;
    listeners.add(args[1]);
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners.delete(args[1]);
    remove(...args);
  };
  for (let i = 0; i < 2; i++) await backend.prove(zkey, witness, { signal });
  expect(added).toBeGreaterThan(0);
  expect(listeners.size).toBe(0);
});
