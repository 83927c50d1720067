import type { FreshAnswer, FreshJob } from './freshProcess/job.ts';
import type { Throughput } from './throughput.ts';

/** First calls, memory and throughput of one contender, each of processes of its own. */
export interface FreshFigures {
  /** One value per process, in milliseconds. */
  readonly cpu: readonly number[];
  readonly wall: readonly number[];
  readonly throughput: readonly Throughput[];
  readonly peakMemory: number;
  readonly tableBytes: number;
}

/** Processes per contender for the first call. */
export const FIRST_CALLS = 3;

/**
 * Measures contenders in processes of their own, in turns; the last process of each also measures throughput.
 *
 * @param start runs a job and verifies its proofs
 * @returns in the order of the names
 */
export async function measureFresh(
  names: readonly string[],
  job: Omit<FreshJob, 'contender'>,
  start: (job: FreshJob, turn: number) => Promise<FreshAnswer>,
): Promise<FreshFigures[]> {
  const answers = names.map((): FreshAnswer[] => []);
  for (let turn = 1; turn <= FIRST_CALLS; turn++) {
    const inFlight = turn === FIRST_CALLS ? job.inFlight : [];
    for (const [place, contender] of names.entries()) {
      answers[place]?.push(await start({ ...job, contender, inFlight }, turn));
    }
  }
  return answers.map((own) => {
    const { throughput, peakMemory, tableBytes } = own[FIRST_CALLS - 1]!;
    const [cpu, wall] = [own.map(({ first }) => first.cpu), own.map(({ first }) => first.wall)];
    return { cpu, wall, throughput, peakMemory, tableBytes };
  });
}
