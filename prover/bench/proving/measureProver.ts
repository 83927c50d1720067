import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProofResult } from '../../groth16/backend.ts';
import { median } from '../../surface/median.ts';
import { thisMachine } from '../machine.ts';
import { spread } from '../spread.ts';
import { checkProof, endChecks } from './checkProof.ts';
import { type Clock, PROCESS_CLOCK } from './clock.ts';
import type { Contest } from './contender.ts';
import { CONTEST } from './contenders.ts';
import { measureFloor } from './floor.ts';
import type { FreshJob } from './freshProcess/job.ts';
import { startJob } from './freshProcess/startJob.ts';
import type { MeasuredBackend } from './measuredBackend.ts';
import { FIRST_CALLS, type FreshFigures, measureFresh } from './measureFresh.ts';
import { measureWarm, type WarmTimes } from './measureWarm.ts';
import { medianStages } from './medianStages.ts';
import type { ContenderResult, ProverBenchResult } from './proverBenchResult.ts';
import type { ProvingCase } from './provingCase.ts';
import { ratioOf } from './ratio.ts';
import { judgeTargets } from './targets.ts';

export interface ProverBenchOptions {
  /** Warm rounds that count. */
  readonly rounds: number;
  /** Proofs of each throughput measurement. */
  readonly proofs: number;
  /** Proofs in flight of a second throughput measurement; 1 for none. */
  readonly inFlight: number;
  readonly onProgress: (line: string) => void;
}

/** What measures; tests replace it. */
export interface ProverBenchTools {
  readonly contest: Contest;
  readonly clock: Clock;
  readonly startJob: typeof startJob;
  readonly checkProof: typeof checkProof;
  readonly measureFloor: typeof measureFloor;
  /** After the last check. */
  readonly endChecks: typeof endChecks;
}

const TOOLS: ProverBenchTools = {
  contest: CONTEST,
  clock: PROCESS_CLOCK,
  startJob,
  checkProof,
  measureFloor,
  endChecks,
};

/** For a prover, the first proof starts threads and prepares the key, and the second may still compile code. */
const WARM_UPS = 2;

type Opened = { readonly name: string; readonly backend: MeasuredBackend }[];

/**
 * Measures all provers on one key and witness: warm proofs in this process, then first calls, memory and throughput in
 * processes of their own. Every proof is verified, outside the times.
 *
 * @throws ProvingError when a prover fails or a proof does not verify
 */
export async function measureProver(
  provingCase: ProvingCase,
  options: ProverBenchOptions,
  tools: ProverBenchTools = TOOLS,
): Promise<ProverBenchResult> {
  try {
    const warm = await warmTimes(provingCase, options, tools);
    const fresh = await freshFigures(provingCase, options, tools);
    const { instance, constraints, domain, zkeyBytes } = provingCase;
    const floor = await tools.measureFloor(provingCase);
    return {
      instance,
      constraints,
      domain,
      provingKeyBytes: zkeyBytes,
      rounds: options.rounds,
      warmUps: WARM_UPS,
      ...compare(tools.contest, warm, fresh),
      floor,
      machine: thisMachine(),
    };
  } finally {
    await tools.endChecks();
  }
}

const namesOf = ({ reference, challengers }: Contest) => [reference, ...challengers].map(({ name }) => name);

async function warmTimes(
  provingCase: ProvingCase,
  { rounds, onProgress }: ProverBenchOptions,
  { contest, clock, checkProof: check }: ProverBenchTools,
): Promise<WarmTimes[]> {
  const opened: Opened = [];
  try {
    for (const { name, open } of [contest.reference, ...contest.challengers]) {
      opened.push({ name, backend: await open() });
    }
    return await measureWarm(opened, {
      rounds,
      warmUps: WARM_UPS,
      clock,
      prove: (backend) => backend.prove(provingCase.zkeyPath, provingCase.witness),
      verify: (name, result) => check(name, result, provingCase),
      onRound(round) {
        const line = round < 1 ? `warm-up ${round + WARM_UPS}` : `warm proofs, round ${round} of ${rounds}`;
        onProgress(`${provingCase.instance}: ${line}`);
      },
    });
  } finally {
    for (const { backend } of opened) await backend.close();
  }
}

async function freshFigures(
  provingCase: ProvingCase,
  { proofs, inFlight, onProgress }: ProverBenchOptions,
  { contest, startJob: start, checkProof: check }: ProverBenchTools,
): Promise<FreshFigures[]> {
  const { instance, zkeyPath, witness } = provingCase;
  const folder = await mkdtemp(join(tmpdir(), 'fairmark-bench-'));
  const witnessPath = join(folder, 'witness.wtns');
  const started = async (job: FreshJob, turn: number) => {
    const then = job.inFlight.map((lanes) => `, ${proofs} proofs with ${lanes} in flight`).join('');
    onProgress(`${instance}: ${job.contender}, first call ${turn} of ${FIRST_CALLS}${then}`);
    const answer = await start(job);
    const verify = (result: ProofResult) => check(job.contender, result, provingCase);
    for (const result of answer.results) await verify(result);
    return answer;
  };
  try {
    await writeFile(witnessPath, witness);
    const lanes = inFlight === 1 ? [1] : [1, inFlight];
    return await measureFresh(namesOf(contest), { zkeyPath, witnessPath, proofs, inFlight: lanes }, started);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Results and targets out of the times, in the order of the contest. */
function compare(
  contest: Contest,
  warm: readonly WarmTimes[],
  fresh: readonly FreshFigures[],
): Pick<ProverBenchResult, 'contenders' | 'targets'> {
  const [referenceWarm, referenceFresh] = [warm[0]!, fresh[0]!];
  const ratios = warm.map(({ cpu, wall }) => ({
    cpu: ratioOf(referenceWarm.cpu, cpu),
    wall: ratioOf(referenceWarm.wall, wall),
  }));
  const contenders = namesOf(contest).map((name, place): ContenderResult => {
    const [times, own] = [warm[place]!, fresh[place]!];
    return {
      name,
      warm: { cpu: spread(times.cpu), wall: spread(times.wall) },
      ratio: place === 0 ? null : ratios[place]!,
      first: { cpu: spread(own.cpu), wall: spread(own.wall) },
      peakMemory: own.peakMemory,
      tableBytes: own.tableBytes,
      throughput: own.throughput,
      stages: medianStages(times.stages),
    };
  });
  const targets = contest.challengers.flatMap((challenger, i) => {
    const own = fresh[i + 1]!;
    return judgeTargets(challenger, {
      ratio: ratios[i + 1]!,
      first: median(own.wall),
      referenceFirst: median(referenceFresh.wall),
      peakMemory: own.peakMemory,
      referencePeakMemory: referenceFresh.peakMemory,
      tableBytes: own.tableBytes,
    });
  });
  return { contenders, targets };
}
