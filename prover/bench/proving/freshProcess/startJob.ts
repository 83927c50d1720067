import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ProvingError } from '../../../groth16/provingError.ts';
import type { FreshAnswer, FreshJob } from './job.ts';

/** Compiled beside this file, or its source where the engine runs TypeScript. */
const MAIN = join(import.meta.dirname, `main${extname(import.meta.filename)}`);

/**
 * Measures a contender in a process of its own, whose standard error is shown.
 *
 * @param main the file that the process runs
 * @throws ProvingError when the process fails
 */
export async function startJob(job: FreshJob, main = MAIN): Promise<FreshAnswer> {
  const child = spawn(process.execPath, [main, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) {
    throw new ProvingError(
      `the process that measures ${job.contender} failed`,
      'Its own message stands above; free memory if it was ended from outside.',
    );
  }
  const answer: FreshAnswer = JSON.parse(said);
  return {
    ...answer,
    results: answer.results.map(({ proof, publicSignals }) => ({ proof, publicSignals: publicSignals.map(BigInt) })),
  };
}
