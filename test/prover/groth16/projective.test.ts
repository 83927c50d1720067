import { describe, expect, test } from 'vitest';
import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import type { AffinePoint } from '../../support/affineGroup.ts';
import { GROUP_CASES, GroupKernels } from '../../support/groupKernels.ts';

/** A denominator other than 1, its parts near the edges of the field. */
const Z = BASE_FIELD / 2n - 5n;

describe.each(GROUP_CASES)('projective points of $group in the $form form', ({ form, group: name }) => {
  const points = new GroupKernels(form, name);
  const { group, kernels, affineBytes, projectiveBytes } = points;
  const [a, b, out] = [0, 1, 2].map(() => points.allocate(projectiveBytes)) as [number, number, number];
  const p = group.multiply(group.generator, 0x1234567890abcdefn);
  const q = group.multiply(group.generator, SCALAR_FIELD / 3n);
  const five: readonly AffinePoint[] = [undefined, p, group.negate(p), q, group.add(p, p)];
  const sums = five.map((first) => five.map((second) => group.add(first, second)));

  test('addPoints is complete, in both lanes and in place', () => {
    let turn = 0;
    for (const [i, first] of five.entries()) {
      for (const [j, second] of five.entries()) {
        // The second lane has another pair.
        const [k, l] = [(i + 2 * j + 1) % 5, (3 * i + j + 2) % 5] as const;
        for (const target of [out, a, b]) {
          const z = [1n, Z, Z ** 2n][turn++ % 3]!;
          points.writeProjective(a, 0, first, z);
          points.writeProjective(b, 0, second, 1n);
          points.writeProjective(a, 1, five[k], Z);
          points.writeProjective(b, 1, five[l], z + 2n);
          points.call('AddPoints', target, a, b);
          expect(points.readProjective(target, 0)).toEqual(sums[i]![j]);
          expect(points.readProjective(target, 1)).toEqual(sums[k]![l]);
        }
      }
    }
    points.writeProjective(a, 0, p, Z);
    points.writeProjective(a, 1, undefined, Z);
    points.call('AddPoints', a, a, a);
    expect(points.readProjective(a, 0)).toEqual(five[4]);
    expect(points.readProjective(a, 1)).toBeUndefined();
  });

  const ORDER = SCALAR_FIELD;
  test.each([
    0n,
    1n,
    2n,
    3n,
    ORDER - 1n,
    ORDER,
    ORDER + 1n,
    (1n << 256n) - 1n,
    1n << 255n,
    0xf0f0f0f00f0f0f0fn << 190n,
  ])('multiplyPoint by %i', (scalar) => {
    const bytes = points.allocate(32);
    kernels.writeBytes(bytes, scalar);
    points.writeProjective(a, 0, p, Z);
    points.writeProjective(a, 1, q, 1n);
    points.call('MultiplyPoint', out, a, bytes);
    expect(points.readProjective(out, 0)).toEqual(group.multiply(p, scalar));
    expect(points.readProjective(out, 1)).toEqual(group.multiply(q, scalar));
    points.writeProjective(a, 0, undefined);
    points.call('MultiplyPoint', out, a, bytes);
    expect(points.readProjective(out, 0)).toBeUndefined();
  });

  test('gatherAffine takes signs, address 0, and points at infinity', () => {
    const places = five.map((point) => {
      const at = points.allocate(affineBytes);
      points.writeAffine(at, point);
      return at;
    });
    const items = [
      ...five.flatMap((point, i) => [
        { address: places[i]!, point },
        { address: places[i]! | 1, point: group.negate(point) },
      ]),
      { address: 0, point: undefined },
      { address: 1, point: undefined },
    ];
    for (const first of items) {
      for (const second of items) {
        points.call('GatherAffine', out, first.address, second.address);
        expect(points.readProjective(out, 0)).toEqual(first.point);
        expect(points.readProjective(out, 1)).toEqual(second.point);
      }
    }
  });

  test('writePoint writes canonical coordinates of the first lane', () => {
    const count = 2 * points.parts;
    const bytes = points.allocate(32 * (count + 1));
    const written = () => Array.from({ length: count + 1 }, (_, i) => kernels.readBytes(bytes + 32 * i));
    for (const z of [1n, Z, BASE_FIELD - 1n]) {
      for (const point of [...five, group.generator, group.negate(group.generator)]) {
        points.bytes(bytes, 32 * (count + 1)).fill(0xff);
        points.writeProjective(a, 0, point, z);
        points.writeProjective(a, 1, q, z);
        points.call('WritePoint', bytes, a);
        const expected = point === undefined ? new Array(count).fill(0n) : [...point.x, ...point.y];
        expect(written()).toEqual([...expected, (1n << 256n) - 1n]);
      }
    }
  });
});
