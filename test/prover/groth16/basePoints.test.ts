import { bn254 } from '@noble/curves/bn254.js';
import { describe, expect, test } from 'vitest';
import { prepareBasePoints, STAGING_BYTES } from '../../../prover/groth16/products/basePoints.ts';
import { writeWord } from '../../../prover/setup/binaryFile.ts';
import { BASE_FIELD } from '../../../verifier/points.ts';
import type { AffinePoint } from '../../support/affineGroup.ts';
import { GROUP_CASES, GroupKernels } from '../../support/groupKernels.ts';
import { GuardedMemory } from '../../support/guardedMemory.ts';
import { TestKernels } from '../../support/kernels.ts';
import { keySection } from '../../support/keySection.ts';
import { TestRunner } from '../../support/testRunner.ts';

/** Points of a call: chunks of a section. */
const CHUNK = 4096;
const SECTION = 5;

describe.each(GROUP_CASES)('points of a key, $group in the $form form', ({ form, group: name }) => {
  const points = new GroupKernels(form, name, new TestKernels(form, { megabytes: 48 }));
  const { group, kernels, affineBytes, parts } = points;
  const pool: AffinePoint[] = [group.generator];
  while (pool.length < 300) pool.push(group.add(pool.at(-1), group.generator));
  const fileBytes = 64 * parts;
  const staging = [0, 1, 2].map(() => points.allocate(STAGING_BYTES));

  test('preparePoints keeps what is not infinite, and numbers it', () => {
    const section = [undefined, ...pool, undefined, undefined, ...pool.slice(0, 3), undefined];
    const finite = section.flatMap((point, index) => (point === undefined ? [] : [{ point, index }]));
    const file = points.allocate(section.length * fileBytes);
    points.bytes(file, section.length * fileBytes).set(keySection(name, section));
    const out = new GuardedMemory(kernels.arena, kernels.view.buffer, finite.length * affineBytes);
    const scalars = new GuardedMemory(kernels.arena, kernels.view.buffer, finite.length * 4);
    expect(points.call('PreparePoints', file, section.length, 1000, out.address, scalars.address)).toBe(finite.length);
    for (const [i, { point, index }] of finite.entries()) {
      expect(points.readAffine(out.address + i * affineBytes)).toEqual(point);
      expect(kernels.view.getUint32(scalars.address + 4 * i, true)).toBe(1000 + index);
    }
    expect(out.intact && scalars.intact).toBe(true);
    expect(points.call('PreparePoints', file, 0, 0, out.address, scalars.address)).toBe(0);
    expect(points.call('PreparePoints', file, 1, 0, out.address, scalars.address)).toBe(0);
  });

  const words = Array.from({ length: 2 * parts }, (_, i) => i);
  const changes = {
    'is one more': (word: bigint) => (word + 1n) % BASE_FIELD,
    'is negated': (word: bigint) => BASE_FIELD - word,
    'has the modulus added': (word: bigint) => word + BASE_FIELD,
    'is the modulus': () => BASE_FIELD,
    'is 2^256 - 1': () => (1n << 256n) - 1n,
    'is zero': () => 0n,
    'has its upper word changed': (word: bigint) => word ^ (1n << 192n),
  };
  test.each(words.flatMap((word) => Object.keys(changes).map((change) => ({ word, change }))))(
    'a point whose coordinate $word $change',
    async ({ word, change }) => {
      const section = keySection(name, [pool[9], pool[20], pool[30]]);
      const view = new DataView(section.buffer);
      const at = fileBytes + 32 * word;
      let value = 0n;
      for (let i = 3; i >= 0; i--) value = (value << 64n) + view.getBigUint64(at + 8 * i, true);
      const changed = changes[change as keyof typeof changes](value);
      writeWord(view, at, changed);
      // Of G1, both points with the same x are on the curve.
      const valid = name === 'g1' && word === 1 && change === 'is negated';
      const prepared = prepareBasePoints(new TestRunner(kernels), name, section, SECTION, staging);
      if (valid) expect((await prepared).count).toBe(3);
      else {
        await expect(prepared).rejects.toMatchObject({
          code: 'KEY_INVALID_POINT',
          message: expect.stringContaining(`section ${SECTION}`),
        });
      }
    },
  );

  test('a residue that is zero but not written as zero is no infinity', async () => {
    const section = new Uint8Array(fileBytes);
    for (const word of words) writeWord(new DataView(section.buffer), 32 * word, BASE_FIELD);
    const prepared = prepareBasePoints(new TestRunner(kernels), name, section, SECTION, staging);
    await expect(prepared).rejects.toMatchObject({ code: 'KEY_INVALID_POINT' });
  });

  // Coordinates of G1 have one part.
  if (name === 'g2') {
    test('a coordinate whose second part is zero is written as zero', async () => {
      // Some point with such an x; it need not be of the group's order.
      const { Fp2 } = bn254.fields;
      const b = Fp2.div(Fp2.create({ c0: 3n, c1: 0n }), Fp2.create({ c0: 9n, c1: 1n }));
      let c0 = 0n;
      let y: ReturnType<typeof Fp2.sqrt> | undefined;
      while (y === undefined) {
        c0 += 1n;
        try {
          y = Fp2.sqrt(Fp2.add(Fp2.create({ c0: c0 ** 3n, c1: 0n }), b));
        } catch {
          // No square: the next.
        }
      }
      const section = keySection(name, [{ x: [c0, 0n], y: [y.c0, y.c1] }]);
      const prepare = () => prepareBasePoints(new TestRunner(kernels), name, section, SECTION, staging);
      expect((await prepare()).count).toBe(1);
      writeWord(new DataView(section.buffer), 32, BASE_FIELD);
      await expect(prepare()).rejects.toMatchObject({ code: 'KEY_INVALID_POINT' });
    });
  }

  const whole = (length: number) => Array.from({ length }, (_, i) => i);
  test.each([
    { total: 0, infinite: [], lanes: 1 },
    { total: 1, infinite: [], lanes: 2 },
    { total: 1, infinite: [0], lanes: 2 },
    { total: CHUNK, infinite: [0, CHUNK - 1], lanes: 1 },
    { total: CHUNK + 1, infinite: [CHUNK], lanes: 3 },
    { total: CHUNK + 1, infinite: whole(CHUNK), lanes: 2 },
    { total: 2 * CHUNK + 7, infinite: [0, 5, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK], lanes: 2 },
    { total: 3 * CHUNK + 1, infinite: whole(CHUNK).map((i) => i + CHUNK), lanes: 3 },
  ])('a section of $total points in $lanes lanes closes the gaps', async ({ total, infinite, lanes }) => {
    const gaps = new Set(infinite);
    const section = whole(total).map((i) => (gaps.has(i) ? undefined : pool[i % pool.length]));
    const runner = new TestRunner(kernels);
    const file = keySection(name, section);
    const options = { firstScalar: 17, tables: 2 };
    const bases = await prepareBasePoints(runner, name, file, SECTION, staging.slice(0, lanes), options);
    const finite = whole(total).filter((i) => !gaps.has(i));
    expect(bases).toMatchObject({ group: name, count: finite.length, pointBytes: affineBytes });
    expect(bases.sumBytes).toBe(points.projectiveBytes);
    // Room for two tables, and then the indices.
    expect(bases.scalars).toBeGreaterThanOrEqual(bases.address + 2 * finite.length * affineBytes);
    for (const [i, index] of finite.entries()) {
      const scalar = kernels.view.getUint32(bases.scalars + 4 * i, true);
      if (scalar !== index + 17) expect.fail(`base ${i} has scalar ${scalar}`);
      const near = [0, CHUNK, 2 * CHUNK].some((border) => Math.abs(index - border) < 3) || i % 61 === 0;
      if (near) expect(points.readAffine(bases.address + i * affineBytes)).toEqual(section[index]);
    }
  });
});
