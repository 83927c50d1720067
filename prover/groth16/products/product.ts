import type { KernelCall } from '../memory/kernelCall.ts';
import type { KernelRunner } from '../memory/kernelRunner.ts';
import type { BasePoints } from './basePoints.ts';
import type { Digits } from './digits.ts';

/** A multi-scalar product Σ scalar·point over fixed points, laid out so that it can be computed again and again. */
export interface Product {
  readonly bases: BasePoints;
  readonly digits: Digits;
  /** Whether every window has a table of its own: all windows then share their buckets. */
  readonly tables: boolean;
  /** Windows of each call: the first, and the one after the last. */
  readonly shares: readonly (readonly [from: number, to: number])[];
  /** Where the calls leave their sums: one projective point each. */
  readonly sums: number;
  /** Where the product is left: a projective point. */
  readonly result: number;
}

/** Bases that one call brings from window to window: `DOUBLING_BATCH` of the kernels. */
const TABLE_CHUNK = 2048;

/** Windows that the calls of a product take: one each, or with tables as many as make one call a worker. */
export function windowShares(windows: number, workers: number, tables: boolean): (readonly [number, number])[] {
  const calls = tables ? Math.min(workers, windows) : windows;
  return Array.from({ length: calls }, (_, i) => [
    Math.floor((i * windows) / calls),
    Math.floor(((i + 1) * windows) / calls),
  ]);
}

/**
 * Lays out a product.
 *
 * @param result address of a projective point
 * @param tables whether the windows have tables; `bases` must have room for one a window, and `fillTableCalls` be run
 */
export function planProduct(
  { workers, arena }: KernelRunner,
  bases: BasePoints,
  digits: Digits,
  result: number,
  tables: boolean,
): Product {
  const shares = windowShares(digits.windows, workers, tables);
  return { bases, digits, tables, shares, sums: arena.allocate(shares.length * bases.sumBytes), result };
}

/** Bytes between the tables of two windows. */
const tableBytes = ({ bases }: Product) => bases.count * bases.pointBytes;

/** The calls that compute the tables of the windows after the first. */
export function fillTableCalls(product: Product): KernelCall[] {
  const { bases, digits } = product;
  return Array.from({ length: Math.ceil(bases.count / TABLE_CHUNK) }, (_, i) => ({
    name: `${bases.group}FillTables`,
    args: [
      bases.address,
      i * TABLE_CHUNK,
      Math.min(bases.count, (i + 1) * TABLE_CHUNK),
      digits.bits,
      digits.windows,
      tableBytes(product),
    ],
  }));
}

/** The calls that sum the windows of a product, in any order. */
export function sumCalls(product: Product): KernelCall[] {
  const { bases, digits, tables, shares, sums } = product;
  const { group, address, sumBytes, scalars, count } = bases;
  const spacing = tables ? tableBytes(product) : 0;
  return shares.map(([from, to], i) => ({
    name: `${group}SumWindows`,
    args: [sums + i * sumBytes, address, scalars, count, digits.address, digits.stride, digits.bits, from, to, spacing],
  }));
}

/** The call that makes the result of the sums. */
export function combineCall({ bases, digits, tables, shares, sums, result }: Product): KernelCall {
  return {
    name: `${bases.group}CombineWindows`,
    args: [result, sums, shares.length, tables ? 0 : digits.bits],
  };
}

/** Bytes of scratch memory that a call of the product needs. */
export function productScratch(runner: KernelRunner, { bases, digits, shares }: Product): Promise<number> {
  const windows = Math.max(...shares.map(([from, to]) => to - from));
  return runner.call({ name: `${bases.group}SumWindowsBytes`, args: [bases.count * windows, digits.bits] });
}
