import { afterEach, expect, test } from 'vitest';
import { KernelPool } from '../../../prover/groth16/pool/kernelPool.ts';
import { nodeThreads } from '../../../prover/groth16/pool/nodeThreads.ts';
import { poolKernels } from '../../support/poolKernels.ts';

const kernels = poolKernels();
const pools: KernelPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

async function open(workers: number, shared = true) {
  const threads = { ...nodeThreads, shared };
  const pool = await KernelPool.open({ kernels, threads, workers, scratch: 1000 });
  pools.push(pool);
  const [running, flag, counter] = [1, 2, 3].map(() => pool.arena.allocate(4)) as [number, number, number];
  return {
    pool,
    count: { name: 'count', args: [counter] },
    blocker: { name: 'waitFor', args: [running, flag] },
    release: () => pool.write(flag, Uint8Array.of(1)),
    counted: async () => (await pool.read(counter, 1))[0],
    busy: async () => {
      while ((await pool.read(running, 1))[0] === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}

/** A signal that knows how many listeners it has. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = { now: 0, most: 0 };
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners.most = Math.max(listeners.most, ++listeners.now);
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners.now--;
    remove(...args);
  };
  return { controller, signal, listeners };
}

test('a signal that is aborted already starts nothing', async () => {
  const { pool, count, counted } = await open(1);
  const reason = new Error('enough');
  await expect(pool.call(count, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await expect(pool.all([count, count], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await expect(pool.all([], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  await pool.call({ name: 'nothing', args: [] });
  expect(await counted()).toBe(0);
});

test('drops what waits at once, awaits what runs, and leaves calls of others alone', async () => {
  const { pool, count, blocker, release, counted, busy } = await open(1);
  const { controller, signal, listeners } = countedSignal();
  const reason = new Error('enough');
  const settled: string[] = [];
  const told = (name: string, work: Promise<unknown>) =>
    work.then(
      () => settled.push(name),
      (error) => settled.push(error === reason ? `${name} given up` : `${name} failed`),
    );
  const all = [
    told('running', pool.call(blocker, { signal })),
    told('barrier', pool.all([count, count], { signal })),
    told('waiting', pool.call(count, { signal })),
    told('other', pool.call(count)),
  ];
  await busy();
  controller.abort(reason);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(settled).toEqual(['barrier given up', 'waiting given up']);
  await release();
  await Promise.all(all);
  expect(settled.slice(2)).toEqual(['running given up', 'other']);
  expect(await counted()).toBe(1);
  expect(listeners).toEqual({ now: 0, most: 1 });
  expect(await pool.call(count)).toBe(1);
});

test('a barrier that runs and waits rejects once what ran has ended', async () => {
  const { pool, count, blocker, release, counted, busy } = await open(2);
  const controller = new AbortController();
  let ended = false;
  const barrier = pool.all([blocker, blocker, count, count], controller).finally(() => {
    ended = true;
  });
  const outcome = expect(barrier).rejects.toMatchObject({ name: 'AbortError' });
  await busy();
  controller.abort();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(ended).toBe(false);
  await release();
  await outcome;
  expect(await counted()).toBe(0);
});

test('the first of error and abort counts', async () => {
  const { pool, blocker, release, busy } = await open(2);
  const controller = new AbortController();
  const barrier = pool.all([blocker, { name: 'unreachable', args: [] }], controller);
  const outcome = expect(barrier).rejects.toThrow('unreachable');
  await busy();
  await pool.call({ name: 'nothing', args: [] });
  controller.abort();
  await release();
  await outcome;
});

test.each([true, false])(
  '1,000 calls with one signal have one listener, and leave none (shared: %s)',
  async (shared) => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const { pool, count } = await open(2, shared);
    const { controller, signal, listeners } = countedSignal();
    const calls = () => Promise.allSettled(Array.from({ length: 1000 }, () => pool.call(count, { signal })));
    expect((await calls()).every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(listeners).toEqual({ now: 0, most: 1 });
    const second = calls();
    controller.abort();
    expect((await second).every(({ status }) => status === 'rejected')).toBe(true);
    expect(listeners).toEqual({ now: 0, most: 1 });
    // What was running when it was aborted has counted; nothing else has.
    const after = await pool.call(count);
    expect(after).toBeGreaterThanOrEqual(1000);
    expect(after).toBeLessThanOrEqual(1002);
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  },
);
