import { expect, test } from 'vitest';
import { multiplicationTime } from '../../../prover/bench/proving/multiplicationTime.ts';
import { proofMultiplications } from '../../../prover/bench/proving/proofMultiplications.ts';
import { planDigits } from '../../../prover/groth16/products/digitPlan.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { parseProvingKey } from '../../../prover/setup/zkey.ts';
import { compileTiny } from '../../support/tinyCircuit.ts';

const SQUARES = `pragma circom 2.2.3;
template Squares() {
  signal input a;
  signal output b;
  signal c <== a * a;
  b <== c * c + 5 * a;
}
component main = Squares();`;

test('a larger witness needs more additions, and nothing else of it counts', async () => {
  const circuit = await compileTiny(SQUARES);
  const key = parseProvingKey((await makeDevelopmentKey(circuit.r1cs)).zkey);
  const { windows, bits } = planDigits(key.domain);
  const count = async (a: number | string) => proofMultiplications(key, await circuit.witness({ a }));
  const small = await count(0);
  const large = await count('12345678901234567890123456789');
  expect(large.g1).toBeGreaterThan(small.g1);
  expect(large.g2).toBeGreaterThan(small.g2);
  expect(large.transforms).toBe(small.transforms);
  // Of the wires only the constant one is not 0: a digit in each of A, B and C at most, besides the buckets.
  const buckets = 2 * windows * 2 ** (bits - 1);
  const ofQuotient = key.domain * windows + buckets;
  expect(small.g1).toBeLessThanOrEqual(6 * (3 * buckets + ofQuotient + 3));
  expect(small.coefficients).toBe(0);
  expect(large.transforms).toBe((6 * key.domain * Math.log2(key.domain)) / 2);
});

test('a multiplication takes some nanoseconds', async () => {
  const nanoseconds = await multiplicationTime();
  expect(nanoseconds).toBeGreaterThan(1);
  expect(nanoseconds).toBeLessThan(10_000);
});
