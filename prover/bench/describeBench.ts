import type { BenchResult } from './benchResult.ts';
import { describeMachine } from './machine.ts';
import type { Spread } from './spread.ts';
import { bytes, count, seconds, time } from './units.ts';

const range = ({ median, min, max }: Spread) => `${time(median)}  (${time(min)} to ${time(max)})`;

/** The row of what may not have been measured. */
const optional = (name: string, value: number | null, write: (value: number) => string): [string, string][] =>
  value === null ? [] : [[name, write(value)]];

/** A bench as lines of text for a terminal. */
export function describeBench(result: BenchResult): string[] {
  const { shape, machine, memory, bytes: sizes } = result;
  const rows: [string, string][] = [
    ['constraints', `${count(result.constraints)}  (domain ${count(result.domain)}, ${count(result.wires)} wires)`],
    [
      'proving key',
      `${bytes(sizes.provingKey)}  (${result.kind === 'development' ? 'DEVELOPMENT: anyone can forge; test only' : 'of a ceremony'})`,
    ],
    ['verification key', `${bytes(sizes.verificationKey)}  (${bytes(sizes.verificationKeyJson)} as JSON)`],
    ['witness generator', bytes(sizes.witnessGenerator)],
    ['receipt, opening', `${bytes(sizes.receipt)}, ${bytes(sizes.opening)}  (the proof alone: ${sizes.proof} bytes)`],
    ['', ''],
    ['compile', seconds(result.compile)],
    ...optional('DEVELOPMENT key', result.developmentKey, seconds),
    ['load and check key', time(result.loadArtifacts)],
    ['fit and plan', time(result.plan)],
    ['witness', range(result.witness)],
    ['prove, first', time(result.proveFirst)],
    ['prove, warm', range(result.proveWarm)],
    ['verify receipt', range(result.verify)],
    ['  with opening', range(result.verifyWithOpening)],
    ['  snarkjs, same proof', `${range(result.snarkjsVerify)}  ${result.snarkjsRatio} of the time`],
    ['', ''],
    ['peak memory, proofs', bytes(memory.proving)],
    ...optional('peak memory, with key', memory.withKey, bytes),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const { optionLegs, linearLegs, expiries, underlyings } = shape;
  return [
    `${result.instance}: up to ${optionLegs} option and ${linearLegs} linear legs in ${expiries} expiries of ${underlyings} ${underlyings === 1 ? 'underlying' : 'underlyings'}`,
    describeMachine(machine),
    `Times are medians of ${result.proveWarm.runs} runs (least to largest), or of one where no range is given.`,
    '',
    ...rows.map(([name, value]) => (name === '' ? '' : `  ${name.padEnd(width)}  ${value}`)),
  ];
}
