import { describe, expect, test } from 'vitest';
import { multiplyGenerators } from '../../../prover/groth16/fixedBase/multiplyGenerators.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import { openPool } from '../../../prover/groth16/pool/openPool.ts';
import { ProvingError } from '../../../prover/groth16/provingError.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { firstKeyPoints, keyPoints } from '../../support/keyPoints.ts';

const generators = { g1: keyPoints.g1([1n]), g2: keyPoints.g2([1n]) };
const counting = (count: number) => Array.from({ length: count }, (_, i) => BigInt(i));
const few = [SCALAR_FIELD - 1n, 0n, 5n];

describe.each([1, 2, 3])('%i workers', (workers) => {
  test('make the points of every list, in its order', async () => {
    const pool = await openPool(nodePlatform, workers);
    const shares: number[] = [];
    // 2048 to a batch: one just full, one with a single point after it.
    const points = await multiplyGenerators(
      pool,
      generators,
      [
        { group: 'g2', scalars: counting(2049) },
        { group: 'g1', scalars: few },
        { group: 'g1', scalars: [] },
        { group: 'g1', scalars: counting(4096) },
        { group: 'g2', scalars: few },
      ],
      (share) => shares.push(share),
    ).finally(() => pool.close());
    const expected = [
      firstKeyPoints.g2(2049),
      keyPoints.g1(few),
      new Uint8Array(0),
      firstKeyPoints.g1(4096),
      keyPoints.g2(few),
    ];
    expect(points.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
    for (const [i, bytes] of points.entries()) expect(Buffer.compare(bytes, expected[i] as Uint8Array)).toBe(0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares).toHaveLength(6);
    expect(shares.at(-1)).toBe(1);
  });
});

test('points of one group only', async () => {
  const pool = await openPool(nodePlatform, 1);
  const [points] = await multiplyGenerators(pool, generators, [{ group: 'g1', scalars: few }]).finally(() =>
    pool.close(),
  );
  expect(points).toEqual(keyPoints.g1(few));
});

test('a pool that is closed meanwhile ends it with a typed error', async () => {
  const pool = await openPool(nodePlatform, 2);
  const lists = [{ group: 'g1', scalars: counting(20_000) }] as const;
  const closing = multiplyGenerators(pool, generators, lists, () => {
    void pool.close();
  });
  await expect(closing).rejects.toBeInstanceOf(ProvingError);
});
