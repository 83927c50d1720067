import type { ProofResult } from '../../../groth16/backend.ts';
import { peakMemory } from '../../peakMemory.ts';
import type { Clock } from '../clock.ts';
import type { Contender } from '../contender.ts';
import { measureThroughput, type Throughput } from '../throughput.ts';
import { timeProof } from '../timeProof.ts';
import type { FreshAnswer, FreshJob } from './job.ts';

/**
 * Measures one contender in this process, which has not proven yet. Verifies nothing: that would load code and take
 * memory that is not the contender's.
 *
 * @param witness content of the job's witness file
 * @throws what the back end throws
 */
export async function runJob(
  { zkeyPath, proofs, inFlight }: Omit<FreshJob, 'contender' | 'witnessPath'>,
  contender: Pick<Contender, 'open'>,
  witness: Uint8Array,
  clock: Clock,
): Promise<FreshAnswer> {
  const opened: Awaited<ReturnType<Contender['open']>>[] = [];
  try {
    const first = await timeProof(async () => {
      const backend = await contender.open();
      opened.push(backend);
      return backend.prove(zkeyPath, witness);
    }, clock);
    const [backend] = opened;
    const results: ProofResult[] = [first.result];
    const throughput: Throughput[] = [];
    let peak = peakMemory();
    for (const lanes of inFlight) {
      const measured = await measureThroughput(() => backend!.prove(zkeyPath, witness), {
        proofs,
        inFlight: lanes,
        clock,
      });
      if (throughput.length === 0) peak = peakMemory();
      throughput.push(measured.throughput);
      for (const result of measured.results) results.push(result);
    }
    return {
      first: { cpu: first.cpu, wall: first.wall },
      throughput,
      peakMemory: peak,
      tableBytes: backend?.tableBytes ?? 0,
      results,
    };
  } finally {
    await opened[0]?.close();
  }
}
