import { runWorker, type WorkerRequest } from '../../prover/groth16/pool/runWorker.ts';
import type { Threads } from '../../prover/groth16/pool/threads.ts';

/** Threads that are none: they do their work in this thread, each on a memory of its own, between its other work. */
export class InlineThreads implements Threads {
  readonly parallelism = 1;
  readonly shared = false;
  /** What was asked, as the threads received it. */
  readonly received: WorkerRequest[] = [];

  start(...[, events]: Parameters<Threads['start']>): ReturnType<Threads['start']> {
    let ended = false;
    const port: Parameters<typeof runWorker>[0] = {
      onmessage: null,
      onmessageerror: null,
      postMessage: (reply) => events.replied(reply),
    };
    runWorker(port);
    return {
      post: (request, transfer) => {
        // Modules are only cloned between real threads.
        const data = request[0] === 'start' ? request : structuredClone(request, { transfer });
        this.received.push(data);
        setImmediate(() => {
          if (!ended) port.onmessage?.({ data });
        });
      },
      hold: () => {},
      terminate: async () => {
        ended = true;
      },
    };
  }
}
