import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { describeProver } from '../../../prover/bench/proving/describeProver.ts';
import type { FreshJob } from '../../../prover/bench/proving/freshProcess/job.ts';
import { measureProver, type ProverBenchTools } from '../../../prover/bench/proving/measureProver.ts';
import type { ProvingCase } from '../../../prover/bench/proving/provingCase.ts';
import { ProvingError } from '../../../prover/groth16/provingError.ts';
import { StandInClock, standInBackend, standInResult } from '../../support/standInProver.ts';

const CASE = {
  instance: 'liquidation_small',
  constraints: 12_345,
  domain: 16_384,
  zkeyPath: 'small.zkey',
  zkeyBytes: 9_000_000,
  witness: Uint8Array.of(1, 2, 3),
  publicSignals: [7n],
} as unknown as ProvingCase;

const FIRST = { snarkjs: [900, 1000, 1100], kernels: [500, 400, 600], tables: [501, 700, 300] };
const PEAK = { snarkjs: 400e6, kernels: 400e6, tables: 521e6 };
type Name = keyof typeof FIRST;

/** Contenders with fixed times: of warm proofs, two warm-ups and then three rounds. */
function standIns() {
  const clock = new StandInClock();
  const log: string[] = [];
  const jobs: FreshJob[] = [];
  const times = (...each: [number, number][]) => each.map(([cpu, wall]) => ({ cpu, wall }));
  const warmUp: [number, number][] = [
    [9000, 9000],
    [8000, 8000],
  ];
  const snarkjs = times(...warmUp, [3000, 1600], [3300, 1500], [2700, 1700]);
  const kernels = times(...warmUp, [1000, 640], [900, 640], [1100, 640]);
  const tables = times(...warmUp, [600, 320], [550, 320], [750, 320]);
  const stages = [
    { fft: 100, h: 300 },
    { fft: 120, h: 290 },
    { fft: 90, h: 310 },
  ];
  let told = -1;
  const open = (name: string, own: ReturnType<typeof times>) => async () => standInBackend(name, clock, own, log);
  const tools: ProverBenchTools = {
    contest: {
      reference: { name: 'snarkjs', open: open('snarkjs', snarkjs) },
      challengers: [
        { name: 'kernels', leastRatio: 3, open: open('kernels', kernels) },
        {
          name: 'tables',
          leastRatio: 4,
          open: async () => ({
            ...standInBackend('tables', clock, tables, log),
            stages: () => {
              told += 1;
              return stages[told] ?? {};
            },
          }),
        },
      ],
    },
    clock,
    async startJob(job) {
      jobs.push(job);
      const name = job.contender as Name;
      expect(readFileSync(job.witnessPath)).toEqual(Buffer.from(CASE.witness));
      expect(statSync(dirname(job.witnessPath)).mode & 0o077).toBe(0);
      const wall = FIRST[name][jobs.filter(({ contender }) => contender === name).length - 1]!;
      return {
        first: { cpu: 2 * wall, wall },
        throughput: job.inFlight.map((inFlight) => ({
          inFlight,
          proofs: job.proofs,
          proofsPerSecond: 2,
          latency: { p50: 500, p99: 700 },
          cpu: 800,
          proofsPerSecondPerCore: 1.25,
        })),
        peakMemory: PEAK[name],
        tableBytes: name === 'tables' ? 120e6 : 0,
        results: [standInResult(name, 100), standInResult(name, 101)],
      };
    },
    async checkProof(name, result) {
      log.push(`${name} ${result.proof.a[1]} checked`);
    },
    async measureFloor() {
      const multiplications = { g1: 4_000_000, g2: 1_000_000, transforms: 2_000_000, coefficients: 500_000 };
      return { multiplications, nanoseconds: 20, milliseconds: 150 };
    },
    async endChecks() {
      log.push('end');
    },
  };
  return { tools, log, jobs, clock };
}

