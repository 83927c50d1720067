import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { peakMemory } from '../../../prover/bench/peakMemory.ts';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import type { FreshJob } from '../../../prover/bench/proving/freshProcess/job.ts';
import { runJob } from '../../../prover/bench/proving/freshProcess/runJob.ts';
import { startJob } from '../../../prover/bench/proving/freshProcess/startJob.ts';
import { medianStages } from '../../../prover/bench/proving/medianStages.ts';
import { ratioOf } from '../../../prover/bench/proving/ratio.ts';
import { type JudgedFigures, judgeTargets } from '../../../prover/bench/proving/targets.ts';
import { measureThroughput } from '../../../prover/bench/proving/throughput.ts';
import { timeProof } from '../../../prover/bench/proving/timeProof.ts';
import { bench } from '../../../prover/commands/bench.ts';
import { SnarkjsBackend } from '../../../prover/groth16/snarkjsBackend.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { StandInClock, standInBackend, standInResult } from '../../support/standInProver.ts';
import { compileProducts } from '../../support/tinyCircuit.ts';
import { buildPackage } from '../../system/build.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-proving-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a proof is timed until its promise, and its CPU time until the threads rest', async () => {
  const clock = new StandInClock();
  const backend = standInBackend('kernels', clock, [{ cpu: 30, wall: 20, afterwards: 5 }]);
  const { cpu, wall } = await timeProof(() => backend.prove('', new Uint8Array()), clock);
  expect({ cpu, wall }).toEqual({ cpu: 35, wall: 20 });
});

test('a ratio says how many times less', () => {
  expect(ratioOf([10, 20, 30], [5, 4, 10])).toEqual({ median: 4, min: 2, max: 5 });
  expect(ratioOf([10, 20], [5, 5])).toEqual({ median: 3, min: 2, max: 4 });
});

test('stages are medians; one that is not named took no time', () => {
  expect(medianStages([])).toBeNull();
  expect(medianStages([{ a: 1, b: 5 }, { a: 3 }, { a: 2, b: 4, c: 9 }])).toEqual({ a: 2, b: 4, c: 0 });
});

describe('targets', () => {
  const exact = (value: number) => ({ median: value, min: 1, max: 9 });
  const figures: JudgedFigures = {
    ratio: { cpu: exact(3), wall: exact(3) },
    first: 500,
    referenceFirst: 1000,
    peakMemory: 450,
    referencePeakMemory: 400,
    tableBytes: 50,
  };
  const judge = (changed: Partial<JudgedFigures>) =>
    Object.fromEntries(
      judgeTargets({ name: 'kernels', leastRatio: 3 }, { ...figures, ...changed }).map(({ kind, reached }) => [
        kind,
        reached,
      ]),
    );

  test('are reached on the border', () => {
    const missed = { 'stretch-cpu': false, 'stretch-wall': false };
    expect(judge({})).toEqual({ cpu: true, wall: true, ...missed, 'first-call': true, memory: true });
    expect(judge({ ratio: { cpu: exact(5), wall: exact(5) } })).toMatchObject({
      'stretch-cpu': true,
      'stretch-wall': true,
    });
  });

  test('are missed beside it', () => {
    expect(judge({ ratio: { cpu: exact(2.9999), wall: exact(3) } })).toMatchObject({ cpu: false, wall: true });
    expect(judge({ ratio: { cpu: exact(3), wall: exact(2.9999) } })).toMatchObject({ cpu: true, wall: false });
    expect(judge({ ratio: { cpu: exact(5), wall: exact(4.9999) } })).toMatchObject({
      'stretch-cpu': true,
      'stretch-wall': false,
    });
    expect(judge({ first: 500.01 })['first-call']).toBe(false);
    expect(judge({ peakMemory: 451 }).memory).toBe(false);
    expect(judge({ tableBytes: 49 }).memory).toBe(false);
  });
});

describe('throughput', () => {
  test('is that of all proofs, with quantiles of single ones', async () => {
    const clock = new StandInClock();
    // 98 quick proofs, then two slow ones: p99 by nearest rank is the 99th of 100.
    const times = [...Array.from({ length: 98 }, () => ({ cpu: 20, wall: 10 })), { cpu: 20, wall: 510 }];
    const backend = standInBackend('kernels', clock, times);
    const { throughput, results } = await measureThroughput(() => backend.prove('', new Uint8Array()), {
      proofs: 100,
      inFlight: 1,
      clock,
    });
    expect(throughput).toEqual({
      inFlight: 1,
      proofs: 100,
      proofsPerSecond: 50,
      latency: { p50: 10, p99: 510 },
      cpu: 20,
      proofsPerSecondPerCore: 50,
    });
    expect(results).toHaveLength(100);
  });

  test('keeps so many proofs in flight', async () => {
    let [flying, most, made] = [0, 0, 0];
    const prove = async () => {
      flying += 1;
      made += 1;
      most = Math.max(most, flying);
      await new Promise((resolve) => setImmediate(resolve));
      flying -= 1;
      return standInResult('kernels', made);
    };
    await measureThroughput(prove, { proofs: 7, inFlight: 3, clock: new StandInClock() });
    expect([most, made]).toEqual([3, 7]);
  });
});

