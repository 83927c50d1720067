import { ProvingError } from '../provingError.ts';

/**
 * Most workers that a pool starts unless told otherwise. A proof is about 150 calls, in a few stages that wait for each
 * other: beyond this there is less than one call a stage for each, while each takes its scratch memory.
 */
const MOST = 16;

/**
 * Number of workers.
 *
 * @param parallelism number of threads that can run at the same time; platforms that hide it may say 0
 * @param asked what the caller wants instead
 * @throws ProvingError if that is no number of workers
 */
export function workerCount(parallelism: number, asked?: number): number {
  if (asked === undefined) return Math.max(1, Math.min(MOST, parallelism));
  if (Number.isSafeInteger(asked) && asked > 0) return asked;
  throw new ProvingError('The number of workers is not a positive integer.', 'Leave it out, or give one.');
}