const OPTIONS = { rounds: 3, proofs: 200, inFlight: 2, onProgress: () => {} };
const measured = async () => {
  const own = standIns();
  return { ...own, result: await measureProver(CASE, OPTIONS, own.tools) };
};

test('provers take turns, warm-ups first, and every proof is checked', async () => {
  const { log } = await measured();
  const rounds = log.slice(0, log.indexOf('snarkjs closed'));
  expect(rounds).toEqual(
    [1, 2, 3, 4, 5].flatMap((round) =>
      ['snarkjs', 'kernels', 'tables'].flatMap((name) => [`${name} ${round}`, `${name} ${round} checked`]),
    ),
  );
  const afterwards = log.slice(rounds.length);
  expect(afterwards.slice(0, 3)).toEqual(['snarkjs closed', 'kernels closed', 'tables closed']);
  // Three processes with two proofs each.
  for (const name of ['snarkjs', 'kernels', 'tables']) {
    expect(afterwards.filter((line) => line.startsWith(`${name} 10`))).toHaveLength(6);
  }
  expect(log.at(-1)).toBe('end');
});

test('times are medians without warm-ups, ratios those of medians and of single rounds', async () => {
  const { result } = await measured();
  const [snarkjs, kernels, tables] = result.contenders;
  expect(snarkjs).toMatchObject({
    name: 'snarkjs',
    warm: { cpu: { median: 3000, min: 2700, max: 3300, runs: 3 }, wall: { median: 1600, min: 1500, max: 1700 } },
    ratio: null,
    first: { cpu: { median: 2000 }, wall: { median: 1000, min: 900, max: 1100, runs: 3 } },
    peakMemory: 400e6,
    tableBytes: 0,
    stages: null,
  });
  expect(kernels?.ratio?.cpu.median).toBe(3);
  expect(kernels?.ratio?.cpu.min).toBeCloseTo(2700 / 1100, 12);
  expect(kernels?.ratio?.cpu.max).toBeCloseTo(3300 / 900, 12);
  expect(kernels?.ratio?.wall).toEqual({ median: 2.5, min: 1500 / 640, max: 1700 / 640 });
  expect(tables?.ratio?.cpu.median).toBe(5);
});

test('targets are judged by the figures', async () => {
  const { result } = await measured();
  const verdicts = result.targets.map(({ contender, kind, bound, reached }) => [contender, kind, bound, reached]);
  expect(verdicts).toEqual([
    ['kernels', 'cpu', 3, true],
    ['kernels', 'wall', 3, false],
    ['kernels', 'stretch-cpu', 5, false],
    ['kernels', 'stretch-wall', 5, false],
    ['kernels', 'first-call', 0.5, true],
    ['kernels', 'memory', 400e6, true],
    ['tables', 'cpu', 4, true],
    ['tables', 'wall', 4, true],
    ['tables', 'stretch-cpu', 5, true],
    ['tables', 'stretch-wall', 5, true],
    ['tables', 'first-call', 0.5, false],
    ['tables', 'memory', 520e6, false],
  ]);
});

test('processes of their own take turns; the last of each measures throughput too', async () => {
  const { jobs, result } = await measured();
  const names = ['snarkjs', 'kernels', 'tables'];
  expect(jobs.map(({ contender }) => contender)).toEqual([...names, ...names, ...names]);
  expect(jobs.map(({ inFlight }) => inFlight.join())).toEqual(['', '', '', '', '', '', '1,2', '1,2', '1,2']);
  expect(jobs.every(({ zkeyPath, proofs }) => zkeyPath === 'small.zkey' && proofs === 200)).toBe(true);
  expect(existsSync(jobs[0]!.witnessPath)).toBe(false);
  expect(result.contenders.map(({ throughput }) => throughput.map(({ inFlight }) => inFlight))).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  const alone = standIns();
  await measureProver(CASE, { ...OPTIONS, inFlight: 1 }, alone.tools);
  expect(alone.jobs.at(-1)?.inFlight).toEqual([1]);
});

