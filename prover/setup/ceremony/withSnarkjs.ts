import { curves } from 'snarkjs';

/** Pieces of work under way that need the threads, of which snarkjs keeps one set per process. */
let users = 0;

/** Runs work that needs snarkjs, and ends its threads after the last: without that the process does not end. */
export async function withSnarkjs<T>(work: () => Promise<T>): Promise<T> {
  users++;
  try {
    // Started first: threads that are still starting could not be ended.
    await curves.getCurveFromName('bn128');
    return await work();
  } finally {
    users--;
    if (users === 0) await (await curves.getCurveFromName('bn128')).terminate();
  }
}
