import type { WorkerRequest } from '../../prover/groth16/pool/runWorker.ts';
import type { Threads } from '../../prover/groth16/pool/threads.ts';

/** The same threads, with a look at every request when it has been sent, and the number of the thread it went to. */
export function watchThreads(threads: Threads, sent: (request: WorkerRequest, thread: number) => void): Threads {
  let started = 0;
  return {
    parallelism: threads.parallelism,
    shared: threads.shared,
    start(script, events) {
      const number = started++;
      const thread = threads.start(script, events);
      return {
        ...thread,
        post(request, transfer) {
          thread.post(request, transfer);
          sent(request, number);
        },
      };
    },
  };
}
