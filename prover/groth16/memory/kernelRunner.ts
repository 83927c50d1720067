import type { Arena } from './arena.ts';
import type { CallOptions } from './callOptions.ts';
import type { KernelCall } from './kernelCall.ts';

/** Something that runs kernels on one memory. */
export interface KernelRunner {
  /** How many calls can run at a time. */
  readonly workers: number;
  /** Addresses and sizes that the kernels export. */
  readonly layout: Readonly<Record<string, number>>;
  /** Addresses that are still free. */
  readonly arena: Arena;
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** A copy of what stands there. */
  read(address: number, length: number): Promise<Uint8Array>;
  call(call: KernelCall, options?: CallOptions): Promise<number>;
  /** Runs all; rejects with the first error once every call that was started has ended. */
  all(calls: readonly KernelCall[], options?: CallOptions): Promise<number[]>;
  /** Overwrites with zeros. */
  zero(address: number, length: number): Promise<void>;
  /** Overwrites the scratch memory of every worker with zeros. */
  wipe(): Promise<void>;
}
