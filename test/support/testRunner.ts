import type { Arena } from '../../prover/groth16/memory/arena.ts';
import type { KernelCall } from '../../prover/groth16/memory/kernelCall.ts';
import type { KernelRunner } from '../../prover/groth16/memory/kernelRunner.ts';
import type { TestKernels } from './kernels.ts';

/** Runs kernels in this thread, one call after the other; the calls of `all` from the last to the first. */
export class TestRunner implements KernelRunner {
  /**
   * @param workers the number of workers that calls are shared out for
   * @param arena where memory is found
   */
  constructor(
    private readonly kernels: TestKernels,
    readonly workers = 2,
    readonly arena: Arena = kernels.arena,
  ) {}

  get layout(): Readonly<Record<string, number>> {
    return this.kernels.layout;
  }

  private bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.kernels.view.buffer, address, length);
  }

  async write(address: number, bytes: Uint8Array): Promise<void> {
    this.bytes(address, bytes.length).set(bytes);
  }

  async read(address: number, length: number): Promise<Uint8Array> {
    return this.bytes(address, length).slice();
  }

  async call({ name, args }: KernelCall): Promise<number> {
    return this.kernels.call[name]!(...args);
  }

  async all(calls: readonly KernelCall[]): Promise<number[]> {
    const results: number[] = [];
    for (const call of [...calls].reverse()) results.unshift(await this.call(call));
    return results;
  }

  async zero(address: number, length: number): Promise<void> {
    this.bytes(address, length).fill(0);
  }

  async wipe(): Promise<void> {
    throw new Error('nothing here is secret');
  }
}
