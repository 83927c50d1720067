import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { allowRelaxedSimd } from '../../../prover/groth16/load/allowRelaxedSimd.ts';
import { kernelFile } from '../../../prover/groth16/load/kernelFile.ts';
import { KernelPool, type KernelPoolOptions } from '../../../prover/groth16/pool/kernelPool.ts';
import { nodeThreads } from '../../../prover/groth16/pool/nodeThreads.ts';
import { TestKernels } from '../../support/kernels.ts';
import { poolKernels } from '../../support/poolKernels.ts';

allowRelaxedSimd();
const PAGE = 65536;
const kernels = poolKernels();
const pools: KernelPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

const PRIVATE = { ...nodeThreads, shared: false };

async function open(options: Partial<KernelPoolOptions> = {}): Promise<KernelPool> {
  const pool = await KernelPool.open({ kernels, threads: nodeThreads, workers: 2, scratch: 1000, ...options });
  pools.push(pool);
  return pool;
}

async function word(pool: KernelPool, address: number): Promise<number> {
  return new DataView((await pool.read(address, 4)).buffer).getInt32(0, true);
}

/** Waits until a kernel has said that it runs. */
async function until(pool: KernelPool, address: number, value = 1): Promise<void> {
  while ((await word(pool, address)) < value) await new Promise((resolve) => setTimeout(resolve, 1));
}

const set = (pool: KernelPool, address: number) => pool.write(address, Uint8Array.of(1));

