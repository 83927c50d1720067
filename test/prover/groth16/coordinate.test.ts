import { describe, expect, test } from 'vitest';
import { FIELD_FORMS } from '../../../prover/groth16/forms/kernelForm.ts';
import { BASE_FIELD } from '../../../verifier/points.ts';
import { type Coordinate, coordinates, inverse, modulo } from '../../support/affineGroup.ts';
import { FieldOperands } from '../../support/fieldOperands.ts';
import { GROUP_CASES, GroupKernels } from '../../support/groupKernels.ts';

/** Pairs of each test. */
const CASES = 200;
const SEED = 11;

describe.each(GROUP_CASES)('coordinates of $group in the $form form', ({ form: name, group }) => {
  const form = FIELD_FORMS[name];
  const points = new GroupKernels(name, group);
  const { kernels, parts, pair, element } = points;
  const operands = new FieldOperands(form, BASE_FIELD, SEED);
  const radix = 1n << BigInt(form.radixBits);
  const perRadix = inverse(radix);
  const [a, b, out] = [points.allocate(pair), points.allocate(pair), points.allocate(pair)] as const;
  const [p, q] = [points.allocate(parts * element), points.allocate(parts * element)] as const;

  /** Fills both lanes of a pair with limbs at the edge of a weight and a value, and gives what they stand for. */
  function fill(at: number, weight: bigint, value: bigint): readonly [Coordinate, Coordinate] {
    const lane = (offset: number) =>
      Array.from({ length: parts }, (_, part) => {
        const limbs = operands.limbs(weight, value);
        for (const [i, limb] of limbs.entries()) {
          form.writeLimb(kernels.view, at + part * kernels.layout.PAIR! + 16 * i + offset, limb);
        }
        return operands.valueOf(limbs);
      });
    return [lane(0), lane(8)];
  }
  /** What a pair stands for, not reduced. */
  const read = (at: number, lane: 0 | 1) =>
    Array.from({ length: parts }, (_, part) => kernels.read(at + part * kernels.layout.PAIR!, lane));
  const canonical = (value: Coordinate) => value.map((part) => modulo(part));
  const perR = (value: Coordinate) => value.map((part) => modulo(part * perRadix));

  // Two products make each part of one in the extension: their values add up to four square moduli.
  const FACTORS = [
    { weights: [1n, 1n], values: [1n, 1n] },
    { weights: [2n, 2n], values: [1n, 2n] },
    { weights: [4n, 1n], values: [2n, 1n] },
    { weights: [1n, 4n], values: [1n, 2n] },
  ] as const;

  test.each(FACTORS)('mul, weights $weights, values $values', ({ weights, values }) => {
    for (let i = 0; i < CASES; i++) {
      const x = fill(a, weights[0], values[0]);
      const y = fill(b, weights[1], values[1]);
      const target = [out, a, b][i % 3] as number;
      points.call('Mul', target, a, b);
      for (const lane of [0, 1] as const) {
        expect(canonical(read(target, lane))).toEqual(perR(coordinates.multiply(x[lane], y[lane])));
      }
      if (group === 'g2') expect(points.isReduced(target)).toBe(true);
    }
  });

  test('sqr', () => {
    for (let i = 0; i < CASES; i++) {
      const x = fill(a, 1n, 1n);
      const target = [out, a][i % 2] as number;
      points.call('Sqr', target, a);
      for (const lane of [0, 1] as const) {
        expect(canonical(read(target, lane))).toEqual(perR(coordinates.multiply(x[lane], x[lane])));
      }
      if (group === 'g2') expect(points.isReduced(target)).toBe(true);
    }
  });

  test('add and sub, exactly; reduce', () => {
    for (let i = 0; i < CASES; i++) {
      const x = fill(a, 2n, 2n);
      const y = fill(b, 2n, 2n);
      for (const [kernel, sign] of [
        ['Add', 1n],
        ['Sub', -1n],
      ] as const) {
        points.call(kernel, out, a, b);
        const sums = ([0, 1] as const).map((lane) => x[lane].map((part, j) => part + sign * y[lane][j]!));
        for (const lane of [0, 1] as const) expect(read(out, lane)).toEqual(sums[lane]);
        points.call('Reduce', out, out);
        expect(points.isReduced(out)).toBe(true);
        for (const lane of [0, 1] as const) expect(canonical(read(out, lane))).toEqual(canonical(sums[lane]!));
      }
    }
  });

  test('zeroLanes sees a lane whose parts are all zero', () => {
    const values =
      parts === 1
        ? [[0n], [1n], [-1n], [BASE_FIELD]]
        : [
            [0n, 0n],
            [1n, 0n],
            [0n, 1n],
            [BASE_FIELD, -BASE_FIELD],
          ];
    for (const first of values) {
      for (const second of values) {
        for (const [lane, value] of [first, second].entries()) {
          for (const [part, number] of value.entries()) {
            kernels.writeLane(a + part * kernels.layout.PAIR!, lane as 0 | 1, number);
          }
        }
        points.call('Reduce', a, a);
        const zero = (value: Coordinate) => coordinates.isZero(canonical(value));
        expect(points.call('ZeroLanes', a)).toBe(Number(zero(first)) + 2 * Number(zero(second)));
      }
    }
    // A zero that was negated, and one that is left of a difference.
    points.bytes(a, pair).fill(0);
    points.call('Sub', b, a, a);
    points.call('Sub', b, b, a);
    points.call('Reduce', b, b);
    expect(points.call('ZeroLanes', b)).toBe(3);
  });

  test('gather, gatherSigned and scatter move single coordinates', () => {
    for (let i = 0; i < CASES; i++) {
      const [x, y] = fill(a, 1n, 1n);
      points.call('Scatter', a, p, q);
      points.call('Gather', b, q, p);
      expect([read(b, 0), read(b, 1)]).toEqual([y, x]);
      const signs = [i & 1, (i >> 1) & 1] as const;
      points.call('GatherSigned', out, p, q, ...signs);
      const signed = (value: Coordinate, sign: number) => value.map((part) => (sign === 1 ? -part : part));
      expect([read(out, 0), read(out, 1)]).toEqual([signed(x, signs[0]), signed(y, signs[1])]);
    }
    points.call('Scatter', a, p, p);
    points.call('Gather', b, p, p);
    expect(read(b, 0)).toEqual(read(a, 1));
  });

  test('invert, in place or not, zero to zero in either lane', () => {
    const edges =
      parts === 1
        ? [[0n], [1n], [-1n]]
        : [
            [0n, 0n],
            [1n, 0n],
            [0n, 1n],
            [0n, -1n],
            [-1n, 1n],
          ];
    for (let i = 0; i < 30; i++) {
      const edge = () => edges[i % edges.length]!.map((part) => modulo(part));
      const random = () =>
        operands
          .limbs(1n, 1n)
          .slice(0, 1)
          .map((limb) => modulo(limb * limb * limb * limb * limb));
      const any = () => Array.from({ length: parts }, () => random()[0]!);
      const lanes = i % 2 === 0 ? [edge(), any()] : [any(), edge()];
      for (const lane of [0, 1] as const) points.writeLane(a, lane, lanes[lane]!);
      const target = [out, a][(i >> 1) % 2] as number;
      points.call('Invert', target, a);
      for (const lane of [0, 1] as const)
        expect(points.readLane(target, lane)).toEqual(coordinates.invert(lanes[lane]!));
    }
  });
});
