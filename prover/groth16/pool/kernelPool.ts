import type { KernelForm } from '../forms/kernelForm.ts';
import { Arena } from '../memory/arena.ts';
import type { CallOptions } from '../memory/callOptions.ts';
import type { KernelCall } from '../memory/kernelCall.ts';
import type { KernelRunner } from '../memory/kernelRunner.ts';
import { ProvingError } from '../provingError.ts';
import { AbortGroups } from './abortGroups.ts';
import { Batch } from './batch.ts';
import { CallQueue, type QueuedCall } from './callQueue.ts';
import { type CompiledKernels, type LoadedKernels, loadKernels } from './loadKernels.ts';
import { PoolWorker } from './poolWorker.ts';
import type { Threads } from './threads.ts';
import { workerCount } from './workerCount.ts';

/** Bytes of a page of WebAssembly memory, and the most pages that 32-bit addresses reach. */
const PAGE = 65536;
const MOST_PAGES = 65536;

export interface KernelPoolOptions {
  readonly kernels: CompiledKernels;
  /** `nodeThreads` or `browserThreads`: chosen by the caller, so that no bundle meets modules of the other platform. */
  readonly threads: Threads;
  /** Default: as many as run at the same time, at most 16. Without shared memory there is one. */
  readonly workers?: number;
  /** Bytes of scratch memory for each worker. */
  readonly scratch: number;
  /**
   * Most memory that the pool may take, rounded down to pages of 64 KiB. Default and most: 4 GiB, or what the engine can
   * set aside.
   */
  readonly maximumBytes?: number;
}

/**
 * Workers that run kernels on one memory.
 *
 * Where the platform shares memory between threads, all workers work on one memory, and `read` and `write` reach it
 * directly. Elsewhere there is one worker with a memory of its own, which is reached by messages.
 *
 * One call runs on a worker at a time, and the next is sent when its answer arrives. Between two calls a worker waits
 * for about 15 µs (measured, Node 20), 1% of a call of 1.5 ms; a call sent ahead would spare that, but could then wait
 * behind a long call while another worker is idle, and would die with its worker.
 *
 * A worker that dies rejects the call that it ran with a `ProvingError`, and is replaced. Shared memory survives.
 * Memory of the worker's own does not: calls that wait are rejected too, and `generation` counts up.
 *
 * A process ends by itself while no call runs, whether the pool is closed or not.
 */
export class KernelPool implements KernelRunner {
  readonly form: KernelForm;
  /** Number of workers. */
  readonly workers: number;
  /** Whether all workers share one memory. */
  readonly shared: boolean;
  /** Globals that the kernels export: addresses and sizes. */
  readonly layout: Readonly<Record<string, number>>;
  /** Memory behind the constants and the workers' scratch areas. It grows as addresses are handed out. */
  readonly arena: Arena;

  private readonly places: readonly PoolWorker[];
  private readonly queue = new CallQueue();
  private readonly aborts = new AbortGroups();
  private times = new Map<string, number>();
  private pages = 1;
  private losses = 0;
  private closing: Promise<void> | undefined;

  private constructor(
    { kernels, threads, scratch }: KernelPoolOptions,
    workers: number,
    private readonly loaded: LoadedKernels,
  ) {
    this.form = kernels.form;
    this.workers = workers;
    this.shared = loaded.memory !== undefined;
    this.layout = loaded.layout;
    this.arena = new Arena(loaded.layout.HEAP as number, (end) => this.grow(end));
    this.places = Array.from({ length: workers }, () => {
      const area = { address: this.arena.allocate(scratch), bytes: scratch };
      return new PoolWorker(threads, area, (error) => this.lost(error));
    });
  }

