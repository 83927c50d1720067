import type { Threads } from './threads.ts';

/** Dedicated workers of a browser. The page's content policy has to allow `blob:` workers and WebAssembly. */
export const browserThreads: Threads = {
  // In a module that any platform may load: Node 20 has no navigator.
  parallelism: globalThis.navigator?.hardwareConcurrency ?? 1,
  // A page without cross-origin isolation (headers COOP and COEP) cannot give shared memory to its workers.
  shared: globalThis.crossOriginIsolated === true,

  start(script, events) {
    const url = URL.createObjectURL(new Blob([script('self')], { type: 'text/javascript' }));
    const worker = new Worker(url, { name: 'fairmark kernels' });
    const release = () => URL.revokeObjectURL(url);
    worker.onmessage = ({ data }) => {
      // Not earlier: the script has been fetched by now.
      release();
      worker.onmessage = (event) => events.replied(event.data);
      events.replied(data);
    };
    worker.onmessageerror = () => events.ended('an unreadable message');
    worker.onerror = () => {
      release();
      events.ended('an uncaught error');
    };
    return {
      post: (request, transfer) => worker.postMessage(request, transfer),
      hold: () => {},
      terminate: async () => {
        release();
        worker.terminate();
      },
    };
  },
};
