import { Arena } from '../memory/arena.ts';
import type { Platform } from '../platform/platform.ts';
import { loadKernels } from '../pool/loadKernels.ts';
import { chooseForm } from './chooseForm.ts';

const PAGE = 65536;
/** Most memory, in pages: 64 MiB, for work in small pieces. */
const MOST_PAGES = 1024;

/**
 * Kernels on memory of their own that run in the calling thread: for work of some milliseconds, less than workers take
 * to start. Nothing has to be closed.
 */
export class DirectKernels {
  private constructor(
    private readonly exports: Readonly<Record<string, (...args: number[]) => number>>,
    private readonly memory: WebAssembly.Memory,
    /** Memory behind the constants and the slots of intermediate values. It grows as addresses are handed out. */
    readonly arena: Arena,
  ) {}

  /** @throws ProvingError if no form of the kernels works here */
  static async load(platform: Platform): Promise<DirectKernels> {
    const chosen = await chooseForm(platform.loadKernels);
    const { module, layout, constants } = await loadKernels(chosen, false, MOST_PAGES);
    const heap = layout.HEAP as number;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(heap / PAGE), maximum: MOST_PAGES });
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    const kernels = exports as DirectKernels['exports'];
    new Uint8Array(memory.buffer).set(constants, layout.FORM_CONSTANTS as number);
    kernels.setScratch?.(heap);
    const arena = new Arena(kernels.workArea?.() as number, (end) => {
      const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
      if (missing > 0) memory.grow(missing);
    });
    return new DirectKernels(kernels, memory, arena);
  }

  /** Bytes of the memory, to read and to write; until more memory is asked for. */
  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  /** Runs a kernel, which must be there. */
  call(name: string, ...args: number[]): number {
    return (this.exports[name] as (...args: number[]) => number)(...args);
  }
}
