import { describe, expect, test } from 'vitest';
import { FIELD_FORMS, KERNEL_FORMS } from '../../../prover/groth16/forms/kernelForm.ts';
import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import { FieldOperands } from '../../support/fieldOperands.ts';
import { TestKernels } from '../../support/kernels.ts';

/** Pairs of each test; the two lanes hold different numbers. */
const CASES = 1000;
const SEED = 7;

const FIELDS = [
  ['BASE_FIELD', BASE_FIELD],
  ['SCALAR_FIELD', SCALAR_FIELD],
] as const;

/** Bounds of the largest weights and values of two factors, as `kernels/field/field.ts` allows them. */
const FACTORS = [
  { weights: [1n, 1n], values: [1n, 1n] },
  { weights: [2n, 2n], values: [2n, 2n] },
  { weights: [4n, 1n], values: [4n, 1n] },
  { weights: [1n, 4n], values: [1n, 2n] },
  { weights: [4n, 1n], values: [1n, 1n] },
] as const;

const absolute = (value: bigint) => (value < 0n ? -value : value);

/** Newton's iteration doubles the bits that are right; an odd number's own inverse has three. */
function inverseModuloLimb(odd: bigint, bits: number): bigint {
  let inverse = odd;
  for (let right = 3; right < bits; right *= 2) inverse = BigInt.asIntN(bits, inverse * (2n - odd * inverse));
  return inverse;
}

