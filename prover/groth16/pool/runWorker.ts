/**
 * What a worker is asked, one kind after the other as sent. Tuples, not objects: minifiers that rename properties leave
 * them alone, and short arrays are the cheapest thing to clone.
 *
 * `need` is the least size in bytes that memory of the worker's own must have by then; 0 for shared memory, which grows
 * in the thread of the pool.
 */
export type WorkerRequest =
  /** First: makes an instance on the memory given, or on one of its own of so many pages at most. */
  | readonly [kind: 'start', module: WebAssembly.Module, memory: WebAssembly.Memory | undefined, maximumPages: number]
  | readonly [kind: 'call', need: number, name: string, args: readonly number[]]
  | readonly [kind: 'write', need: number, address: number, bytes: Uint8Array]
  | readonly [kind: 'read', need: number, address: number, length: number];

/**
 * The answers, in the order of the requests: to `call` the result, 0 if there is none, to `read` the bytes; or what
 * went wrong.
 */
export type WorkerReply = readonly [done: true, value: number | Uint8Array] | readonly [done: false, reason: string];

/** The end of a message port that a thread has, as Node and browsers both spell it. */
interface WorkerPort {
  onmessage: ((event: { readonly data: WorkerRequest }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(reply: WorkerReply, transfer: ArrayBuffer[]): void;
}

/**
 * The whole program of a worker thread.
 *
 * The pool sends it as text (`workerScript`), so that no file has to be found: it runs alike from TypeScript sources,
 * from `dist` and inside a bundle. It must therefore refer to nothing outside itself, also not after compilers have been
 * at it: no imports, no named inner functions (esbuild wraps those in a helper, `__name`), no syntax that older targets
 * replace by helpers (async, spread, classes, destructuring). The tests run it from sources, from `dist`, and minified.
 */
export function runWorker(port: WorkerPort): void {
  let memory: WebAssembly.Memory;
  let kernels: Record<string, (...args: number[]) => number | undefined>;

  port.onmessageerror = () => {
    port.postMessage([false, 'the request could not be read'], []);
  };

  port.onmessage = (event) => {
    const request = event.data;
    try {
      if (request[0] === 'start') {
        memory = request[2] || new WebAssembly.Memory({ initial: 1, maximum: request[3] });
        kernels = new WebAssembly.Instance(request[1], { env: { memory: memory } }).exports as typeof kernels;
        port.postMessage([true, 0], []);
        return;
      }
      if (request[1] > memory.buffer.byteLength) {
        memory.grow(Math.ceil((request[1] - memory.buffer.byteLength) / 65536));
      }
      if (request[0] === 'call') {
        const result = (kernels[request[2]] as () => number | undefined).apply(null, request[3] as []);
        port.postMessage([true, result === undefined ? 0 : result], []);
      } else if (request[0] === 'write') {
        new Uint8Array(memory.buffer, request[2], request[3].length).set(request[3]);
        // What was sent is a copy in this thread, and may be secret.
        request[3].fill(0);
        port.postMessage([true, 0], []);
      } else {
        const bytes = new Uint8Array(memory.buffer, request[2], request[3]).slice();
        port.postMessage([true, bytes], [bytes.buffer]);
      }
    } catch (error) {
      // Other messages may hold values. Those of traps, and of a start, hold none.
      const told = request[0] === 'start' || error instanceof WebAssembly.RuntimeError;
      port.postMessage([false, told ? (error as Error).message : (error as Error).name], []);
    }
  };
}

/** The text of a worker's script, given the expression of its port. */
export function workerScript(port: string): string {
  return `(${runWorker})(${port})`;
}
