import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { logMoneyness } from '../../../circuits/pricing/logMoneyness.ts';
import { expectAccepted, expectRefused, seeded, sweep } from './pricingTestKit.ts';

describe('FM-06.2 LogMoneyness', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await TemplateCircuit.compile({ file: 'circuits/pricing/LogMoneyness.circom', template: 'LogMoneyness' });
  });

  test('costs what is on record', () => {
    expect(circuit.constraintCount).toBe(11);
  });

  test('equals its model, and rounds half up', async () => {
    const random = seeded(1);
    const pairs = [
      [0n, 0n],
      [1023n, 0n],
      [1024n, 0n],
      [0n, 1024n],
      [0n, 1025n],
      [1n << 41n, 3n],
      [3n, 1n << 41n],
    ];
    for (let i = 0; i < 60; i++) pairs.push([random.below(1n << 42n), random.below(1n << 42n)]);
    for (const [lnStrike, lnForward] of pairs as [bigint, bigint][]) {
      const assignment = await circuit.assign({ lnStrike, lnForward });
      expectAccepted(circuit, assignment);
      const k = logMoneyness(lnStrike, lnForward);
      expect(circuit.read(assignment, 'logMoneyness')).toBe(k);
      const remainder = lnStrike - lnForward + 1024n - 2048n * k;
      expect(remainder >= 0n && remainder < 2048n).toBe(true);
    }
  });

  test('refuses other values of any signal', async () => {
    const assignment = await circuit.assign({ lnStrike: 5_000_000n, lnForward: 9_123_456n });
    sweep(circuit, assignment, /never/);
    for (const value of [FIELD - 1n, 1n << 42n, 0n]) expectRefused(circuit, assignment, { 'main.lnStrike': value });
  });
});
