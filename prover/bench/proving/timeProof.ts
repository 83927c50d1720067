import type { ProofResult } from '../../groth16/backend.ts';
import type { Clock } from './clock.ts';

/** A proof and what it took. Milliseconds; CPU time over all threads of the process. */
export interface TimedProof {
  readonly result: ProofResult;
  readonly cpu: number;
  readonly wall: number;
}

/** Times one proof. Wall time ends with the promise; CPU time includes what threads still do afterwards. */
export async function timeProof(prove: () => Promise<ProofResult>, clock: Clock): Promise<TimedProof> {
  const [cpuStart, wallStart] = [clock.cpu(), clock.wall()];
  const result = await prove();
  const wall = clock.wall() - wallStart;
  await clock.settle();
  return { result, cpu: clock.cpu() - cpuStart, wall };
}