test('the result is JSON with these fields', async () => {
  const { result } = await measured();
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(Object.keys(result)).toEqual([
    ...['instance', 'constraints', 'domain', 'provingKeyBytes', 'rounds', 'warmUps', 'contenders', 'targets'],
    'floor',
    'machine',
  ]);
  expect(result).toMatchObject({ provingKeyBytes: 9_000_000, rounds: 3, warmUps: 2 });
  for (const contender of result.contenders) {
    expect(Object.keys(contender)).toEqual([
      ...['name', 'warm', 'ratio', 'first', 'peakMemory', 'tableBytes', 'throughput', 'stages'],
    ]);
  }
  expect(result.contenders[2]?.stages).toEqual({ fft: 100, h: 300 });
});

test('a table says what was measured, and never rounds a figure onto its bound', async () => {
  const { result } = await measured();
  const lines = describeProver({
    ...result,
    targets: [
      { contender: 'kernels', kind: 'cpu', sense: 'at-least', bound: 3, figure: 2.9999, reached: false },
      { contender: 'kernels', kind: 'first-call', sense: 'at-most', bound: 0.5, figure: 0.5001, reached: false },
      { contender: 'tables', kind: 'memory', sense: 'at-most', bound: 520e6, figure: 520e6, reached: true },
    ],
  });
  const text = lines.join('\n');
  expect(text).toMatch(/^liquidation_small: 12,345 constraints, domain 16,384, proving key of 9\.0 MB$/m);
  expect(text).toMatch(/^ {2}snarkjs +CPU +3\.00 s +2\.70 s +3\.30 s$/m);
  expect(text).toMatch(/^ {2}kernels +wall +640\.0 ms +640\.0 ms +640\.0 ms +2\.50 +2\.34 +2\.65$/m);
  expect(text).toMatch(/^ {2}tables +521\.0 MB +120\.0 MB$/m);
  expect(text).toMatch(/^ {2}kernels +2 +200 +2\.00 +500\.0 ms +700\.0 ms +800\.0 ms +1\.25$/m);
  expect(text).toMatch(/^ {2}kernels +warm CPU time, times less +2\.99 +≥ 3\.00 +missed$/m);
  expect(text).toMatch(/^ {2}kernels +first call, share of the wall time +0\.51 +≤ 0\.50 +missed$/m);
  expect(text).toMatch(/^ {2}tables +peak memory +520\.0 MB +≤ 520\.0 MB +reached$/m);
  expect(text).toMatch(/^CPU time of a warm proof of tables by stage\n {2}fft +100\.0 ms +25\.0% +█{13}\n/m);
  expect(text).toMatch(/^ {2}h +300\.0 ms +75\.0% +█{40}$/m);
  expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('a proof that does not verify ends the bench, and everything is closed', async () => {
  for (const bad of ['kernels 4', 'tables 101']) {
    const { tools, log, jobs } = standIns();
    const failing: ProverBenchTools = {
      ...tools,
      async checkProof(name, result) {
        if (`${name} ${result.proof.a[1]}` === bad) throw new ProvingError(`a proof of ${name} does not verify`, '');
      },
    };
    await expect(measureProver(CASE, OPTIONS, failing)).rejects.toMatchObject({ code: 'PROVING_FAILED' });
    expect(log.filter((line) => line.endsWith('closed'))).toHaveLength(3);
    expect(log.at(-1)).toBe('end');
    if (jobs.length > 0) expect(existsSync(jobs[0]!.witnessPath)).toBe(false);
  }
});

test('without a challenger there is nothing to compare', async () => {
  const { tools } = standIns();
  const { reference } = tools.contest;
  const result = await measureProver(CASE, OPTIONS, { ...tools, contest: { reference, challengers: [] } });
  expect(result.targets).toEqual([]);
  expect(describeProver(result).join('\n')).not.toMatch(/targets|NaN|undefined/);
});
