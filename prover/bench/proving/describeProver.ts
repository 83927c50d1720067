import { textTable } from '../../io/textTable.ts';
import { describeMachine } from '../machine.ts';
import type { Spread } from '../spread.ts';
import { bytes, count, time } from '../units.ts';
import { FIRST_CALLS } from './measureFresh.ts';
import type { ProverBenchResult } from './proverBenchResult.ts';
import { stageBars } from './stageBars.ts';
import type { Target, TargetKind } from './targets.ts';

const INDENT = '  ';

const TARGET_NAMES: Record<TargetKind, string> = {
  cpu: 'warm CPU time, times less',
  wall: 'warm wall time, times less',
  'stretch-cpu': 'warm CPU time, times less (stretch)',
  'stretch-wall': 'warm wall time, times less (stretch)',
  'first-call': 'first call, share of the wall time',
  memory: 'peak memory',
};

/** Cut off below, so that a figure under its bound never reads as the bound. */
const factor = (value: number) => (Math.floor(value * 100) / 100).toFixed(2);
/** Cut off above, for the same reason. */
const share = (value: number) => (Math.ceil(value * 100) / 100).toFixed(2);
const cells = ({ median, min, max }: Spread) => [median, min, max].map(time);

function targetCells({ contender, kind, sense, bound, figure, reached }: Target): string[] {
  const write = kind === 'memory' ? bytes : kind === 'first-call' ? share : factor;
  const sign = sense === 'at-least' ? '≥' : '≤';
  return [contender, TARGET_NAMES[kind], write(figure), `${sign} ${write(bound)}`, reached ? 'reached' : 'missed'];
}

function section(title: string, rows: readonly (readonly string[])[], left: readonly number[] = [0]): string[] {
  return ['', title, ...textTable(rows, { indent: INDENT, left })];
}

/** A comparison of provers as lines of text for a terminal. */
export function describeProver(result: ProverBenchResult): string[] {
  const { instance, constraints, domain, provingKeyBytes, rounds, warmUps, contenders, targets, floor, machine } =
    result;
  const warm = contenders.flatMap(({ name, warm: times, ratio }) =>
    (['cpu', 'wall'] as const).map((kind) => {
      const fewer = ratio?.[kind];
      const less = fewer === undefined ? ['', '', ''] : [fewer.median, fewer.min, fewer.max].map(factor);
      return [name, kind === 'cpu' ? 'CPU' : 'wall', ...cells(times[kind]), ...less];
    }),
  );
  const first = contenders.flatMap(({ name, first: times }) => [
    [name, 'CPU', ...cells(times.cpu)],
    [name, 'wall', ...cells(times.wall)],
  ]);
  const memory = contenders.map(({ name, peakMemory, tableBytes }) => [name, bytes(peakMemory), bytes(tableBytes)]);
  const throughput = contenders.flatMap(({ name, throughput: measured }) =>
    measured.map(({ inFlight, proofs, proofsPerSecond, latency, cpu, proofsPerSecondPerCore }) => [
      name,
      String(inFlight),
      String(proofs),
      factor(proofsPerSecond),
      time(latency.p50),
      time(latency.p99),
      time(cpu),
      factor(proofsPerSecondPerCore),
    ]),
  );
  const { g1, g2, transforms, coefficients } = floor.multiplications;
  const multiplications = Object.entries({ g1, g2, transforms, coefficients }).map(([name, number]) => [
    name,
    count(number),
    time((number * floor.nanoseconds) / 1e6),
  ]);
  const least = ['median', 'least', 'largest'];
  return [
    `${instance}: ${count(constraints)} constraints, domain ${count(domain)}, proving key of ${bytes(provingKeyBytes)}`,
    describeMachine(machine),
    'CPU time is that of all threads.',
    'Every proof was verified by snarkjs and by Fairmark, outside the times.',
    ...section(
      `warm proof, ${rounds} rounds in turns after ${warmUps} that do not count`,
      [['prover', 'time', ...least, 'times less', 'least', 'largest'], ...warm],
      [0, 1],
    ),
    ...section(
      `first call with loading, each in one of ${FIRST_CALLS} processes of its own`,
      [['prover', 'time', ...least], ...first],
      [0, 1],
    ),
    ...section('memory of a process that makes proofs one after the other', [
      ['prover', 'peak', 'precomputed windows'],
      ...memory,
    ]),
    ...section('throughput', [
      ['prover', 'in flight', 'proofs', 'per second', 'p50', 'p99', 'CPU of a proof', 'per second and core'],
      ...throughput,
    ]),
    ...section(
      `floor: multiplications without tables, ${floor.nanoseconds.toFixed(1)} ns each, ${time(floor.milliseconds)} in all`,
      [['part', 'multiplications', 'time'], ...multiplications],
    ),
    ...(targets.length === 0
      ? []
      : section('targets', [['prover', 'what', 'measured', 'target', ''], ...targets.map(targetCells)], [0, 1, 4])),
    ...contenders.flatMap(({ name, stages }) =>
      stages === null ? [] : ['', `CPU time of a warm proof of ${name} by stage`, ...stageBars(stages, INDENT)],
    ),
  ];
}
