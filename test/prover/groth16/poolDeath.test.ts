import { afterEach, describe, expect, test } from 'vitest';
import { KernelPool } from '../../../prover/groth16/pool/kernelPool.ts';
import { nodeThreads } from '../../../prover/groth16/pool/nodeThreads.ts';
import { workerCount } from '../../../prover/groth16/pool/workerCount.ts';
import { MortalThreads } from '../../support/mortalThreads.ts';
import { poolKernels } from '../../support/poolKernels.ts';

const PAGE = 65536;
const kernels = poolKernels();
const pools: KernelPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

async function open(threads: MortalThreads, workers = 2): Promise<KernelPool> {
  const pool = await KernelPool.open({ kernels, threads, workers, scratch: 1000 });
  pools.push(pool);
  return pool;
}

const error = (reason: string) => ({
  name: 'ProvingError',
  code: 'PROVING_FAILED',
  message: `A worker thread ended (${reason}).`,
});

describe.each([true, false])('shared memory: %s', (shared) => {
  test.each(['exit', 'throw', 'memory', 'terminate'] as const)(
    'a worker that dies while idle (%s) is replaced before the next call',
    async (how) => {
      const threads = new MortalThreads(shared);
      const pool = await open(threads, 1);
      await pool.write(pool.arena.allocate(4), Uint8Array.of(1));
      await threads.kill(0, how);
      expect(pool.generation).toBe(shared ? 0 : 1);
      // The new one knows its scratch area, and the constants.
      expect(await pool.call({ name: 'scratch', args: [] })).toBe(PAGE);
      expect(await pool.read(4096, 8)).not.toEqual(new Uint8Array(8));
      expect(threads.workers).toHaveLength(2);
      expect(await pool.read(pool.arena.end - 4, 1)).toEqual(Uint8Array.of(shared ? 1 : 0));
      await pool.wipe();
    },
  );

  test.each([
    ['exit', 'exit code 3'],
    ['memory', 'ERR_WORKER_OUT_OF_MEMORY'],
  ] as const)(
    'a worker that dies before it answers (%s) rejects what it was asked, and says why',
    async (how, reason) => {
      const threads = new MortalThreads(shared);
      const pool = await open(threads, 1);
      const death = threads.kill(0, how);
      await expect(pool.call({ name: 'echo', args: [1] })).rejects.toMatchObject(error(reason));
      await death;
      expect(await pool.call({ name: 'echo', args: [1] })).toBe(1);
    },
  );

  test('a worker that dies rejects the call that it runs', async () => {
    const threads = new MortalThreads(shared);
    const pool = await open(threads, 1);
    const running = expect(pool.call({ name: 'forever', args: [] })).rejects.toMatchObject(error('exit code 1'));
    await threads.kill(0, 'terminate');
    await running;
    expect(await pool.call({ name: 'scratch', args: [] })).toBe(PAGE);
  });

  test('wiping does without a worker that is dead, or dies', async () => {
    const threads = new MortalThreads(shared);
    const pool = await open(threads, 1);
    const running = expect(pool.call({ name: 'forever', args: [] })).rejects.toThrow();
    if (shared) await pool.write(PAGE, Uint8Array.of(1));
    const wiping = pool.wipe();
    await threads.kill(0, 'terminate');
    await Promise.all([running, wiping]);
    await pool.wipe();
    expect(await pool.read(PAGE, 1000)).toEqual(new Uint8Array(1000));
  });

  test.each([
    ['throws', 'A worker thread could not be started (Error).'],
    ['syntax', 'A worker thread ended (an uncaught error).'],
    ['exits', 'A worker thread ended (exit code 4).'],
  ] as const)(
    'a worker that never starts (%s) is a typed error, and is tried again with the next call',
    async (how, message) => {
      const threads = new MortalThreads(shared);
      threads.broken = how;
      await expect(open(threads)).rejects.toMatchObject({ name: 'ProvingError', message });
      threads.broken = undefined;
      const pool = await open(threads);
      await Promise.all(threads.workers.slice(-pool.workers).map((worker) => worker.terminate()));
      threads.broken = how;
      const calls = [1, 2, 3].map((value) => pool.call({ name: 'echo', args: [value] }));
      for (const outcome of await Promise.allSettled(calls)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'ProvingError', message } });
      }
      threads.broken = undefined;
      expect(await pool.call({ name: 'echo', args: [4] })).toBe(4);
    },
  );
});

