import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Thread, ThreadEvents, Threads } from './threads.ts';

/** Worker threads of Node. */
export const nodeThreads: Threads = {
  parallelism: availableParallelism(),
  shared: true,

  start(script, events) {
    // Without the process' own options: its loaders and hooks are not needed and would run in every thread.
    const options = { eval: true, execArgv: [], name: 'fairmark kernels' };
    return nodeThread(new Worker(script("require('node:worker_threads').parentPort"), options), events);
  },
};

/** Wraps a worker of Node. */
export function nodeThread(worker: Worker, events: ThreadEvents): Thread {
  worker.on('message', (reply) => events.replied(reply));
  worker.on('messageerror', () => events.ended('an unreadable message'));
  worker.on('error', (error: { code?: string }) => events.ended(error.code ?? 'an uncaught error'));
  worker.on('exit', (code) => events.ended(`exit code ${code}`));
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    terminate: async () => {
      await worker.terminate();
    },
  };
}
