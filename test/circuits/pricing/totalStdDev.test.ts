import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { admissibleStdDevs } from '../../../audit/error/admissible.ts';
import { totalStdDev } from '../../../circuits/pricing/totalStdDev.ts';
import {
  bitsOf,
  expectAccepted,
  expectRefused,
  forgeWhole,
  residualEdits,
  seeded,
  stdDevBits,
  sweep,
} from './pricingTestKit.ts';

const FREE = /gates\.gates\[\d+\]\.quotient/;
const FLOOR = 1n << 14n;
const W = 123_456_789_012_345n;

describe.each([30, 55])('FM-06.3 TotalStdDev(%i)', (deficitBits) => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await TemplateCircuit.compile({
      file: 'circuits/pricing/TotalStdDev.circom',
      template: 'TotalStdDev',
      parameters: [deficitBits],
    });
  });
  const lowest = (1n << 28n) + (1n << 15n) + 1n - (1n << BigInt(deficitBits));

  test('costs what is on record', () => {
    expect(circuit.constraintCount).toBe(deficitBits === 30 ? 79 : 105);
  });

  test('equals its model, floor and negative variance included', async () => {
    const random = seeded(deficitBits);
    const floor = FLOOR * FLOOR;
    const largest = ((1n << 29n) - 4096n) ** 2n - 1n;
    const values = [
      floor - 1n,
      floor,
      floor + 1n,
      0n,
      1n,
      -1n,
      lowest,
      (FLOOR + 1n) ** 2n - 1n,
      (FLOOR + 1n) ** 2n,
      largest,
    ];
    for (let i = 0; i < 60; i++) values.push(random.below(1n << BigInt(26 + (i % 32))));
    for (const totalVariance of values) {
      const assignment = await circuit.assign({ totalVariance });
      expectAccepted(circuit, assignment);
      const model = totalStdDev(totalVariance, deficitBits);
      expect(circuit.read(assignment, 'totalStdDev')).toBe(model.totalStdDev);
      expect(circuit.read(assignment, 'floorBinds')).toBe(model.floorBinds ? 1n : 0n);
      expect(stdDevBits(model.totalStdDev).every((bit, i) => circuit.read(assignment, `bits[${i}]`) === bit)).toBe(
        true,
      );
    }
  });

  test('has no witness beyond its domain', async () => {
    for (const totalVariance of [64n << 52n, ((1n << 29n) - 4096n) ** 2n, lowest - 1n]) {
      const assignment = await circuit.assign({ totalVariance });
      expect(circuit.violated(assignment).length).toBeGreaterThan(0);
      expect(() => totalStdDev(totalVariance, deficitBits)).toThrow(expect.objectContaining({ code: 'PRICE_DOMAIN' }));
    }
  });

  test('refuses other values of any signal', async () => {
    const assignment = await circuit.assign({ totalVariance: W });
    sweep(circuit, assignment, FREE);
    for (const value of [FIELD - 1n, 1n << 58n, 0n])
      expectRefused(circuit, assignment, { 'main.totalVariance': value });
    sweep(circuit, await circuit.assign({ totalVariance: 0n }), FREE);
  });

  /** A whole witness for the root `s` and the flag, with the residual of variance w where it fits. */
  async function witnessFor(s: bigint, w: bigint, floorBinds: bigint) {
    const assignment = await circuit.assign({ totalVariance: s * s });
    const e = s * s + 2n * s - w;
    const spec = {
      bits: 'main.residual',
      gates: 'main.gates',
      width: deficitBits,
      levels: Array.from({ length: 14 }, (_, i) => i + 15),
      shift: 0,
      magnitude: bitsOf(s + 4096n, 29),
      open: floorBinds,
    };
    const edits = {
      'main.totalVariance': w,
      'main.floorBinds': floorBinds,
      'main.gates.open': floorBinds,
      ...residualEdits(spec, e),
    };
    return forgeWhole(circuit, assignment, edits);
  }

  test('admits exactly the roots that the bound of the price assumes', async () => {
    const honest = totalStdDev(W).totalStdDev;
    const [low, high] = admissibleStdDevs(W, honest);
    expect(low).toBe(honest);
    expect(high - honest).toBeLessThanOrEqual(1n);
    for (const s of [low, high]) expectAccepted(circuit, await witnessFor(s, W, 0n));
    for (const s of [low - 1n, high + 1n, high + 2n, high + 100n, 2n * honest]) {
      expect(circuit.violated(await witnessFor(s, W, 0n)).length).toBeGreaterThan(0);
    }
  });

  test('C8 refuses -s, the floor for a large variance, and a large root flagged as the floor', async () => {
    const honest = totalStdDev(W).totalStdDev;
    expect(circuit.violated(await witnessFor(FIELD - honest, W, 0n)).length).toBeGreaterThan(0);
    for (const w of [W, FLOOR * FLOOR + 2n * FLOOR + 1n, 1n << 40n]) {
      expect(circuit.violated(await witnessFor(FLOOR, w, 1n)).length).toBeGreaterThan(0);
    }
    expect(circuit.violated(await witnessFor(honest + 5n, W, 1n)).length).toBeGreaterThan(0);
    expectAccepted(circuit, await witnessFor(FLOOR, 5n, 1n));
  });

  test('refuses a root below the floor', async () => {
    for (const s of [FLOOR - 1n, FLOOR - 4096n, 1n, 0n]) {
      const assignment = await witnessFor(FLOOR, s * s, 0n);
      const magnitude = Object.fromEntries(bitsOf(s + 4096n, 29).map((bit, i) => [`main.bits[${i}]`, bit]));
      expectRefused(circuit, assignment, { 'main.totalStdDev': s, 'main.square': s * s, ...magnitude });
    }
  });
});
