import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { shockedStdDev } from '../../../circuits/pricing/shockedStdDev.ts';
import { bitEdits, expectAccepted, expectRefused, seeded, stdDevBits, sweep } from './pricingTestKit.ts';

const FLOOR = 1n << 14n;

describe('FM-06.5 ShockedStdDev', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await TemplateCircuit.compile({
      file: 'circuits/pricing/ShockedStdDev.circom',
      template: 'ShockedStdDev',
    });
  });

  test('costs what is on record', () => {
    expect(circuit.constraintCount).toBe(61);
  });

  test('equals its model', async () => {
    const random = seeded(5);
    const rows: [bigint, bigint][] = [
      [FLOOR, 1024n],
      [FLOOR, 1023n],
      [FLOOR, 0n],
      [FLOOR + 17n, 1023n],
      [FLOOR, 4095n],
    ];
    for (let i = 0; i < 60; i++) rows.push([FLOOR + random.below(1n << BigInt(15 + (i % 13))), random.below(2048n)]);
    for (const [totalStdDev, volMultiplier] of rows) {
      const assignment = await circuit.assign({ totalStdDev, volMultiplier });
      expectAccepted(circuit, assignment);
      const model = shockedStdDev(totalStdDev, volMultiplier);
      expect(circuit.read(assignment, 'shockedTotalStdDev')).toBe(model.totalStdDev);
      expect(circuit.read(assignment, 'floorBinds')).toBe(model.floorBinds ? 1n : 0n);
      expect(stdDevBits(model.totalStdDev).every((bit, i) => circuit.read(assignment, `bits[${i}]`) === bit)).toBe(
        true,
      );
    }
  });

  test('has no witness for a shock to 8', async () => {
    const input = { totalStdDev: 1n << 28n, volMultiplier: 2048n };
    expect(circuit.violated(await circuit.assign(input)).length).toBeGreaterThan(0);
    expect(() => shockedStdDev(input.totalStdDev, input.volMultiplier)).toThrow(
      expect.objectContaining({ clause: 'FM-06' }),
    );
  });

  test('refuses other values of any signal', async () => {
    for (const input of [
      { totalStdDev: 12_345_678n, volMultiplier: 1300n },
      { totalStdDev: FLOOR + 9n, volMultiplier: 500n },
    ]) {
      const assignment = await circuit.assign(input);
      sweep(circuit, assignment, /never/);
      expectRefused(circuit, assignment, { 'main.totalStdDev': FIELD - input.totalStdDev });
      expectRefused(circuit, assignment, { 'main.volMultiplier': 1n << 12n });
    }
  });

  test('refuses whole witnesses of neighbours, and the floor above the floor', async () => {
    const input = { totalStdDev: 12_345_678n, volMultiplier: 1024n };
    for (const other of [12_345_679n, 12_345_677n, 12_346_702n, FLOOR]) {
      const assignment = await circuit.assign({ ...input, totalStdDev: other });
      const product = input.totalStdDev * input.volMultiplier;
      const slack = (((product - 1024n * other) % FIELD) + FIELD) % FIELD;
      for (const floorBinds of [0n, 1n]) {
        const reflected = floorBinds * ((1n << 25n) - 1n - 2n * product);
        expectRefused(circuit, assignment, {
          'main.totalStdDev': input.totalStdDev,
          'main.product': product,
          'main.floorBinds': floorBinds,
          'main.reflection': reflected,
          ...bitEdits('main.slack.out', ((((slack + reflected) % FIELD) + FIELD) % FIELD) % (1n << 24n), 24),
        });
      }
    }
  });
});