test('with shared memory, the other calls go on, and data survive', async () => {
  const threads = new MortalThreads();
  const pool = await open(threads);
  const [running, flag, counter] = [1, 2, 3].map(() => pool.arena.allocate(4)) as [number, number, number];
  const count = { name: 'count', args: [counter] };
  await pool.call(count);
  const dying = pool.call({ name: 'forever', args: [] });
  const living = pool.call({ name: 'waitFor', args: [running, flag] });
  const waiting = pool.all([count, count]);
  const dead = expect(dying).rejects.toMatchObject(error('exit code 1'));
  await threads.kill(0, 'terminate');
  await dead;
  expect((await waiting).sort()).toEqual([1, 2]);
  await pool.write(flag, Uint8Array.of(1));
  expect(await living).toBe(PAGE + 1024);
  expect([pool.generation, threads.workers.length]).toEqual([0, 3]);
});

test('a barrier with a dead worker waits for its other calls', async () => {
  const threads = new MortalThreads();
  const pool = await open(threads);
  const [running, flag] = [pool.arena.allocate(4), pool.arena.allocate(4)];
  let settled = false;
  const barrier = pool.all([
    { name: 'forever', args: [] },
    { name: 'waitFor', args: [running, flag] },
    { name: 'echo', args: [1] },
  ]);
  const outcome = expect(barrier.finally(() => (settled = true))).rejects.toMatchObject(error('exit code 1'));
  await threads.kill(0, 'terminate');
  expect(await pool.call({ name: 'scratch', args: [] })).toBe(PAGE);
  expect(settled).toBe(false);
  await pool.write(flag, Uint8Array.of(1));
  await outcome;
});

test('memory of its own dies with its worker: what waits is rejected, and the generation tells', async () => {
  const threads = new MortalThreads(false);
  const pool = await open(threads);
  const at = pool.arena.allocate(3 * PAGE);
  await pool.write(at, Uint8Array.of(1));
  const outcomes = Promise.allSettled([
    pool.call({ name: 'forever', args: [] }),
    pool.call({ name: 'echo', args: [1] }),
    pool.all([{ name: 'echo', args: [1] }]),
    pool.read(at, 1),
    pool.write(at, Uint8Array.of(2)),
    pool.zero(at, 1),
  ]);
  await threads.kill(0, 'terminate');
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: error('exit code 1') });
  }
  expect(pool.generation).toBe(1);
  // As large as before, and empty.
  expect(await pool.read(at + 3 * PAGE - 4, 4)).toEqual(new Uint8Array(4));
  expect(await pool.read(at, 1)).toEqual(Uint8Array.of(0));
  await threads.kill(1, 'exit');
  expect(pool.generation).toBe(2);
});

test.each([
  ['no module', Uint8Array.of(1, 2, 3)],
  ['nothing', new Uint8Array()],
  [
    'a module that imports something else',
    poolKernels('(module (import "env" "memory" (memory 1 2)) (import "a" "b" (func)))').bytes,
  ],
  ['a module without exports', poolKernels('(module (import "env" "memory" (memory 1 65536)))').bytes],
])('kernels that are %s are a typed error', async (_, bytes) => {
  for (const shared of [true, false]) {
    const threads = new MortalThreads(shared);
    const opening = KernelPool.open({ kernels: { form: 'fma', bytes }, threads, scratch: 1000 });
    await expect(opening).rejects.toMatchObject({ name: 'ProvingError', code: 'PROVING_FAILED' });
    expect(threads.workers).toHaveLength(0);
  }
});

test('as many workers as threads that can run, from 1 to 16', async () => {
  expect([0, 1, 7, 16, 17, 128].map((parallelism) => workerCount(parallelism))).toEqual([1, 1, 7, 16, 16, 16]);
  expect(workerCount(2, 33)).toBe(33);
  for (const asked of [0, -1, 1.5, Number.NaN]) expect(() => workerCount(2, asked)).toThrow('positive integer');
  const pool = await KernelPool.open({ kernels, threads: { ...nodeThreads, parallelism: 3 }, scratch: 1000 });
  pools.push(pool);
  expect(pool.workers).toBe(3);
});
