import { ProvingError } from '../provingError.ts';
import { type WorkerReply, type WorkerRequest, workerScript } from './runWorker.ts';
import type { Thread, Threads } from './threads.ts';

/** A part of the memory. */
export interface MemoryArea {
  readonly address: number;
  readonly bytes: number;
}

interface Pending {
  readonly isCall: boolean;
  resolve(value: unknown): void;
  reject(error: ProvingError): void;
}

/** A worker of the pool: a thread, or the place of one that has died. Answers come in the order of the requests. */
export class PoolWorker {
  /** Whether it has been made ready for calls. */
  prepared = false;
  /** Whether it runs a call. */
  calling = false;
  /** What to do as soon as the call that it runs has ended. */
  readonly afterCall: (() => void)[] = [];
  private thread: Thread | undefined;
  private pending: Pending[] = [];

  /**
   * @param area its scratch memory, which stays the same when it is replaced
   * @param died called when the thread has ended by itself, after its requests have been given up
   */
  constructor(
    private readonly threads: Threads,
    public area: MemoryArea,
    private readonly died: (error: ProvingError) => void,
  ) {}

  get alive(): boolean {
    return this.thread !== undefined;
  }

  /** Whether it can take a call. */
  get idle(): boolean {
    return this.prepared && !this.calling;
  }

  /**
   * Starts a thread in the place of a dead one. Its first request must be `start`.
   *
   * @returns ends this thread, and no later one in its place
   */
  start(): (error: ProvingError) => Promise<void> {
    try {
      const thread: Thread = this.threads.start(workerScript, {
        replied: (reply) => {
          if (this.thread === thread) this.replied(thread, reply);
        },
        ended: (reason) => {
          if (this.thread !== thread) return;
          const error = new ProvingError(`A worker thread ended (${reason}).`, 'Try again; see that memory suffices.');
          this.end(error);
          this.died(error);
        },
      });
      this.thread = thread;
      thread.hold(false);
      return async (error) => {
        if (this.thread === thread) await this.end(error);
      };
    } catch (error) {
      throw new ProvingError(
        `A worker thread could not be started (${nameOf(error)}).`,
        'See that the platform, and the content policy of the page, allow workers.',
      );
    }
  }

  /**
   * Sends a request.
   *
   * @throws ProvingError if there is no thread, if it ends before it answers, or if what was asked failed
   */
  request<T = unknown>(request: WorkerRequest, transfer: ArrayBuffer[] = []): Promise<T> {
    return this.send<T>(request, transfer, false);
  }

  /** Runs the call of an idle worker; throws as `request` does. */
  call(request: WorkerRequest): Promise<number> {
    return this.send<number>(request, [], true);
  }

  private send<T>(request: WorkerRequest, transfer: ArrayBuffer[], isCall: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { thread } = this;
      if (thread === undefined) throw new ProvingError('A worker thread has ended.', 'Try again.');
      try {
        thread.post(request, transfer);
      } catch (error) {
        throw new ProvingError(`A worker thread could not be asked (${nameOf(error)}).`, 'Check the arguments.');
      }
      if (this.pending.length === 0) thread.hold(true);
      if (isCall) this.calling = true;
      this.pending.push({ isCall, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Ends the thread; its requests are rejected with the error. */
  async end(error: ProvingError): Promise<void> {
    const { thread, pending } = this;
    this.thread = undefined;
    this.prepared = false;
    this.calling = false;
    this.pending = [];
    for (const { reject } of pending) reject(error);
    await thread?.terminate();
  }

  private replied(thread: Thread, reply: WorkerReply): void {
    const answered = this.pending.shift();
    if (this.pending.length === 0) thread.hold(false);
    if (answered?.isCall) this.calling = false;
    if (reply[0]) answered?.resolve(reply[1]);
    else answered?.reject(new ProvingError(`A kernel failed: ${reply[1]}.`, 'Check the key and the witness.'));
  }
}

/** An error without its message, which could hold values. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
