import { expect, test } from 'vitest';
import { randomSalt } from '../../prover/randomSalt.ts';

test('O2: salts are of 248 bits, and none comes twice', () => {
  const salts = Array.from({ length: 1000 }, randomSalt);
  expect(new Set(salts).size).toBe(salts.length);
  const every = salts.reduce((bits, salt) => bits | salt, 0n);
  expect(every).toBe((1n << 248n) - 1n);
});
