import { Worker } from 'node:worker_threads';
import { nodeThread } from '../../prover/groth16/pool/nodeThreads.ts';
import type { Threads } from '../../prover/groth16/pool/threads.ts';

/** What makes a thread die, in the thread itself, before it takes its next request. */
const DEATHS = `{
  const port = require('node:worker_threads').parentPort;
  port.on('message', (message) => {
    if (message === 'exit') process.exit(3);
    if (message === 'throw') throw new Error('secret');
    if (message === 'memory') for (const all = [];;) all.push(new Array(1e5).fill(all.length));
  });
}`;

/** Threads of Node that can be killed: `died` tells when they are gone. */
export class MortalThreads implements Threads {
  readonly parallelism = 2;
  readonly workers: Worker[] = [];
  /** Makes the next threads fail to start. */
  broken: 'throws' | 'syntax' | 'exits' | undefined;

  constructor(readonly shared = true) {}

  start(...[script, events]: Parameters<Threads['start']>): ReturnType<Threads['start']> {
    if (this.broken === 'throws') throw new Error('secret');
    const broken = this.broken && { syntax: 'const', exits: 'process.exit(4)' }[this.broken];
    const text = broken ?? DEATHS + script("require('node:worker_threads').parentPort");
    const worker = new Worker(text, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } });
    this.workers.push(worker);
    return nodeThread(worker, events);
  }

  async kill(index: number, how: 'exit' | 'throw' | 'memory' | 'terminate'): Promise<void> {
    const worker = this.workers[index] as Worker;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    if (how === 'terminate') worker.terminate();
    else worker.postMessage(how);
    await gone;
  }
}
