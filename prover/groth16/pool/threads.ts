import type { WorkerReply, WorkerRequest } from './runWorker.ts';

/** What the pool hears of a thread. Nothing comes after `ended`. */
export interface ThreadEvents {
  replied(reply: WorkerReply): void;
  /** The thread is no more, or is not to be relied on. `reason` is a code of the platform, never a message. */
  ended(reason: string): void;
}

/** One running worker thread. */
export interface Thread {
  /** Sends; `transfer` is what the thread gets without a copy. */
  post(request: WorkerRequest, transfer: ArrayBuffer[]): void;
  /** Says whether the process, which may end while all threads are idle, waits for this one. */
  hold(busy: boolean): void;
  /** Ends it, whatever it is doing. */
  terminate(): Promise<void>;
}

/** Worker threads of a platform: `nodeThreads`, `browserThreads`. Each is in a module that only its platform can load. */
export interface Threads {
  /** Number of threads that can run at the same time. */
  readonly parallelism: number;
  /** Whether threads can share memory. */
  readonly shared: boolean;
  /**
   * Starts a thread.
   *
   * @param script makes the text of a classic script, given the expression of the thread's port
   */
  start(script: (port: string) => string, events: ThreadEvents): Thread;
}
