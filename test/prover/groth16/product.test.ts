import { describe, expect, test } from 'vitest';
import { Arena } from '../../../prover/groth16/memory/arena.ts';
import { prepareBasePoints, STAGING_BYTES } from '../../../prover/groth16/products/basePoints.ts';
import { planDigits } from '../../../prover/groth16/products/digitPlan.ts';
import { allocateDigits, recodeCalls } from '../../../prover/groth16/products/digits.ts';
import {
  combineCall,
  fillTableCalls,
  planProduct,
  productScratch,
  sumCalls,
} from '../../../prover/groth16/products/product.ts';
import { GROUP_CASES, GroupKernels } from '../../support/groupKernels.ts';
import { GuardedMemory } from '../../support/guardedMemory.ts';
import { TestKernels } from '../../support/kernels.ts';
import { keySection } from '../../support/keySection.ts';
import { PATTERNS, type PatternName, type ProductCase, productCase } from '../../support/productCases.ts';
import { TestRunner } from '../../support/testRunner.ts';

const NAMES = Object.keys(PATTERNS) as PatternName[];
const ALL_BITS = Array.from({ length: 15 }, (_, i) => i + 2);
/** Bytes for the largest case: a table of 5,000 points of G2 for each of 24 windows, and scratch memory. */
const MEGABYTES = 128;
/** Bytes behind the scratch memory that must stay as they are: kernels lay out their largest areas first. */
const BEHIND = 8 << 20;

interface Options {
  readonly bits: number;
  readonly tables: boolean;
  readonly workers?: number;
  /** Windows of each call, if not those of the plan. */
  readonly shares?: (windows: number) => readonly (readonly [number, number])[];
}

describe.each(GROUP_CASES)('multi-scalar products in $group, $form form', ({ form, group }) => {
  const kernels = new TestKernels(form, { megabytes: MEGABYTES, scratch: 0 });
  const points = new GroupKernels(form, group, kernels);
  /** Scratch memory for the calls that prepare a product: slots only. */
  const slots = kernels.arena.allocate(kernels.call.workArea!() - kernels.call.slot!(0));
  const heap = kernels.arena.end;
  // Above the field, the forms are the same program: the slow ones take fewer cases.
  const thorough = form === 'fma';

  /** Computes a product as the prover does; every call has no more scratch memory than it asks for. */
  async function compute({ bases: section, scalars }: ProductCase, options: Options) {
    const { bits, tables, workers = 2 } = options;
    const arena = new Arena(heap);
    kernels.call.setScratch!(slots);
    const runner = new TestRunner(kernels, workers, arena);
    const windows = Math.ceil(255 / bits);
    const digits = allocateDigits(runner, { bits, windows }, scalars.length);
    const staging = [arena.allocate(STAGING_BYTES)];
    const file = keySection(group, section);
    const bases = await prepareBasePoints(runner, group, file, 5, staging, { tables: tables ? windows : 1 });
    const result = arena.allocate(points.projectiveBytes);
    const planned = planProduct(runner, bases, digits, result, tables);
    const shares = options.shares?.(windows) ?? planned.shares;
    const product = { ...planned, shares, sums: arena.allocate(shares.length * bases.sumBytes) };
    const need = await productScratch(runner, product);
    const scratch = new GuardedMemory(arena, kernels.view.buffer, need, BEHIND);
    kernels.call.setScratch!(scratch.address);
    const at = arena.allocate(32 * scalars.length);
    for (const [i, scalar] of scalars.entries()) kernels.writeBytes(at + 32 * i, scalar);
    if (tables) await runner.all(fillTableCalls(product));
    await runner.all(recodeCalls(runner, digits, at));
    await runner.all(sumCalls(product));
    await runner.call(combineCall(product));
    expect(scratch.intact).toBe(true);
    return points.readProjective(result, 0);
  }

  test.each(thorough ? ALL_BITS : [3, 8, 16])('digits of %i bits', async (bits) => {
    for (const name of ['random', 'every bit set'] as const) {
      const item = await productCase(group, name, 100);
      for (const tables of [false, true]) expect(await compute(item, { bits, tables })).toEqual(item.result);
    }
  });

  test.each(NAMES.map((name, turn) => ({ name, turn })))('100 points: $name', async ({ name, turn }) => {
    const item = await productCase(group, name, 100);
    for (const [i, bits] of (thorough ? [2, 5, 9, 16] : [4, 11]).entries()) {
      expect(await compute(item, { bits, tables: (turn + i) % 2 === 0 }), `${bits} bits`).toEqual(item.result);
    }
  });

  test.each([0, 1, 2, 3])('%i points', async (count) => {
    for (const [turn, name] of (thorough ? NAMES : NAMES.filter((_, i) => i % 5 === 0)).entries()) {
      const item = await productCase(group, name, count);
      for (const [i, bits] of (thorough ? [2, 3, 13] : [3]).entries()) {
        const tables = (turn + i) % 2 === 0;
        expect(await compute(item, { bits, tables }), `${name}, ${bits} bits`).toEqual(item.result);
      }
    }
  });

  const long: readonly { name: PatternName; tables: boolean }[] = [
    { name: 'random', tables: thorough },
    { name: 'bases that cancel among others', tables: false },
    ...(thorough
      ? ([
          { name: 'random', tables: false },
          { name: 'equal scalars', tables: true },
          { name: 'equal bases, equal scalars', tables: true },
          { name: 'bases that cancel among others', tables: true },
          { name: 'ones in every digit', tables: true },
          { name: 'ones in every digit, bases that cancel', tables: true },
          { name: 'small, of either sign', tables: false },
        ] as const)
      : []),
  ];
  test.each(long)('5,000 points: $name, tables: $tables', async ({ name, tables }) => {
    const item = await productCase(group, name, 5000);
    const { bits } = planDigits(5000, tables ? 2 : undefined);
    expect(await compute(item, { bits, tables })).toEqual(item.result);
  });

  test('infinite bases are left out, and their scalars with them', async () => {
    const { bases, scalars } = await productCase(group, 'random', 100);
    const half = await productCase(group, 'half of them zero', 100);
    const gaps = bases.map((base, i) => (i % 2 === 0 ? undefined : base));
    for (const tables of [false, true]) {
      expect(await compute({ bases: gaps, scalars, result: undefined }, { bits: 6, tables })).toEqual(half.result);
      const none = bases.map(() => undefined);
      expect(await compute({ bases: none, scalars, result: undefined }, { bits: 6, tables })).toBeUndefined();
    }
  });

  test('windows in any shares', async () => {
    const item = await productCase(group, 'random', 100);
    for (const workers of [1, 3, 100]) {
      expect(await compute(item, { bits: 7, tables: true, workers })).toEqual(item.result);
    }
    const splits: Required<Options>['shares'][] = [
      (windows) => [[0, windows]],
      (windows) => [
        [0, 1],
        [1, windows - 1],
        [windows - 1, windows],
      ],
      (windows) => [
        [5, 5],
        [5, windows],
        [0, 5],
      ],
    ];
    for (const shares of splits) {
      expect(await compute(item, { bits: 7, tables: true, shares })).toEqual(item.result);
    }
  });
});