  /**
   * Starts the workers.
   *
   * @throws ProvingError if the kernels are unusable, memory does not suffice, or a worker does not start
   */
  static async open(options: KernelPoolOptions): Promise<KernelPool> {
    const { kernels, threads, maximumBytes = MOST_PAGES * PAGE } = options;
    const count = workerCount(threads.parallelism, options.workers);
    const maximumPages = Math.min(Math.floor(maximumBytes / PAGE), MOST_PAGES);
    const loaded = await loadKernels(kernels, threads.shared, maximumPages);
    const pool = new KernelPool(options, threads.shared ? count : 1, loaded);
    if (pool.shared) await pool.write(loaded.layout.FORM_CONSTANTS as number, loaded.constants);
    try {
      await Promise.all(pool.places.map((worker) => pool.prepare(worker)));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /** How many times the memory has been lost: everything that was written before has then to be written again. */
  get generation(): number {
    return this.losses;
  }

  /**
   * Copies bytes into the memory.
   *
   * @throws ProvingError for addresses outside the memory, and if the worker that holds the memory dies
   */
  async write(address: number, bytes: Uint8Array): Promise<void> {
    this.checkRange(address, bytes.length);
    const { memory } = this.loaded;
    if (memory) new Uint8Array(memory.buffer).set(bytes, address);
    else {
      // A copy that is given away: cloning would copy twice.
      const copy = new Uint8Array(bytes);
      await this.holder().request(['write', this.need, address, copy], [copy.buffer]);
    }
  }

  /** A copy of bytes of the memory; throws as `write` does. */
  async read(address: number, length: number): Promise<Uint8Array> {
    this.checkRange(address, length);
    const { memory } = this.loaded;
    if (memory) return new Uint8Array(memory.buffer, address, length).slice();
    return this.holder().request<Uint8Array>(['read', this.need, address, length]);
  }

  /** Fills bytes of the memory with zeros; throws as `write` does. */
  async zero(address: number, length: number): Promise<void> {
    this.checkRange(address, length);
    // Here, not in a worker: what is secret goes even if workers die. By the kernel, for JavaScript fills shared memory
    // byte by byte.
    if (this.shared) this.loaded.zero(address, length);
    else await this.holder().request(['call', this.need, 'zero', [address, length]]);
  }

  /** Makes the scratch area of every worker at least so large; no call may run meanwhile. */
  async reserveScratch(bytes: number): Promise<void> {
    for (const worker of this.places) {
      if (worker.area.bytes >= bytes) continue;
      worker.area = { address: this.arena.allocate(bytes), bytes };
      if (worker.alive) await worker.request(['call', this.need, 'setScratch', [worker.area.address]]);
    }
  }

  /** Milliseconds that calls of each kernel took since this was last asked, over all workers. */
  takeTimes(): ReadonlyMap<string, number> {
    const { times } = this;
    this.times = new Map();
    return times;
  }

  /** Fills the scratch area of every worker with zeros; of one that runs a call, as soon as that ends. */
  async wipe(): Promise<void> {
    this.checkOpen();
    await Promise.all(this.places.map((worker) => this.wipeArea(worker)));
  }

  /**
   * Runs a kernel on a worker.
   *
   * @returns its result, 0 if it returns nothing
   * @throws ProvingError if there is no such kernel, if it traps, or if its worker dies
   */
  async call(call: KernelCall, options?: CallOptions): Promise<number> {
    return (await this.all([call], options))[0] as number;
  }

  /**
   * Runs kernels on all workers, in no particular order. When one fails, those that have not started are dropped; the
   * promise settles when none of them runs any more.
   *
   * @returns the results in the order of the calls
   * @throws the first error, as of `call`
   */
  async all(calls: readonly KernelCall[], { signal, priority = 0 }: CallOptions = {}): Promise<number[]> {
    this.checkOpen();
    signal?.throwIfAborted();
    for (const { name } of calls) {
      if (!this.loaded.names.has(name)) throw new ProvingError(`There is no kernel ${name}.`, 'Correct its name.');
    }
    const batch = new Batch(calls, priority);
    this.queue.add(batch);
    if (signal) this.aborts.add(signal, batch);
    this.dispatch();
    try {
      return await batch.done;
    } finally {
      if (signal) this.aborts.remove(signal, batch);
    }
  }

  /** Ends all workers at once; what runs or waits is rejected. A closed pool stays closed. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const error = closed();
    this.queue.fail(error);
    await Promise.all(this.places.map((worker) => worker.end(error)));
  }

  private async wipeArea(worker: PoolWorker): Promise<void> {
    const { address, bytes } = worker.area;
    if (this.shared) {
      const zero = () => this.loaded.zero(address, bytes);
      if (worker.calling) await new Promise((resolve) => worker.afterCall.push(() => resolve(zero())));
      else zero();
      return;
    }
    const { losses } = this;
    try {
      if (worker.alive) await this.zero(address, bytes);
    } catch (error) {
      // Memory that is lost needs no wiping.
      if (losses === this.losses) throw error;
    }
  }

  /** Gives waiting calls to idle workers, and to new ones in the place of the dead. */
  private dispatch(): void {
    if (this.closing) return;
    for (const worker of this.places) {
      if (worker.idle) {
        const next = this.queue.take();
        if (next === undefined) return;
        this.run(worker, next);
      }
    }
    if (this.queue.isEmpty()) return;
    for (const worker of this.places) this.revive(worker);
  }

  private run(worker: PoolWorker, { call, batch, index }: QueuedCall): void {
    batch.started();
    const start = performance.now();
    const ended = () => {
      this.times.set(call.name, (this.times.get(call.name) ?? 0) + performance.now() - start);
      for (const action of worker.afterCall.splice(0)) action();
    };
    worker
      .call(['call', this.need, call.name, call.args])
      .then(
        (result) => {
          ended();
          batch.succeeded(index, result);
        },
        (error) => {
          ended();
          batch.crashed(error);
        },
      )
      .then(() => this.dispatch());
  }

  /** Starts a worker and makes it ready for calls. */
  private async prepare(worker: PoolWorker): Promise<void> {
    const { module, memory, layout, constants } = this.loaded;
    const stop = worker.start();
    try {
      const asked = [worker.request(['start', module, memory, this.loaded.maximumPages])];
      if (!this.shared) asked.push(worker.request(['write', this.need, layout.FORM_CONSTANTS as number, constants]));
      asked.push(worker.request(['call', this.need, 'setScratch', [worker.area.address]]));
      await Promise.all(asked);
    } catch (error) {
      await stop(error as ProvingError);
      throw error;
    }
    worker.prepared = true;
    this.dispatch();
  }

  /** Replaces a dead worker. If none can be had, waiting calls fail. */
  private revive(worker: PoolWorker): void {
    if (worker.alive) return;
    this.prepare(worker).catch((error) => {
      if (!this.places.some(({ alive }) => alive)) this.queue.fail(error);
    });
  }

  /** The worker that holds the memory, where that is not shared. */
  private holder(): PoolWorker {
    const [worker] = this.places as [PoolWorker];
    this.revive(worker);
    return worker;
  }

  /** A worker has died by itself. */
  private lost(error: ProvingError): void {
    if (this.shared) return;
    this.losses++;
    // They rely on data that are no more.
    this.queue.fail(error);
  }

  private get need(): number {
    return this.shared ? 0 : this.pages * PAGE;
  }

  /** Makes sure that the memory reaches as far. Memory of a worker's own grows with the next request. */
  private grow(end: number): void {
    this.checkOpen();
    const pages = Math.ceil(end / PAGE);
    if (pages <= this.pages) return;
    if (!(pages <= this.loaded.maximumPages)) throw noMemory();
    try {
      this.loaded.memory?.grow(pages - this.pages);
    } catch {
      throw noMemory();
    }
    this.pages = pages;
  }

  private checkOpen(): void {
    if (this.closing) throw closed();
  }

  private checkRange(address: number, length: number): void {
    this.checkOpen();
    const end = address + length;
    if (!Number.isSafeInteger(end) || !(address >= 0) || !(length >= 0) || end > this.pages * PAGE) {
      throw new ProvingError('An address is outside the memory of the kernels.', 'Allocate before you write.');
    }
  }
}

function closed(): ProvingError {
  return new ProvingError('The pool of kernel workers is closed.', 'Open another.');
}

function noMemory(): ProvingError {
  return new ProvingError('The memory for kernels does not suffice.', 'Allow more, or prove a smaller instance.');
}
