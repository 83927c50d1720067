import { curves } from 'snarkjs';

/** Runs work that needs snarkjs, and ends its threads afterwards: without that the process does not end. */
export async function withSnarkjs<T>(work: () => Promise<T>): Promise<T> {
  // Started first: threads that are still starting could not be ended.
  await curves.getCurveFromName('bn128');
  try {
    return await work();
  } finally {
    await (await curves.getCurveFromName('bn128')).terminate();
  }
}
