import { describe, expect, test } from 'vitest';
import { seeded } from '../../../audit/vectors/seeded.ts';
import type { AffinePoint } from '../../support/affineGroup.ts';
import { GROUP_CASES, GroupKernels } from '../../support/groupKernels.ts';
import { GuardedMemory } from '../../support/guardedMemory.ts';

/** Bytes of an item: the addresses of two points and of their sum. */
const ITEM = 12;
/** Different points that the lists are made of. */
const POOL = 12;
/** Most items of a list. */
const MOST = 4099;

/** A point of the pool, negated or not. */
interface Signed {
  readonly index: number;
  readonly negated: boolean;
}
type Item = readonly [Signed, Signed];

describe.each(GROUP_CASES)('sums of affine points of $group in the $form form', ({ form, group: name }) => {
  const points = new GroupKernels(form, name);
  const { group, kernels, affineBytes } = points;
  const random = seeded(5);
  // The last point of the pool is infinite.
  const INFINITE = POOL;
  const pool: AffinePoint[] = [group.multiply(group.generator, 77777n)];
  while (pool.length < POOL) pool.push(group.add(pool.at(-1), pool[pool.length >> 1] ?? group.generator));
  pool.push(undefined);
  const addresses = pool.map((point) => {
    const at = points.allocate(affineBytes);
    points.writeAffine(at, point);
    return at;
  });
  const signedPoint = ({ index, negated }: Signed) => (negated ? group.negate(pool[index]) : pool[index]);
  const known = new Map<string, AffinePoint>();
  const sumOf = ([p, q]: Item) => {
    const key = [p.index, p.negated, q.index, q.negated].join();
    if (!known.has(key)) known.set(key, group.add(signedPoint(p), signedPoint(q)));
    return known.get(key);
  };
  const work = new GuardedMemory(points.kernels.arena, kernels.view.buffer, points.call('AddPairsBytes'));
  const list = points.allocate(MOST * ITEM);
  const sums = new GuardedMemory(points.kernels.arena, kernels.view.buffer, MOST * affineBytes);

  const any = (bound: number) => Number(random.below(BigInt(bound)));
  const some = (index = any(POOL)): Signed => ({ index, negated: any(2) === 1 });
  const ordinary = (): Item => {
    const first = any(POOL);
    return [some(first), some((first + 1 + any(POOL - 1)) % POOL)];
  };
  const equal = (): Item => {
    const point = some();
    return [point, point];
  };
  const opposite = (): Item => {
    const point = some();
    return [point, { ...point, negated: !point.negated }];
  };
  const withInfinity = [
    (): Item => [some(INFINITE), some()],
    (): Item => [some(), some(INFINITE)],
    (): Item => [some(INFINITE), some(INFINITE)],
  ];

  /** Runs a list and compares all of its sums. */
  function check(items: readonly Item[], careful: boolean): number {
    for (const [i, [p, q]] of items.entries()) {
      kernels.view.setUint32(list + ITEM * i, addresses[p.index]! | Number(p.negated), true);
      kernels.view.setUint32(list + ITEM * i + 4, addresses[q.index]! | Number(q.negated), true);
      kernels.view.setUint32(list + ITEM * i + 8, sums.address + affineBytes * i, true);
    }
    const after = sums.address + affineBytes * items.length;
    const untouched = items.length < MOST ? points.bytes(after, affineBytes).slice() : undefined;
    const infinite = points.call('AddPairs', list, items.length, Number(careful), work.address);
    // Every kind of place in a list: borders of vectors and batches, and around what is special.
    for (const [i, item] of items.entries()) {
      if (items.length > 100 && isOrdinary(item) && i % 64 > 1 && i < items.length - 3) continue;
      expect(points.readAffine(sums.address + affineBytes * i), `sum ${i} of ${items.length}`).toEqual(sumOf(item));
    }
    if (untouched) expect(points.bytes(after, affineBytes)).toEqual(untouched);
    expect(sums.intact && work.intact).toBe(true);
    return infinite;
  }
  const isOrdinary = ([p, q]: Item) => p.index !== q.index && p.index !== INFINITE && q.index !== INFINITE;

  // A batch takes 2048 sums.
  test.each([0, 1, 2, 3, 2047, 2048, 2049, 2050, 4097])('%i sums of different points', (count) => {
    const items = Array.from({ length: count }, ordinary);
    expect(check(items, false)).toBe(0);
    expect(check(items.slice(0, 7), true)).toBe(1);
  });

  test.each([1, 2, 3, 2047, 2048, 2049, 4099])('equal and opposite points among %i', (count) => {
    for (const special of [equal, opposite]) {
      for (const at of new Set([0, 1, count >> 1, 2046, 2047, 2048, count - 1])) {
        if (at < 0 || at >= count || (count > 3 && at === 1 && special === opposite)) continue;
        const items = Array.from({ length: Math.min(count, at < 2048 ? 2048 : count) }, ordinary);
        if (at >= items.length) continue;
        items[at] = special();
        expect(check(items, false)).toBe(1);
      }
    }
  });

  test('every kind side by side in either lane', () => {
    const finite = [ordinary, equal, opposite];
    for (const careful of [false, true]) {
      const kinds = careful ? [...finite, ...withInfinity] : finite;
      for (const first of kinds) {
        for (const second of kinds) {
          const items = [first(), second(), ordinary(), second(), first()];
          const special = items.some((item) => !isOrdinary(item));
          expect(check(items, careful)).toBe(Number(careful || special));
        }
      }
    }
  });

  test('all of one batch special, and a mixture over batches', () => {
    for (const kind of [equal, opposite]) check(Array.from({ length: 65 }, kind), false);
    for (const kind of withInfinity) check(Array.from({ length: 65 }, kind), true);
    const kinds = [equal, opposite, ...withInfinity, ordinary];
    check(
      Array.from({ length: 2100 }, () => (any(8) === 0 ? kinds[any(kinds.length)]!() : ordinary())),
      true,
    );
  });

  test('a chain through infinity', () => {
    const [zero, left, right] = [0, 1, 2].map((i) => sums.address + i * affineBytes) as [number, number, number];
    const add = (p: number, q: number, out: number) => {
      for (const [i, address] of [p, q, out].entries()) kernels.view.setUint32(list + 4 * i, address, true);
      expect(points.call('AddPairs', list, 1, 1, work.address)).toBe(1);
      return points.readAffine(out);
    };
    const [p] = addresses as [number];
    expect(add(p, p | 1, zero)).toBeUndefined();
    // Infinity with either sign, on either side, and what comes of a copy of it.
    expect(add(zero | 1, zero, left)).toBeUndefined();
    expect(add(zero, zero | 1, right)).toBeUndefined();
    // A negated zero may have a sign.
    expect(add(right, p, left)).toEqual(pool[0]);
    expect(add(p, right, left)).toEqual(pool[0]);
    expect(add(right, zero, left)).toBeUndefined();
    expect(add(left | 1, right | 1, left)).toBeUndefined();
    expect(add(left | 1, p | 1, right)).toEqual(group.negate(pool[0]));
    expect(add(right, right, zero)).toEqual(group.negate(group.add(pool[0], pool[0])));
  });

  test.each([1, 2, 3, 2047, 2048])('doublePoints of %i', (count) => {
    const room = new GuardedMemory(points.kernels.arena, kernels.view.buffer, count * affineBytes);
    const scratch = new GuardedMemory(points.kernels.arena, kernels.view.buffer, points.call('DoublePointsBytes'));
    for (let i = 0; i < count; i++) {
      points.bytes(room.address + i * affineBytes, affineBytes).set(points.bytes(addresses[i % POOL]!, affineBytes));
    }
    points.call('DoublePoints', room.address, count, scratch.address);
    for (let i = 0; i < count; i++) {
      if (count > 100 && i % 32 > 2 && i < count - 3) continue;
      const same = { index: i % POOL, negated: false };
      expect(points.readAffine(room.address + i * affineBytes)).toEqual(sumOf([same, same]));
    }
    expect(room.intact && scratch.intact).toBe(true);
  });
});
