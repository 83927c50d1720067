import { describe, expect, test } from 'vitest';
import type { BasePoints } from '../../../prover/groth16/products/basePoints.ts';
import { planDigits } from '../../../prover/groth16/products/digitPlan.ts';
import { allocateDigits } from '../../../prover/groth16/products/digits.ts';
import {
  combineCall,
  fillTableCalls,
  planProduct,
  productScratch,
  sumCalls,
  windowShares,
} from '../../../prover/groth16/products/product.ts';
import { TestKernels } from '../../support/kernels.ts';
import { TestRunner } from '../../support/testRunner.ts';

describe('planDigits', () => {
  const POINTS = [0, 1, 2, 3, 10, 100, 1000, 5000, 16384, 100_000, 1_000_000, 100_000_000];

  /** Additions of points to buckets, and of buckets to rows and columns, as the plan counts them. */
  const additions = (bits: number, points: number, sets?: number) => {
    const windows = Math.ceil(255 / bits);
    return windows * points + (sets ?? windows) * 2 * 2 ** (bits - 1);
  };

  test.each(POINTS.flatMap((points) => [undefined, 1, 2, 16].map((sets) => ({ points, sets }))))(
    'the least additions for $points points and $sets sets of buckets',
    ({ points, sets }) => {
      const { bits, windows } = planDigits(points, sets);
      expect(bits).toBeGreaterThanOrEqual(2);
      expect(bits).toBeLessThanOrEqual(16);
      // `recode` loses no carry.
      expect(bits * windows).toBeGreaterThan(254);
      expect(bits * (windows - 1)).toBeLessThanOrEqual(254);
      for (let other = 2; other <= 16; other++) {
        expect(additions(bits, points, sets)).toBeLessThanOrEqual(additions(other, points, sets));
      }
    },
  );

  test('more points take longer digits, and so do buckets that are shared', () => {
    const bits = POINTS.map((points) => planDigits(points).bits);
    expect(bits).toEqual([...bits].sort((a, b) => a - b));
    expect(bits.at(-1)).toBe(16);
    expect(planDigits(5000, 2).bits).toBeGreaterThan(planDigits(5000).bits);
  });
});

describe('windowShares', () => {
  test.each([1, 2, 16, 23, 128].flatMap((windows) => [1, 2, 3, 16, 200].map((workers) => ({ windows, workers }))))(
    '$windows windows for $workers workers',
    ({ windows, workers }) => {
      for (const tables of [false, true]) {
        const shares = windowShares(windows, workers, tables);
        expect(shares.length).toBe(tables ? Math.min(workers, windows) : windows);
        let next = 0;
        for (const [from, to] of shares) {
          expect(from).toBe(next);
          expect(to).toBeGreaterThan(from);
          next = to;
        }
        expect(next).toBe(windows);
        const sizes = shares.map(([from, to]) => to - from);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    },
  );
});

describe('the calls of a product', () => {
  const runner = new TestRunner(new TestKernels('scalar'), 3);
  const bases: BasePoints = {
    group: 'g2',
    address: 4096,
    pointBytes: 100,
    sumBytes: 1000,
    scalars: 512,
    count: 2 * 2048 + 1,
  };
  const digits = allocateDigits(runner, { bits: 13, windows: 20 }, 6000);

  test('without tables: a call a window, put together by Horner', async () => {
    const product = planProduct(runner, bases, digits, 77, false);
    const calls = sumCalls(product);
    expect(calls.length).toBe(20);
    expect(calls[19]).toEqual({
      name: 'g2SumWindows',
      args: [product.sums + 19_000, 4096, 512, 4097, digits.address, 6000, 13, 19, 20, 0],
    });
    expect(combineCall(product)).toEqual({ name: 'g2CombineWindows', args: [77, product.sums, 20, 13] });
    expect(await productScratch(runner, product)).toBe(
      await runner.call({ name: 'g2SumWindowsBytes', args: [4097, 13] }),
    );
    // The sums have memory of their own.
    expect(runner.arena.allocate(1)).toBeGreaterThanOrEqual(product.sums + 20 * 1000);
  });

  test('with tables: a call a worker, put together by sums', async () => {
    const product = planProduct(runner, bases, digits, 77, true);
    const calls = sumCalls(product);
    expect(calls.map(({ args }) => args.slice(7))).toEqual([
      [0, 6, 409_700],
      [6, 13, 409_700],
      [13, 20, 409_700],
    ]);
    expect(combineCall(product)).toEqual({ name: 'g2CombineWindows', args: [77, product.sums, 3, 0] });
    expect(await productScratch(runner, product)).toBe(
      await runner.call({ name: 'g2SumWindowsBytes', args: [7 * 4097, 13] }),
    );
    expect(fillTableCalls(product).map(({ name, args }) => [name, ...args])).toEqual([
      ['g2FillTables', 4096, 0, 2048, 13, 20, 409_700],
      ['g2FillTables', 4096, 2048, 4096, 13, 20, 409_700],
      ['g2FillTables', 4096, 4096, 4097, 13, 20, 409_700],
    ]);
  });
});
