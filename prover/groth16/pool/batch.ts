import type { KernelCall } from '../memory/kernelCall.ts';

/** Calls that are asked for together: all succeed, or the first failure counts once nothing of them runs any more. */
export class Batch {
  readonly done: Promise<number[]>;
  private readonly results: number[] = [];
  private running = 0;
  private left: number;
  private failure: { readonly reason: unknown } | undefined;
  private settle!: { resolve(results: number[]): void; reject(reason: unknown): void };

  /** @param priority lower goes first */
  constructor(
    readonly calls: readonly KernelCall[],
    readonly priority: number,
  ) {
    this.left = calls.length;
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    if (this.left === 0) this.settle.resolve(this.results);
  }

  /** Whether calls that have not started are not to be started. */
  get failed(): boolean {
    return this.failure !== undefined;
  }

  started(): void {
    this.running++;
  }

  succeeded(index: number, result: number): void {
    this.results[index] = result;
    this.left--;
    this.ended();
  }

  /** A call that was started has failed. */
  crashed(reason: unknown): void {
    this.failure ??= { reason };
    this.ended();
  }

  /** Starts nothing more. The first reason counts. */
  fail(reason: unknown): void {
    this.failure ??= { reason };
    if (this.running === 0) this.settle.reject(this.failure.reason);
  }

  private ended(): void {
    this.running--;
    if (this.running > 0) return;
    if (this.failure) this.settle.reject(this.failure.reason);
    else if (this.left === 0) this.settle.resolve(this.results);
  }
}
