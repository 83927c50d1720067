import type { KernelForm } from '../forms/kernelForm.ts';
import { browserThreads } from '../pool/browserThreads.ts';
import type { Platform } from './platform.ts';

/**
 * A browser: workers from Blob URLs. Without cross-origin isolation memory cannot be shared, and one worker does all.
 *
 * @param loadKernels gets the content of `fma.wasm`, `simd.wasm` or `scalar.wasm` from where the page keeps them
 */
export function browserPlatform(loadKernels: (form: KernelForm) => Promise<Uint8Array>): Platform {
  return { threads: browserThreads, loadKernels };
}
