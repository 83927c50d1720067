import type { KernelCall } from '../memory/kernelCall.ts';
import type { Batch } from './batch.ts';

/** A call that waits for a worker, and where its result belongs. */
export interface QueuedCall {
  readonly call: KernelCall;
  readonly batch: Batch;
  readonly index: number;
}

/** Waiting calls: lower priority numbers first, then first come, first served. Calls of failed batches vanish. */
export class CallQueue {
  private waiting: QueuedCall[] = [];

  add(batch: Batch): void {
    let at = this.waiting.length;
    while (at > 0 && (this.waiting[at - 1] as QueuedCall).batch.priority > batch.priority) at--;
    this.waiting.splice(at, 0, ...batch.calls.map((call, index) => ({ call, batch, index })));
  }

  /** The next call, taken out. */
  take(): QueuedCall | undefined {
    return this.isEmpty() ? undefined : this.waiting.shift();
  }

  /** Whether nothing waits. */
  isEmpty(): boolean {
    while (this.waiting[0]?.batch.failed) this.waiting.shift();
    return this.waiting.length === 0;
  }

  /** Fails every batch that waits. */
  fail(reason: unknown): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const { batch } of waiting) batch.fail(reason);
  }
}
