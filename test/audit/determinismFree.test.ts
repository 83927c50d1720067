import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Inputs, TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { FREE_VALUES } from '../../audit/determinism/freeValues.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { compileLeaf } from '../circuits/leafTestKit.ts';

const ROOT = defaultWorkspace().root;

/** The same template with other code behind its hints: the constraints must be the same ones. */
async function dishonest(path: string, parameters: readonly number[], edits: readonly (readonly [string, string])[]) {
  const folder = join(ROOT, '.cache/determinism');
  mkdirSync(folder, { recursive: true });
  let source = readFileSync(join(ROOT, `circuits/${path}.circom`), 'utf8');
  for (const [from, to] of edits) {
    expect(source).toContain(from);
    source = source.replace(from, to);
  }
  const home = join(ROOT, 'circuits', dirname(path));
  source = source.replace(
    /include "(?!circomlib)([^"]+)"/g,
    (_, target) => `include "${relative(folder, join(home, target))}"`,
  );
  const template = path.split('/').at(-1) as string;
  const name = `${template}${edits.map(([from]) => from.match(/\w+/)?.[0]).join('')}`;
  writeFileSync(join(folder, `${name}.circom`), source);
  return TemplateCircuit.compile({ file: `.cache/determinism/${name}.circom`, template, parameters });
}

interface Case {
  /** Such as `FloorShift.out`: in the list of free values. */
  free: string;
  path: string;
  parameters?: readonly number[];
  edits: readonly (readonly [string, string])[];
  /** Tried in turn: some freedom is there for few inputs only. */
  inputs: readonly Inputs[];
}

const bitsOf = (value: number, width: number) => Array.from({ length: width }, (_, i) => (value >> i) & 1);
/** Total standard deviation 1/4 and a hundredth more, at 2^-26, as CoarseD1 takes it. */
const STD_DEV_OFFSET = 2n ** 24n + 2n ** 17n;
const STD_DEV_BITS = bitsOf(Number(STD_DEV_OFFSET), 29);

const CASES: readonly Case[] = [
  {
    free: 'FloorShift.out',
    path: 'arithmetic/FloorShift',
    parameters: [12],
    edits: [[': in \\ (1 << n)', ': (in - 5) / (1 << n)']],
    inputs: [{ in: 123456n }],
  },
  {
    free: 'DivideDown.out',
    path: 'arithmetic/DivideDown',
    parameters: [1000, 10],
    edits: [['out <-- in \\ divisor', 'out <-- in \\ divisor - 1']],
    inputs: [{ in: 5010n }],
  },
  {
    free: 'Gate.quotient',
    path: 'arithmetic/Gate',
    edits: [['open == 0 ? 0', 'open == 0 ? 7']],
    inputs: [{ open: 0n, value: 0n }],
  },
  {
    free: 'IsNonZero.inverse',
    path: 'arithmetic/IsNonZero',
    edits: [['1 / in : 0', '1 / in : 7']],
    inputs: [{ in: 0n }],
  },
  {
    free: 'NaturalLog.indexBits',
    path: 'functions/NaturalLog',
    parameters: [24],
    edits: [['signal shiftBits[5];', 'index[2] = index[2] > 0 ? index[2] - 1 : 1;\n    signal shiftBits[5];']],
    inputs: Array.from({ length: 60 }, (_, i) => ({ in: 9_000_000n + 4_000n * BigInt(i) })),
  },
  {
    free: 'NaturalLog.shiftBits',
    path: 'functions/NaturalLog',
    parameters: [24],
    edits: [['var index[3];', 'shift = shift > 0 ? shift - 1 : 0;\n    var index[3];']],
    inputs: Array.from({ length: 60 }, (_, i) => ({ in: 8_388_000n - 3_000n * BigInt(i) })),
  },
  {
    free: 'SviTotalVariance.root',
    path: 'pricing/SviTotalVariance',
    edits: [['root <-- integerSqrt(z * z + sigmaSquared)', 'root <-- integerSqrt(z * z + sigmaSquared) + 1']],
    // The root stands just below the next integer and just above a power of two.
    inputs: [{ logMoneynessShifted: 0n, sigmaSquared: ((1n << 20n) + 6n) ** 2n - 1n, a: 1n, b: 1n, bRho: 1n }],
  },
  {
    free: 'TotalStdDev.totalStdDev',
    path: 'pricing/TotalStdDev',
    parameters: [30],
    edits: [['(1 << 14) : integerSqrt(totalVariance)', '(1 << 14) : integerSqrt(totalVariance) + 1']],
    inputs: [{ totalVariance: ((1n << 20n) + 6n) ** 2n - 1n }],
  },
  {
    free: 'TotalStdDev.floorBinds',
    path: 'pricing/TotalStdDev',
    parameters: [30],
    edits: [['belowFloor ? 1 : 0', '1']],
    inputs: [{ totalVariance: 1n << 28n }],
  },
  {
    free: 'CoarseD1.positive',
    path: 'pricing/CoarseD1',
    edits: [['isPositive ? 1 : 0', 'isPositive ? 0 : 1']],
    // d1 = 0 exactly: 64 k = S s1 with S = s cut to 2^-18 and s1 = s rounded to 2^-13.
    inputs: [
      {
        logMoneyness: ((STD_DEV_OFFSET / 2n ** 8n - 16n) * (STD_DEV_OFFSET / 2n ** 13n)) / 64n,
        stdDevBits: STD_DEV_BITS,
      },
    ],
  },
  {
    free: 'CoarseD1.magnitude',
    path: 'pricing/CoarseD1',
    edits: [['magnitude <-- quotient', 'magnitude <-- quotient - 1']],
    inputs: Array.from({ length: 40 }, (_, i) => ({
      logMoneyness: -1_000_000n - 997n * BigInt(i),
      stdDevBits: STD_DEV_BITS,
    })),
  },
];

describe('V21 what is listed as free is free: two witnesses for the same inputs', () => {
  test.each(CASES.map((one) => [one.free, one] as const))(
    '%s',
    async (_, { free, path, parameters = [], edits, inputs }) => {
      const honest = await compileLeaf(path, parameters);
      const other = await dishonest(path, parameters, edits);
      expect(other.system.hash).toBe(honest.system.hash);
      const signal = free.split('.')[1] as string;
      const ofSignal = [...honest.forms.names()].filter((name) => name.match(/^main\.(\w+)/)?.[1] === signal);
      let found = false;
      // One after the other: a generator has one memory.
      for (const input of inputs) {
        const [one, two] = [await honest.assign(input), await other.assign(input)];
        const both = [one, two].every((witness) => honest.violated(witness).length === 0);
        found ||= both && ofSignal.some((name) => one.get(name) !== two.get(name));
        if (found) break;
      }
      expect(found).toBe(true);
    },
  );

  test('every listed value but the sign of zero is shown', () => {
    const listed = FREE_VALUES.flatMap(({ template, signals }) => signals.map((signal) => `${template}.${signal}`));
    // Liquidation's sign of h - ω is free only where h = ω; its template is the whole statement.
    expect(
      CASES.map(({ free }) => free)
        .concat('Liquidation.longErrorSign')
        .sort(),
    ).toEqual(listed.sort());
  });
});