describe.each(KERNEL_FORMS.flatMap((name) => FIELDS.map(([field, modulus]) => ({ name, field, modulus }))))(
  'the $name form, $field',
  ({ name, field, modulus }) => {
    const form = FIELD_FORMS[name];
    const kernels = new TestKernels(name);
    const { call, view, layout } = kernels;
    const f = layout[field]!;
    const operands = new FieldOperands(form, modulus, SEED);
    const limb = 1n << BigInt(form.limbBits);
    const half = limb / 2n;
    /** The k for which k·modulus is -1 or 1 modulo a limb, nearest to zero. */
    const friendly = inverseModuloLimb(modulus, form.limbBits);
    const radix = 1n << BigInt(form.radixBits);
    const [p0, p1, p2, p3, p4] = [
      kernels.pair(),
      kernels.pair(),
      kernels.pair(),
      kernels.pair(),
      kernels.pair(),
    ] as const;
    const bytes = kernels.arena.allocate(32);

    /** Fills both lanes of a pair with numbers of their own and returns these. */
    function fill(at: number, weight: bigint, value: bigint): [bigint, bigint] {
      const lane = (offset: number) => {
        const limbs = operands.limbs(weight, value);
        for (const [i, limb] of limbs.entries()) form.writeLimb(view, at + 16 * i + offset, limb);
        return operands.valueOf(limbs);
      };
      return [lane(0), lane(8)];
    }

    const both = (at: number): [bigint, bigint] => [kernels.read(at, 0), kernels.read(at, 1)];

    /** Asserts one lane of a product: its residue, and the value and weight that the head comments promise. */
    function expectProduct(at: number, lane: 0 | 1, exact: bigint): void {
      const limbs = kernels.limbs(at, lane);
      const value = operands.valueOf(limbs);
      const wrong = (value * radix - exact) % modulus !== 0n;
      // |a·b| / R + (1/2 + k/2)·p, times 2R; the quotient's lower digits may come to a little more than half of the last.
      const most = 2n * absolute(exact) + modulus * (radix + (absolute(friendly) * radix) / limb + (2n * radix) / limb);
      const large = 2n * radix * absolute(value) > most;
      const last = 10n * absolute(value) < 13n * modulus ? half : 2n * half;
      const heavy = limbs.some((item, i) => absolute(item) > (i < limbs.length - 1 ? half : last));
      if (wrong || large || heavy) expect({ exact, value, limbs, wrong, large, heavy }).toBeUndefined();
    }

    test.each(FACTORS)('mul, weights $weights, values $values', ({ weights, values }) => {
      for (let i = 0; i < CASES; i++) {
        const a = fill(p0, weights[0], values[0]);
        const b = fill(p1, weights[1], values[1]);
        const out = operands.pick([p0, p1, p4]);
        call.mul!(f, out, p0, p1);
        for (const lane of [0, 1] as const) {
          const exact = a[lane] * b[lane];
          expectProduct(out, lane, exact);
        }
      }
    });

    test('mul of one number with itself, into itself', () => {
      for (let i = 0; i < CASES; i++) {
        const a = fill(p0, 2n, 2n);
        call.mul!(f, p0, p0, p0);
        for (const lane of [0, 1] as const) expectProduct(p0, lane, a[lane] ** 2n);
      }
    });

    test.each([1n, 2n])('sqr, values within %d moduli', (most) => {
      for (let i = 0; i < CASES; i++) {
        const a = fill(p0, 1n, most);
        const out = operands.pick([p0, p4]);
        call.sqr!(f, out, p0);
        for (const lane of [0, 1] as const) expectProduct(out, lane, a[lane] ** 2n);
      }
    });

    test.each([
      { weights: [1n, 1n], values: [1n, 1n] },
      { weights: [2n, 2n], values: [2n, 1n] },
      { weights: [4n, 1n], values: [1n, 2n] },
      { weights: [1n, 4n], values: [1n, 2n] },
    ] as const)('mulSum, weights $weights, values $values', ({ weights, values }) => {
      for (let i = 0; i < CASES; i++) {
        const a = fill(p0, weights[0], values[0]);
        const b = fill(p1, weights[1], values[1]);
        const c = fill(p2, weights[0], values[0]);
        const d = fill(p3, weights[1], values[1]);
        const out = operands.pick([p0, p1, p2, p3, p4]);
        call.mulSum!(f, out, p0, p1, p2, p3);
        for (const lane of [0, 1] as const) {
          expectProduct(out, lane, a[lane] * b[lane] + c[lane] * d[lane]);
        }
      }
    });

    test('add, sub and neg are exact, limb by limb', () => {
      for (let i = 0; i < CASES / 4; i++) {
        for (const operation of ['add', 'sub', 'neg'] as const) {
          fill(p0, 2n, 2n);
          fill(p1, 2n, 2n);
          const before = [p0, p1].map((at) => [0, 1].map((lane) => kernels.limbs(at, lane as 0 | 1)));
          const out = operands.pick([p0, p1, p4]);
          call[operation]!(out, p0, p1);
          const expected = [0, 1].map((lane) =>
            before[0]![lane]!.map((x, j) => {
              const y = before[1]![lane]![j]!;
              return operation === 'add' ? x + y : operation === 'sub' ? x - y : -x;
            }),
          );
          expect([kernels.limbs(out, 0), kernels.limbs(out, 1)]).toEqual(expected);
        }
      }
    });

    function expectReduced(at: number, lane: 0 | 1, exact: bigint): void {
      const limbs = kernels.limbs(at, lane);
      const value = operands.valueOf(limbs);
      const wrong = (value - exact) % modulus !== 0n;
      const large = 2n ** 20n * absolute(value) > (2n ** 19n + 1n) * modulus;
      const heavy = limbs.some((item) => absolute(item) > half);
      if (wrong || large || heavy) expect({ exact, value, limbs, wrong, large, heavy }).toBeUndefined();
    }

    test.each([
      [1n, 1n],
      [2n, 2n],
      [4n, 4n],
    ])('reduce, weight %d, value %d', (weight, most) => {
      for (let i = 0; i < CASES; i++) {
        const a = fill(p0, weight, most);
        const out = operands.pick([p0, p4]);
        call.reduce!(f, out, p0);
        for (const lane of [0, 1] as const) expectReduced(out, lane, a[lane]);
      }
    });

    test('zeroLanes of a reduced pair, whatever the sign of a zero', () => {
      for (let i = 0; i < CASES; i++) {
        const multiples = [0n, 1n, -1n, 2n, -2n, 3n].map((k) => k * modulus);
        const lanes = ([0, 1] as const).map((lane) => {
          const value = operands.pick([...multiples, 1n, -1n, modulus - 1n, 1n << 200n]);
          kernels.writeLane(p0, lane, value);
          return value % modulus === 0n;
        });
        if (operands.pick([true, false])) call.neg!(p0, p0);
        call.reduce!(f, p0, p0);
        if (operands.pick([true, false])) call.neg!(p0, p0);
        expect(call.zeroLanes!(p0)).toBe(Number(lanes[0]) + 2 * Number(lanes[1]));
      }
    });

    test('zeroLanes sees every single limb', () => {
      for (const lane of [0, 1] as const) {
        for (let i = 0; i < form.limbs; i++) {
          kernels.write(p0, 0n);
          form.writeLimb(view, p0 + 16 * i + 8 * lane, operands.pick([1n, -1n, half, -half]));
          expect(call.zeroLanes!(p0)).toBe(lane === 0 ? 2 : 1);
        }
      }
    });

    test('gather, gatherSigned and scatter', () => {
      const single = [kernels.arena.allocate(layout.ELEMENT!), kernels.arena.allocate(layout.ELEMENT!)] as const;
      for (let i = 0; i < CASES / 2; i++) {
        fill(p0, 1n, 1n);
        const before = [kernels.limbs(p0, 0), kernels.limbs(p0, 1)] as const;
        call.scatter!(p0, single[0], single[1]);
        const elements = single.map((at) =>
          Array.from({ length: form.limbs }, (_, j) => form.readLimb(view, at + 8 * j)),
        );
        expect(elements).toEqual(before);
        call.gather!(p1, single[1], single[0]);
        expect([kernels.limbs(p1, 0), kernels.limbs(p1, 1)]).toEqual([before[1], before[0]]);
        const signs = [operands.pick([0, 1]), operands.pick([0, 1])] as const;
        call.gatherSigned!(p2, single[0], single[1], signs[0], signs[1]);
        const signed = before.map((limbs, lane) => limbs.map((item) => (signs[lane] === 1 ? -item : item)));
        expect([kernels.limbs(p2, 0), kernels.limbs(p2, 1)]).toEqual(signed);
      }
    });

    test('readLane, reduce and writeLane, lane by lane', () => {
      for (let i = 0; i < CASES; i++) {
        const words = [operands.word(), operands.word()] as const;
        for (const lane of [0, 1] as const) {
          kernels.writeBytes(bytes, words[lane]);
          call.readLane!(p0, lane, bytes);
        }
        expect(both(p0)).toEqual(words);
        call.reduce!(f, p0, p0);
        for (const lane of [0, 1] as const) {
          expectReduced(p0, lane, words[lane]);
          call.writeLane!(f, bytes, p0, lane);
          expect(kernels.readBytes(bytes)).toBe(words[lane] % modulus);
        }
      }
    });

    test.each([0n, 1n, modulus - 1n, modulus, (1n << 256n) - 1n])('readLane and writeLane of %d', (word) => {
      for (const lane of [0, 1] as const) {
        kernels.write(p0, 5n);
        kernels.writeBytes(bytes, word);
        call.readLane!(p0, lane, bytes);
        call.reduce!(f, p0, p0);
        call.writeLane!(f, bytes, p0, lane);
        expect(kernels.readBytes(bytes)).toBe(word % modulus);
        call.writeLane!(f, bytes, p0, lane === 0 ? 1 : 0);
        expect(kernels.readBytes(bytes)).toBe(5n);
      }
    });

    test('writeLane of a reduced pair of either sign', () => {
      for (let i = 0; i < CASES; i++) {
        const a = fill(p0, 4n, 4n);
        call.reduce!(f, p0, p0);
        for (const lane of [0, 1] as const) {
          call.writeLane!(f, bytes, p0, lane);
          expect(kernels.readBytes(bytes)).toBe(((a[lane] % modulus) + modulus) % modulus);
        }
      }
    });
  },
);
