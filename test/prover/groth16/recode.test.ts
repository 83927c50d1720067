import { describe, expect, test } from 'vitest';
import { KERNEL_FORMS } from '../../../prover/groth16/forms/kernelForm.ts';
import { allocateDigits, recodeCalls } from '../../../prover/groth16/products/digits.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { modulo } from '../../support/affineGroup.ts';
import { GuardedMemory } from '../../support/guardedMemory.ts';
import { TestKernels } from '../../support/kernels.ts';
import { seededScalars } from '../../support/seededScalars.ts';
import { TestRunner } from '../../support/testRunner.ts';

const R = SCALAR_FIELD;
const BITS = Array.from({ length: 15 }, (_, i) => i + 2);
/** Digits that cover a scalar, as `planDigits` counts them. */
const windowsOf = (bits: number) => Math.ceil(255 / bits);

/** Numbers whose digits carry all the way, borrow all the way, or lie at an end of their range. */
function hardScalars(bits: number): bigint[] {
  const windows = windowsOf(bits);
  const repeated = (digit: bigint) =>
    Array.from({ length: windows }, (_, i) => digit << BigInt(i * bits)).reduce((sum, part) => sum + part, 0n);
  const half = 1n << BigInt(bits - 1);
  const patterns = [half, half - 1n, half + 1n, 2n * half - 1n].flatMap((digit) =>
    [0, 1, 2].map((short) => repeated(digit) & ((1n << BigInt(253 - short * bits)) - 1n)),
  );
  const powers = Array.from({ length: 254 }, (_, i) => 1n << BigInt(i));
  const middle = [-2n, -1n, 0n, 1n, 2n].map((step) => (R - 1n) / 2n + step);
  const scalars = [0n, 1n, 2n, R - 1n, R - 2n, ...middle, ...powers, ...powers.map((power) => power - 1n), ...patterns];
  return [...new Set(scalars.flatMap((scalar) => [modulo(scalar, R), modulo(-scalar, R)]))];
}

describe.each(KERNEL_FORMS)('recode in the %s form', (form) => {
  const kernels = new TestKernels(form);
  const { call, view } = kernels;

  test.each(BITS)('digits of %i bits stand for the scalar', (bits) => {
    const scalars = [...hardScalars(bits), ...seededScalars(200, bits)];
    const windows = windowsOf(bits);
    const at = kernels.arena.allocate(32 * scalars.length);
    for (const [i, scalar] of scalars.entries()) kernels.writeBytes(at + 32 * i, scalar);
    const digits = new GuardedMemory(kernels.arena, view.buffer, 2 * windows * scalars.length);
    call.recode!(at, 0, scalars.length, bits, windows, digits.address, scalars.length);
    const half = 2 ** (bits - 1);
    for (const [i, scalar] of scalars.entries()) {
      let sum = 0n;
      for (let w = windows - 1; w >= 0; w--) {
        const digit = view.getInt16(digits.address + 2 * (w * scalars.length + i), true);
        if (digit < -half || digit >= half) expect.fail(`digit ${digit} of ${scalar} is out of range`);
        sum = (sum << BigInt(bits)) + BigInt(digit);
      }
      expect(modulo(sum, R)).toBe(scalar);
      // A small number, or the negative of one, has no more digits than it needs.
      expect(2n * (sum < 0n ? -sum : sum)).toBeLessThan(R);
    }
    expect(digits.intact).toBe(true);
  });

  test('a range writes its own digits only', () => {
    const [bits, windows, count, stride] = [7, windowsOf(7), 20, 23];
    const scalars = seededScalars(count, 3);
    const at = kernels.arena.allocate(32 * count);
    for (const [i, scalar] of scalars.entries()) kernels.writeBytes(at + 32 * i, scalar);
    const whole = kernels.arena.allocate(2 * windows * stride);
    call.recode!(at, 0, count, bits, windows, whole, stride);
    const digits = new GuardedMemory(kernels.arena, view.buffer, 2 * windows * stride);
    const read = (address: number, w: number, i: number) => view.getUint16(address + 2 * (w * stride + i), true);
    const untouched = read(digits.address, 0, 0);
    for (const [from, to] of [
      [5, 5],
      [3, 4],
      [7, 20],
    ] as const) {
      call.recode!(at, from, to, bits, windows, digits.address, stride);
    }
    for (let w = 0; w < windows; w++) {
      for (let i = 0; i < stride; i++) {
        const written = i === 3 || (i >= 7 && i < 20);
        expect(read(digits.address, w, i)).toBe(written ? read(whole, w, i) : untouched);
      }
    }
    expect(digits.intact).toBe(true);
  });

  test.each([
    [1, 1],
    [1, 3],
    [5, 2],
    [7, 16],
    [0, 2],
  ])('%i scalars shared out for %i workers', async (count, workers) => {
    const runner = new TestRunner(kernels, workers);
    const digits = allocateDigits(runner, { bits: 8, windows: windowsOf(8) }, count);
    expect(digits).toMatchObject({ bits: 8, windows: 32, stride: count, bytes: 64 * count });
    const scalars = seededScalars(count, 9);
    const at = kernels.arena.allocate(32 * count);
    for (const [i, scalar] of scalars.entries()) kernels.writeBytes(at + 32 * i, scalar);
    const whole = kernels.arena.allocate(digits.bytes);
    call.recode!(at, 0, count, 8, digits.windows, whole, count);
    const calls = recodeCalls(runner, digits, at);
    expect(calls.length).toBeLessThanOrEqual(workers);
    await runner.all(calls);
    expect(await runner.read(digits.address, digits.bytes)).toEqual(await runner.read(whole, digits.bytes));
  });
});