describe.each([
  ['shared memory', nodeThreads, 2],
  ['memory of one worker', PRIVATE, 1],
])('with %s', (_, threads, workers) => {
  test('says what it is', async () => {
    const pool = await open({ threads });
    expect(pool).toMatchObject({ form: 'fma', workers, shared: workers > 1, generation: 0 });
    expect(pool.layout).toEqual({
      FORM_CONSTANTS: 1024,
      BASE_FIELD: 4096,
      SCALAR_FIELD: 8192,
      CURVE_B3: 12288,
      HEAP: PAGE,
    });
    expect(pool.arena.end).toBe(PAGE + (workers > 1 ? 1024 : 0) + 1000);
  });

  test('the real kernels compute what they compute without a pool', async () => {
    const pool = await open({
      threads,
      scratch: 1 << 20,
      kernels: { form: 'fma', bytes: readFileSync(kernelFile('fma')) },
    });
    const direct = new TestKernels('fma', { scratch: 1 << 20 });
    const [a, b] = [direct.pair(), direct.pair()];
    direct.write(a, 3n ** 140n);
    direct.write(b, 5n ** 90n);
    const { PAIR, BASE_FIELD } = pool.layout as { PAIR: number; BASE_FIELD: number };
    const bytes = new Uint8Array(direct.view.buffer);
    const [x, y, product, square] = [1, 2, 3, 4].map(() => pool.arena.allocate(PAIR)) as [
      number,
      number,
      number,
      number,
    ];
    await pool.write(x, bytes.subarray(a, a + PAIR));
    await pool.write(y, bytes.subarray(b, b + PAIR));
    await pool.all([
      { name: 'mul', args: [BASE_FIELD, product, x, y] },
      { name: 'sqr', args: [BASE_FIELD, square, x] },
    ]);
    const out = direct.pair();
    direct.call.mul!(BASE_FIELD, out, a, b);
    expect(await pool.read(product, PAIR)).toEqual(bytes.slice(out, out + PAIR));
    direct.call.sqr!(BASE_FIELD, out, a);
    expect(await pool.read(square, PAIR)).toEqual(bytes.slice(out, out + PAIR));
    await pool.write(square, new Uint8Array(PAIR).fill(1));
    await pool.zero(square + 1, PAIR - 2);
    expect(await pool.read(square, PAIR)).toEqual(new Uint8Array(PAIR).fill(1, 0, 1).fill(1, PAIR - 1));
    // Every worker has its scratch memory: slots are apart.
    const slots = await pool.all([0, 1, 2, 3].map(() => ({ name: 'slot', args: [0] })));
    for (const slot of slots) expect(slot).toBeGreaterThanOrEqual(PAGE);
  });

  test('writes and reads copies', async () => {
    const pool = await open({ threads });
    const at = pool.arena.allocate(5);
    const given = Uint8Array.of(9, 1, 2, 3, 4, 9).subarray(1, 5);
    await pool.write(at, given);
    expect(given).toEqual(Uint8Array.of(1, 2, 3, 4));
    given.fill(7);
    const read = await pool.read(at, 5);
    expect(read).toEqual(Uint8Array.of(1, 2, 3, 4, 0));
    expect(read.buffer).toBeInstanceOf(ArrayBuffer);
    read.fill(7);
    expect(await pool.read(at + 1, 2)).toEqual(Uint8Array.of(2, 3));
    await pool.zero(at + 1, 2);
    expect(await pool.read(at, 5)).toEqual(Uint8Array.of(1, 0, 0, 4, 0));
    expect(await pool.read(at, 0)).toEqual(new Uint8Array());
  });

  test('memory grows with the arena, also while workers run, and stays within its maximum', async () => {
    const pool = await open({ threads, maximumBytes: 40 * PAGE + 5 });
    const first = pool.arena.allocate(4);
    await pool.write(first, Uint8Array.of(5));
    const far = pool.arena.allocate(30 * PAGE) + 30 * PAGE - 4;
    await pool.call({ name: 'fill', args: [far, 3, 4] });
    expect(await word(pool, far)).toBe(0x03030303);
    await pool.write(far, Uint8Array.of(4));
    expect(await pool.call({ name: 'count', args: [far] })).toBe(0x03030304);
    expect(await word(pool, first)).toBe(5);
    const { end } = pool.arena;
    expect(() => pool.arena.allocate(20 * PAGE)).toThrow(expect.objectContaining({ name: 'ProvingError' }));
    expect(pool.arena.end).toBe(end);
    pool.arena.allocate(40 * PAGE - end - 64);
    expect(() => pool.arena.allocate(PAGE)).toThrow('does not suffice');
    await expect(open({ threads, maximumBytes: PAGE })).rejects.toMatchObject({ code: 'PROVING_FAILED' });
    await expect(open({ threads, maximumBytes: 5 })).rejects.toMatchObject({ code: 'PROVING_FAILED' });
  });

  test.each([
    [-4, 4],
    [Number.NaN, 4],
    [0.5, 4],
    [2 ** 31, 4],
    [2 * PAGE - 2, 4],
  ])('refuses address %d', async (address, length) => {
    const pool = await open({ threads });
    const error = { name: 'ProvingError', message: 'An address is outside the memory of the kernels.' };
    await expect(pool.read(address, length)).rejects.toMatchObject(error);
    await expect(pool.write(address, new Uint8Array(length))).rejects.toMatchObject(error);
    await expect(pool.zero(address, length)).rejects.toMatchObject(error);
    await expect(pool.read(PAGE, -1)).rejects.toMatchObject(error);
  });

  test('results come in the order of the calls; nothing is 0', async () => {
    const pool = await open({ threads });
    const calls = Array.from({ length: 50 }, (_, index) => ({ name: 'echo', args: [index] }));
    expect(await pool.all(calls)).toEqual(calls.map(({ args }) => args[0]));
    expect(await pool.all([])).toEqual([]);
    expect(await pool.call({ name: 'nothing', args: [] })).toBe(0);
  });

  test('wipes the scratch areas from end to end, and nothing else', async () => {
    const pool = await open({ threads });
    const behind = pool.arena.allocate(64);
    await pool.write(PAGE - 4, new Uint8Array(behind + 4 - (PAGE - 4)).fill(1));
    await pool.wipe();
    const ends = workers > 1 ? [PAGE, PAGE + 1024] : [PAGE];
    for (const start of ends) expect(await pool.read(start, 1000)).toEqual(new Uint8Array(1000));
    expect(await word(pool, PAGE - 4)).toBe(0x01010101);
    expect(await pool.read((ends.at(-1) as number) + 1000, 4)).toEqual(new Uint8Array(4).fill(1));
  });

  test.each([
    ['unreachable', /^A kernel failed: unreachable/],
    ['outside', /^A kernel failed: memory access out of bounds/],
  ])('a trap (%s) is a typed error, and its worker works on', async (name, message) => {
    const pool = await open({ threads });
    const error = { name: 'ProvingError', code: 'PROVING_FAILED', message: expect.stringMatching(message) };
    await expect(pool.call({ name, args: [] })).rejects.toMatchObject(error);
    await expect(pool.all([1, 2, 3].map(() => ({ name, args: [] })))).rejects.toMatchObject(error);
    expect(await pool.all([1, 2, 3].map((value) => ({ name: 'echo', args: [value] })))).toEqual([1, 2, 3]);
    expect(pool.generation).toBe(0);
  });

  test('a kernel that does not exist, and arguments that are no numbers, are typed errors without values', async () => {
    const pool = await open({ threads });
    await expect(pool.call({ name: 'HEAP', args: [] })).rejects.toThrow('There is no kernel HEAP.');
    for (const secret of [123456789n, () => 123456789, Symbol('123456789')]) {
      const args = [secret as unknown as number];
      await expect(pool.call({ name: 'echo', args })).rejects.toMatchObject({
        name: 'ProvingError',
        message: expect.not.stringContaining('123456789'),
      });
    }
    await expect(pool.call({ name: 'wide', args: [123456789] })).rejects.toMatchObject({
      name: 'ProvingError',
      message: expect.stringMatching(/^A kernel failed: \w+Error\.$/),
    });
    expect(await pool.call({ name: 'echo', args: [4] })).toBe(4);
  });

  test('close twice is harmless, ends what runs, and is told to who comes after', async () => {
    const pool = await open({ threads });
    const error = { name: 'ProvingError', message: 'The pool of kernel workers is closed.' };
    const running = Promise.allSettled([1, 2, 3].map(() => pool.call({ name: 'forever', args: [] })));
    const writing = pool.write(PAGE, new Uint8Array(4)).then(
      () => 'written',
      () => 'rejected',
    );
    await Promise.all([pool.close(), pool.close()]);
    for (const outcome of await running) expect(outcome).toMatchObject({ status: 'rejected', reason: error });
    expect(await writing).toBe(workers > 1 ? 'written' : 'rejected');
    await pool.close();
    await expect(pool.call({ name: 'nothing', args: [] })).rejects.toMatchObject(error);
    await expect(pool.all([])).rejects.toMatchObject(error);
    await expect(pool.read(PAGE, 4)).rejects.toMatchObject(error);
    await expect(pool.write(PAGE, new Uint8Array(4))).rejects.toMatchObject(error);
    await expect(pool.zero(PAGE, 4)).rejects.toMatchObject(error);
    await expect(pool.wipe()).rejects.toMatchObject(error);
    expect(() => pool.arena.allocate(4)).toThrow(expect.objectContaining(error));
  });
});

