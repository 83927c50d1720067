import { bn254 } from '@noble/curves/bn254.js';
import { describe, expect, test } from 'vitest';
import { KERNEL_FORMS } from '../../../prover/groth16/forms/kernelForm.ts';
import { PointChecker } from '../../../prover/groth16/key/pointChecker.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import { ProvingError } from '../../../prover/groth16/provingError.ts';
import { readWord, writeWord } from '../../../prover/setup/binaryFile.ts';
import { viewOf } from '../../../prover/setup/zkey.ts';
import { BASE_FIELD } from '../../../verifier/points.ts';
import { firstKeyPoints } from '../../support/keyPoints.ts';

/** Points with the identity in front: more than one chunk of 1024. */
const COUNT = 1026;
const valid = { g1: firstKeyPoints.g1(COUNT), g2: firstKeyPoints.g2(COUNT) };

describe.each(KERNEL_FORMS)('%s', async (form) => {
  const checker = await PointChecker.load({
    ...nodePlatform,
    async loadKernels(asked) {
      if (asked !== form) throw new Error('not asked for here');
      return nodePlatform.loadKernels(asked);
    },
  });

  describe.each([
    ['g1', 64],
    ['g2', 128],
  ] as const)('points of %s', (group, bytes) => {
    /** The section with one 32-byte number of one point replaced. */
    function edited(point: number, word: number, edit: (value: bigint) => bigint): Uint8Array {
      const section = valid[group].slice();
      const view = viewOf(section);
      const at = point * bytes + 32 * word;
      writeWord(view, at, edit(readWord(view, at)));
      return section;
    }

    test('that are all right pass, and so does no point', () => {
      expect(checker.firstInvalid(group, valid[group])).toBe(-1);
      expect(checker.firstInvalid(group, valid[group].subarray(0, bytes))).toBe(-1);
      expect(checker.firstInvalid(group, new Uint8Array(0))).toBe(-1);
    });

    test.each([0, 1, 2, 1023, 1024, 1025])('the first one off the curve is found: %i', (point) => {
      for (let word = 0; word < bytes / 32; word++) {
        expect(
          checker.firstInvalid(
            group,
            edited(point, word, (value) => value ^ 1n),
          ),
        ).toBe(point);
      }
      const both = edited(point, 0, (value) => value ^ 1n);
      both.copyWithin(1025 * bytes, point * bytes, (point + 1) * bytes);
      expect(checker.firstInvalid(group, both)).toBe(point);
    });

    test('a coordinate at or above the field order is refused, whatever it is modulo the order', () => {
      for (let word = 0; word < bytes / 32; word++) {
        expect(
          checker.firstInvalid(
            group,
            edited(5, word, (value) => value + BASE_FIELD),
          ),
        ).toBe(5);
        expect(
          checker.firstInvalid(
            group,
            edited(5, word, () => 2n ** 256n - 1n),
          ),
        ).toBe(5);
        // The identity with the order in place of a zero.
        expect(
          checker.firstInvalid(
            group,
            edited(0, word, () => BASE_FIELD),
          ),
        ).toBe(0);
      }
    });

    test('with a zero coordinate are no identity', () => {
      const half = bytes / 2;
      for (const from of [0, half]) {
        const section = valid[group].slice();
        section.fill(0, 7 * bytes + from, 7 * bytes + from + half);
        expect(checker.firstInvalid(group, section)).toBe(7);
      }
    });
  });

  test('a point of the twist outside the group of G2 passes, as documented', () => {
    const { Fp2 } = bn254.fields;
    const b = bn254.G2.Point.CURVE().b;
    let x = { c0: 0n, c1: 1n };
    let y: typeof x | undefined;
    while (y === undefined) {
      x = { c0: x.c0 + 1n, c1: 1n };
      try {
        y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), b));
      } catch {
        // Not a square: the next one.
      }
    }
    expect(bn254.G2.Point.fromAffine({ x, y }).isTorsionFree()).toBe(false);
    const section = new Uint8Array(128);
    for (const [i, value] of [x.c0, x.c1, y.c0, y.c1].entries()) {
      writeWord(viewOf(section), 32 * i, (value << 256n) % BASE_FIELD);
    }
    expect(checker.firstInvalid('g2', section)).toBe(-1);
  });
});

test('without kernels there is a typed error', async () => {
  const loadKernels = async () => new Uint8Array(3);
  await expect(PointChecker.load({ ...nodePlatform, loadKernels })).rejects.toBeInstanceOf(ProvingError);
});