describe('a job', () => {
  test('times loading with the first proof, then throughput, and closes', async () => {
    const clock = new StandInClock();
    const log: string[] = [];
    const open = async () => {
      clock.pass(100, 60);
      return { ...standInBackend('tables', clock, [{ cpu: 40, wall: 20 }], log), tableBytes: 123 };
    };
    const answer = await runJob({ zkeyPath: '', proofs: 2, inFlight: [1, 2] }, { open }, new Uint8Array(), clock);
    expect(answer).toMatchObject({ first: { cpu: 140, wall: 80 }, tableBytes: 123 });
    expect(answer.throughput.map(({ inFlight }) => inFlight)).toEqual([1, 2]);
    expect(answer.results.map(({ proof }) => proof.a[1])).toEqual(['1', '2', '3', '4', '5']);
    expect(log.at(-1)).toBe('tables closed');
    expect(answer.peakMemory).toBeGreaterThan(10e6);
    const alone = await runJob({ zkeyPath: '', proofs: 2, inFlight: [] }, { open }, new Uint8Array(), clock);
    expect(alone.results).toHaveLength(1);
  });

  test('closes a back end that fails', async () => {
    const close = vi.fn(async () => {});
    const open = async () => ({ prove: () => Promise.reject(new Error('no')), close });
    const job = { zkeyPath: '', proofs: 1, inFlight: [] };
    await expect(runJob(job, { open }, new Uint8Array(), new StandInClock())).rejects.toThrow('no');
    expect(close).toHaveBeenCalledOnce();
  });

  test('that fails in its process is a typed error', async () => {
    const main = join(folder, 'fails.mjs');
    await writeFile(main, 'process.stdout.write("{"); process.exitCode = 3;');
    const job: FreshJob = { contender: 'kernels', zkeyPath: '', witnessPath: '', proofs: 1, inFlight: [] };
    await expect(startJob(job, main)).rejects.toMatchObject({
      code: 'PROVING_FAILED',
      message: 'the process that measures kernels failed',
    });
  });
});

describe('with a real prover', () => {
  const backend = new SnarkjsBackend();
  const built = buildPackage();
  afterAll(async () => {
    await backend.close();
    await endChecks();
    await rm(built.folder, { recursive: true });
  });

  test('proofs in a process of its own come back and verify; tampered ones are refused', async () => {
    const circuit = await compileProducts(2);
    const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
    const [zkeyPath, witnessPath] = [join(folder, 'key.zkey'), join(folder, 'witness.wtns')];
    await writeFile(zkeyPath, zkey);
    await writeFile(witnessPath, await circuit.witness({ x: [4, 5], y: 6 }));
    const job: FreshJob = { contender: 'snarkjs', zkeyPath, witnessPath, proofs: 2, inFlight: [1] };
    const large = Buffer.alloc(600e6, 1);
    const answer = await startJob(job, join(built.folder, 'prover/bench/proving/freshProcess/main.js'));
    // Its own memory, not that of this process, which started it.
    expect(peakMemory()).toBeGreaterThan(large.length);
    expect(answer.peakMemory).toBeLessThan(large.length);
    expect(answer.results).toHaveLength(3);
    expect(answer.first.wall).toBeGreaterThan(answer.throughput[0]?.latency.p50 ?? Number.POSITIVE_INFINITY);
    const expected = { verificationKey, publicSignals: [24n, 31n] };
    for (const result of answer.results) await checkProof('snarkjs', result, expected);

    const [first, second] = answer.results;
    const refused = { code: 'PROVING_FAILED', message: 'a proof of snarkjs does not verify' };
    const mixed = { ...first!, proof: { ...first!.proof, a: second!.proof.a } };
    await expect(checkProof('snarkjs', mixed, expected)).rejects.toMatchObject(refused);
    const other = { verificationKey, publicSignals: [24n, 32n] };
    await expect(checkProof('snarkjs', first!, other)).rejects.toMatchObject(refused);
    const lied = { ...first!, publicSignals: [24n, 32n] };
    await expect(checkProof('snarkjs', lied, other)).rejects.toMatchObject(refused);
  });
});

describe('fairmark bench --prover', () => {
  const run = async (...args: string[]) => {
    const out: string[] = [];
    const code = await bench.run(args, { print: (line) => out.push(line), progress: (line) => out.push(line) });
    return { code, out: out.join('\n') };
  };

  test.each([
    [['--runs', '0'], '--runs'],
    [['--proofs', '0'], '--proofs'],
    [['--proofs', '1.5'], '--proofs'],
    [['--in-flight', '65'], '--in-flight'],
    [['--count', '3'], '--count'],
    [['--plot', 'x.svg'], '--plot'],
    [['--adversary'], '--prover'],
  ])('refuses %j before any work', async (args, field) => {
    await expect(run('--prover', ...args)).rejects.toMatchObject({ code: 'ARGUMENTS', field });
  });

  test('refuses an unknown instance, also after a known one', async () => {
    const instances = ['--instance', 'liquidation_small', '--instance', 'none'];
    for (const mode of [[], ['--prover']]) {
      await expect(run(...mode, ...instances)).rejects.toMatchObject({ code: 'UNKNOWN_INSTANCE' });
    }
  });

  test('its options go without nothing else', async () => {
    await expect(run('--proofs', '3')).rejects.toMatchObject({
      field: '--proofs',
      message: '--proofs does not go without --prover',
    });
    await expect(run('--adversary', '--in-flight', '2')).rejects.toMatchObject({ field: '--in-flight' });
    await expect(run('--adversary', '--runs', '2')).rejects.toMatchObject({
      message: '--runs does not go with --adversary',
    });
  });
});
