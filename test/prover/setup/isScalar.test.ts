import { expect, test } from 'vitest';
import { writeWord } from '../../../prover/setup/binaryFile.ts';
import { isScalar } from '../../../prover/setup/isScalar.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';

const TOP = SCALAR_FIELD >> 224n;

test.each([
  ['zero', 0n, true],
  ['the greatest', SCALAR_FIELD - 1n, true],
  ['the order', SCALAR_FIELD, false],
  ['one more', SCALAR_FIELD + 1n, false],
  ['the least with the highest bits of the order', TOP << 224n, true],
  ['the greatest with them', ((TOP + 1n) << 224n) - 1n, false],
  ['the greatest below them', (TOP << 224n) - 1n, true],
  ['the greatest of 256 bits', 2n ** 256n - 1n, false],
])('%s', (_, value, expected) => {
  const view = new DataView(new ArrayBuffer(48));
  writeWord(view, 12, value);
  expect(isScalar(view, 12)).toBe(expected);
});
