import { expect, test } from 'vitest';
import { describeBench } from '../../prover/bench/describeBench.ts';
import { spread } from '../../prover/bench/spread.ts';
import { bench } from '../../prover/commands/bench.ts';

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const code = await bench.run(args, { print: (line) => out.push(line), progress: () => {} });
  return { code, out: out.join('\n') };
}

test('measures sizes, times and memory, and prints them as JSON and as a table', async () => {
  const { code, out } = await run('--runs', '1', '--instance', 'liquidation_small', '--json');
  expect(code).toBe(0);
  // The threads of snarkjs, which would keep the process from ending: ffjavascript holds them here.
  expect((globalThis as { curve_bn128?: unknown }).curve_bn128).toBeNull();
  const [result, ...others] = JSON.parse(out);
  expect(others).toEqual([]);
  expect(result).toMatchObject({
    instance: 'liquidation_small',
    domain: 2 ** 14,
    kind: 'development',
    bytes: { verificationKey: 992, proof: 256 },
    proveWarm: { runs: 1 },
    verify: { runs: 1 },
  });
  expect(result.constraints).toBeLessThan(result.domain);
  const { compile, developmentKey, loadArtifacts, plan, proveFirst, snarkjsRatio, witness, memory, bytes } = result;
  for (const value of [compile, developmentKey, loadArtifacts, plan, proveFirst, snarkjsRatio, witness.median]) {
    expect(value).toBeGreaterThan(0);
  }
  expect(memory.withKey).toBeGreaterThanOrEqual(memory.proving);
  expect(memory.proving).toBeGreaterThan(50e6);
  expect(bytes.receipt).toBeLessThan(4096);
  const table = describeBench(result);
  expect(table.join('\n')).toMatch(/^ {2}prove, warm +[\d.]+ m?s {2}\(/m);
  expect(table.join('\n')).toMatch(/^ {2}proving key .*\(DEVELOPMENT: anyone can forge; test only\)$/m);
  const ofCeremony = describeBench({
    ...result,
    kind: 'ceremony',
    developmentKey: null,
    memory: { ...memory, withKey: null },
  });
  expect(ofCeremony.join('\n')).not.toMatch(/development/i);
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(100);
}, 300_000);

test('a spread is the median between least and largest', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, runs: 3 });
  expect(spread([4, 1])).toEqual({ median: 2.5, min: 1, max: 4, runs: 2 });
});

test('bad arguments are refused with a code', async () => {
  await expect(run('--fast')).rejects.toMatchObject({ code: 'ARGUMENTS' });
  for (const runs of ['0', '1.5', 'many', '1001']) {
    await expect(run('--runs', runs)).rejects.toMatchObject({ code: 'ARGUMENTS', field: '--runs' });
  }
  await expect(run('--instance', 'none')).rejects.toMatchObject({ code: 'UNKNOWN_INSTANCE' });
  expect((await run('--help')).out).toMatch(/^Usage: fairmark bench/);
});
