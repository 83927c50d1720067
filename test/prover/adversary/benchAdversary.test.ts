import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crashMarkets } from '../../../prover/accounts/crashMarkets.ts';
import { adversaryChart } from '../../../prover/adversary/adversaryChart.ts';
import type { AdversaryResult } from '../../../prover/adversary/adversaryResult.ts';
import { describeAdversary } from '../../../prover/adversary/describeAdversary.ts';
import { measureAdversary } from '../../../prover/adversary/measureAdversary.ts';
import { nearestRank } from '../../../prover/adversary/nearestRank.ts';
import { bench } from '../../../prover/commands/bench.ts';
import { exampleRules } from '../../../prover/demo/exampleRules.ts';
import { crashPath } from '../../../prover/surface/crashPath.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-adversary-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await bench.run(args, { print: (line) => out.push(line), progress: (line) => err.push(line) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('a quantile by nearest rank is one of the values', () => {
  expect(nearestRank([1, 2, 3, 4], 0.5)).toBe(2);
  expect(nearestRank([1, 2, 3, 4], 0.51)).toBe(3);
  expect(nearestRank([1, 2, 3, 4], 1)).toBe(4);
  expect(nearestRank([7], 0.01)).toBe(7);
});

describe('a comparison over accounts', () => {
  const rounds = [1, 2];
  const measure = async () => {
    const { before, after } = crashMarkets(await exampleRules(), { underlyings: ['BTC'] });
    let told = 0;
    const options = { market: after, opened: before, name: 'made-up crash', count: 5, seed: 40, rounds };
    const measured = () => measureAdversary({ ...options, onProgress: () => (told += 1) });
    return { first: measured(), second: measured(), told: () => told };
  };
  let both: Awaited<ReturnType<typeof measure>>;
  beforeAll(async () => {
    both = await measure();
  });

  test('is the same for the same seed', () => {
    const { first, second } = both;
    const untimed = ({ cpuSeconds, ...result }: AdversaryResult) => ({ ...result, timed: cpuSeconds > 0 });
    expect(untimed(second.result)).toEqual(untimed(first.result));
    expect(second.comparisons).toEqual(first.comparisons);
    expect(both.told()).toBe(2 * 5 * 6);
  });

  test('has a row for every rule and number of rounds, never below an honest close', () => {
    const { result, comparisons } = both.first;
    expect(comparisons).toHaveLength(5);
    expect(result).toMatchObject({ market: 'made-up crash', seed: 40, accounts: 5 });
    expect(result.checkedRounds).toBeGreaterThanOrEqual(6);
    expect(result.rows.map((row) => row.rounds)).toEqual([1, 2, 1, 2, 1, 2]);
    const [on, , off] = result.rows;
    expect(off?.closedNotional.max).toBeGreaterThan(2 * (on?.closedNotional.max ?? 0));
    for (const row of result.rows) {
      for (const { median, p99, max } of [row.closedNotional, row.taken]) {
        expect(median).toBeGreaterThanOrEqual(1);
        expect(p99).toBeGreaterThanOrEqual(median);
        expect(max).toBeGreaterThanOrEqual(p99);
      }
    }
  });

  test('reads as a table and as a chart', () => {
    const { result, comparisons } = both.first;
    const lines = describeAdversary(result);
    expect(lines.join('\n')).toMatch(/^ {2}least notional off +≤ 2 +[\d.]+ +[\d.]+ +[\d.]+$/m);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    const svg = adversaryChart(comparisons, rounds);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.match(/one round/g)).toHaveLength(2);
    expect(adversaryChart(comparisons, rounds)).toBe(svg);
  });
});

test('fairmark bench --adversary reads books, tells progress and draws', async () => {
  const { before, after } = crashPath('BTC');
  const [opened, book, plot] = ['opened.json', 'book.json', 'ratios.svg'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(opened, JSON.stringify(before));
  await writeFile(book, JSON.stringify(after));
  const options = ['--book', book, '--opened', opened, '--count', '1', '--seed', '3', '--rounds', '3', '--plot', plot];
  const { code, out, err } = await run('--adversary', ...options, '--json');
  expect(code).toBe(0);
  const result: AdversaryResult = JSON.parse(out);
  expect(result).toMatchObject({ market: 'given books', accounts: 1, seed: 3 });
  expect(result.rows.map((row) => row.rounds)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  expect(err).toContain('fitting BTC');
  expect(await readFile(plot, 'utf8')).toMatch(/^<svg /);
});

test('arguments of the other measurement, and bad ones, are refused with the field', async () => {
  const refused = async (...args: string[]) => {
    await expect(run(...args)).rejects.toMatchObject({ code: 'ARGUMENTS', field: args.at(-2) });
  };
  for (const count of ['0', '1.5', 'many', '100001']) await refused('--adversary', '--count', count);
  for (const seed of ['-1', '0.5', '1e10']) await refused('--adversary', '--seed', seed);
  for (const rounds of ['0', '65']) await refused('--adversary', '--rounds', rounds);
  await refused('--adversary', '--runs', '3');
  await refused('--count', '3');
  await refused('--adversary', '--opened', 'book.json');
  await expect(run('--adversary', '--book', join(folder, 'missing.json'))).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});