test('two workers run at the same time, each with its scratch area', async () => {
  const pool = await open();
  const [running, flag] = [pool.arena.allocate(4), pool.arena.allocate(4)];
  const both = pool.all([1, 2, 3].map(() => ({ name: 'waitFor', args: [running, flag] })));
  await until(pool, running, 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  // The third waits for a worker.
  expect(await word(pool, running)).toBe(2);
  await set(pool, flag);
  expect(new Set(await both)).toEqual(new Set([PAGE, PAGE + 1024]));
});

test('lower priority numbers go first, then the first come', async () => {
  const pool = await open({ workers: 1 });
  const [running, flag, counter] = [1, 2, 3].map(() => pool.arena.allocate(4)) as [number, number, number];
  const order = (priority?: number) =>
    pool.call({ name: 'count', args: [counter] }, priority === undefined ? {} : { priority });
  const blocker = pool.call({ name: 'waitFor', args: [running, flag] });
  const places = [order(5), order(-1), order(), order(5), order(-1), order(0)];
  await set(pool, flag);
  await blocker;
  expect(await Promise.all(places)).toEqual([4, 0, 2, 5, 1, 3]);
});

test('a failed barrier drops what has not started, and waits for what has', async () => {
  const pool = await open();
  const [running, flag, counter] = [1, 2, 3].map(() => pool.arena.allocate(4)) as [number, number, number];
  let settled = false;
  const barrier = pool.all([
    { name: 'waitFor', args: [running, flag] },
    { name: 'unreachable', args: [] },
    { name: 'count', args: [counter] },
    { name: 'count', args: [counter] },
  ]);
  const outcome = expect(barrier.finally(() => (settled = true))).rejects.toThrow('unreachable');
  await until(pool, running);
  // The other worker is free for other calls, after the dropped ones.
  expect(await pool.call({ name: 'echo', args: [1] })).toBe(1);
  expect(settled).toBe(false);
  await set(pool, flag);
  await outcome;
  expect(await word(pool, counter)).toBe(0);
});

test('wipes the scratch area of a busy worker once its call has ended, before the next', async () => {
  const pool = await open({ workers: 1 });
  const [running, flag] = [pool.arena.allocate(4), pool.arena.allocate(4)];
  const blocker = pool.call({ name: 'waitFor', args: [running, flag] });
  await until(pool, running);
  await pool.write(PAGE, Uint8Array.of(1));
  const next = pool.call({ name: 'count', args: [PAGE] });
  let wiped = false;
  const wiping = pool.wipe().then(() => {
    wiped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([wiped, await word(pool, PAGE)]).toEqual([false, 1]);
  await set(pool, flag);
  await Promise.all([blocker, wiping]);
  expect(await next).toBe(0);
});

test.each([
  [100, true],
  [0, false],
])('takes what memory the engine can set aside: %i pages', async (available, opens) => {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if ((descriptor.maximum ?? 0) > available) throw new RangeError('Out of memory');
      super(descriptor);
    }
  };
  const opened = open().finally(() => {
    WebAssembly.Memory = Memory;
  });
  if (!opens) {
    await expect(opened).rejects.toMatchObject({ code: 'PROVING_FAILED', message: expect.stringMatching(/reserved/) });
    return;
  }
  const pool = await opened;
  // 65,536 pages, halved until they are no more than 100.
  const at = pool.arena.allocate(60 * PAGE);
  await set(pool, at + 59 * PAGE);
  expect(await word(pool, at + 59 * PAGE)).toBe(1);
  expect(() => pool.arena.allocate(4 * PAGE)).toThrow('does not suffice');
});
