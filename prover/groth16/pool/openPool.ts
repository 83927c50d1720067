import { chooseForm } from '../load/chooseForm.ts';
import type { Platform } from '../platform/platform.ts';
import { KernelPool } from './kernelPool.ts';

/** Scratch memory that workers have at first: enough for the calls that prepare a key. */
const FIRST_SCRATCH = 1 << 20;

/**
 * Opens a pool with the fastest kernels that give right results here.
 *
 * @param workers default: one for every core, at most 16; one where memory cannot be shared
 * @throws ProvingError as `KernelPool.open`
 */
export async function openPool({ threads, loadKernels }: Platform, workers?: number): Promise<KernelPool> {
  const kernels = await chooseForm(loadKernels);
  return KernelPool.open({
    kernels,
    threads,
    scratch: FIRST_SCRATCH,
    ...(workers === undefined ? {} : { workers }),
  });
}
