import { nearestRank } from '../../adversary/nearestRank.ts';
import type { ProofResult } from '../../groth16/backend.ts';
import type { Clock } from './clock.ts';

/** What a prover sustains. Times in milliseconds; quantiles by nearest rank. */
export interface Throughput {
  /** Proofs that are asked for at the same time. */
  readonly inFlight: number;
  readonly proofs: number;
  readonly proofsPerSecond: number;
  /** Of one proof, from the call to the result. */
  readonly latency: { readonly p50: number; readonly p99: number };
  /** Of one proof, over all threads. */
  readonly cpu: number;
  /** Proofs per second that a core makes while it does nothing else: a second over the CPU time of a proof. */
  readonly proofsPerSecondPerCore: number;
}

/**
 * Makes a number of proofs, with so many of them in flight that the next begins when one is done.
 *
 * @throws what `prove` throws
 */
export async function measureThroughput(
  prove: () => Promise<ProofResult>,
  { proofs, inFlight, clock }: { readonly proofs: number; readonly inFlight: number; readonly clock: Clock },
): Promise<{ throughput: Throughput; results: ProofResult[] }> {
  const latencies: number[] = [];
  const results: ProofResult[] = [];
  let begun = 0;
  const lane = async () => {
    while (begun < proofs) {
      begun += 1;
      const start = clock.wall();
      results.push(await prove());
      latencies.push(clock.wall() - start);
    }
  };
  const [cpuStart, wallStart] = [clock.cpu(), clock.wall()];
  await Promise.all(Array.from({ length: inFlight }, lane));
  const wall = clock.wall() - wallStart;
  await clock.settle();
  const cpu = (clock.cpu() - cpuStart) / proofs;
  latencies.sort((x, y) => x - y);
  const throughput = {
    inFlight,
    proofs,
    proofsPerSecond: (1000 * proofs) / wall,
    latency: { p50: nearestRank(latencies, 0.5), p99: nearestRank(latencies, 0.99) },
    cpu,
    proofsPerSecondPerCore: 1000 / cpu,
  };
  return { throughput, results };
}
