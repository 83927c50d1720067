import type { KernelForm } from '../forms/kernelForm.ts';
import type { Threads } from '../pool/threads.ts';

/** What a prover needs of the place where it runs. */
export interface Platform {
  readonly threads: Threads;
  /** The compiled kernels of a form. */
  loadKernels(form: KernelForm): Promise<Uint8Array>;
  /** Content of a file, and a text that changes when the file does; undefined where there are no files. Both throw InputError. */
  readonly files?: {
    read(path: string): Promise<Uint8Array>;
    version(path: string): Promise<string>;
  };
}
