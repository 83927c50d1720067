import { describe, expect, test } from 'vitest';
import { KERNEL_FORMS } from '../../../prover/groth16/forms/kernelForm.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { TestKernels } from '../../support/kernels.ts';
import { firstKeyPoints, keyPoints } from '../../support/keyPoints.ts';

const HALF = (SCALAR_FIELD - 1n) / 2n;

/** Scalars below a bound that depend on nothing but their number. */
function madeUpScalars(count: number): bigint[] {
  const scalars: bigint[] = [];
  let state = 0x9e3779b97f4a7c15n;
  for (let i = 0; i < count; i++) {
    let scalar = 0n;
    for (let word = 0; word < 5; word++) {
      state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
      scalar = (scalar << 64n) | state;
    }
    scalars.push(scalar % SCALAR_FIELD);
  }
  return scalars;
}

/** Scalars at which a digit is about to turn negative, or to carry, in every window. */
function bordersOf(bits: number): bigint[] {
  const half = 1n << BigInt(bits - 1);
  const borders: bigint[] = [];
  for (let at = 0; at + bits < 253; at += bits) {
    for (const digit of [half - 1n, half, half + 1n, 2n * half - 1n]) borders.push(digit << BigInt(at));
  }
  // Every digit -2^(bits - 1), and every digit the greatest.
  const repeated = Array.from({ length: Math.floor(252 / bits) }, (_, i) => 1n << BigInt(i * bits));
  for (const digit of [half - 1n, half]) borders.push(repeated.reduce((sum, power) => sum + digit * power, 0n));
  return borders;
}

const EDGES = [
  ...[0n, 1n, 2n, 3n, 0n, 7n, 7n, HALF - 1n, HALF, HALF + 1n, HALF + 2n],
  ...[SCALAR_FIELD - 1n, SCALAR_FIELD - 1n, SCALAR_FIELD - 2n, SCALAR_FIELD - 3n, 2n ** 253n],
  ...Array.from({ length: 253 }, (_, i) => 1n << BigInt(i)),
  ...[1n, 2n, 64n, 128n, 251n].map((i) => SCALAR_FIELD - (1n << i)),
];

class Generator {
  private readonly kernels: TestKernels;
  private readonly table: number;
  private readonly windows: number;

  constructor(
    form: (typeof KERNEL_FORMS)[number],
    private readonly group: 'g1' | 'g2',
    private readonly bits: number,
  ) {
    this.windows = Math.ceil(255 / bits);
    const measure = new TestKernels(form);
    const needs = [
      measure.call[`${group}FillMultiplesBytes`]!(bits, this.windows),
      measure.call[`${group}MultiplyGeneratorBytes`]!(this.windows),
    ];
    const tableBytes = this.windows * 2 ** (bits - 1) * measure.call[`${group}AffineBytes`]!();
    const scratch = Math.max(...needs);
    this.kernels = new TestKernels(form, { scratch, megabytes: Math.ceil((scratch + tableBytes) / 2 ** 20) + 2 });
    const { arena, call, view } = this.kernels;
    this.table = arena.allocate(tableBytes);
    const file = arena.allocate(128);
    new Uint8Array(view.buffer).set(keyPoints[group]([1n]), file);
    expect(call[`${group}PreparePoints`]!(file, 1, 0, this.table, arena.allocate(4))).toBe(1);
    call[`${group}FillMultiples`]!(this.table, bits, this.windows);
  }

  /** Points as in a key file, and what stands behind them. */
  times(scalars: readonly bigint[]): { points: Uint8Array; behind: Uint8Array } {
    const { arena, call, view } = this.kernels;
    const input = arena.allocate(32 * scalars.length);
    const length = scalars.length * (this.group === 'g1' ? 64 : 128);
    const output = arena.allocate(length + 64);
    for (const [i, scalar] of scalars.entries()) this.kernels.writeBytes(input + 32 * i, scalar);
    const bytes = new Uint8Array(view.buffer, output, length + 64).fill(0xa5);
    call[`${this.group}MultiplyGenerator`]!(this.table, this.bits, this.windows, input, scalars.length, output);
    return { points: bytes.slice(0, length), behind: bytes.slice(length) };
  }
}

const UNTOUCHED = new Uint8Array(64).fill(0xa5);

describe.each(KERNEL_FORMS)('%s', (form) => {
  describe.each(['g1', 'g2'] as const)('multiples of the generator of %s', (group) => {
    const edges = keyPoints[group](EDGES);

    test.each([2, 3, 8, 11, 13])('with digits of %i bits: edge scalars', (bits) => {
      const generator = new Generator(form, group, bits);
      const { points, behind } = generator.times(EDGES);
      expect(Buffer.compare(points, edges)).toBe(0);
      expect(behind).toEqual(UNTOUCHED);
      const borders = bordersOf(bits);
      expect(Buffer.compare(generator.times(borders).points, keyPoints[group](borders))).toBe(0);
    });

    test('of empty, odd and full batches', () => {
      const generator = new Generator(form, group, 9);
      const expected = firstKeyPoints[group](2048);
      const scalars = Array.from({ length: 2048 }, (_, i) => BigInt(i));
      const pointBytes = expected.length / 2048;
      for (const count of [0, 1, 2, 3, 2047, 2048]) {
        const { points, behind } = generator.times(scalars.slice(0, count));
        expect(Buffer.compare(points, expected.subarray(0, count * pointBytes))).toBe(0);
        expect(behind).toEqual(UNTOUCHED);
      }
    });

    test('of scalars of full size, equal ones among them', () => {
      const made = madeUpScalars(60);
      const scalars = [...made, ...made, ...made.map((scalar) => SCALAR_FIELD - scalar)];
      const { points } = new Generator(form, group, 10).times(scalars);
      expect(Buffer.compare(points, keyPoints[group](scalars))).toBe(0);
    });
  });
});
