import { describe, expect, test } from 'vitest';
import { TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { integerSqrt } from '../../../circuits/functions/integerSqrt.ts';
import { laggedNormalCdf } from '../../../circuits/functions/laggedNormalCdf.ts';
import { normalCdf } from '../../../circuits/functions/normalCdf.ts';
import { normalDistribution } from '../../../circuits/generate/fixedPoint.ts';
import { coarseD1 } from '../../../circuits/pricing/coarseD1.ts';
import { bitsOf, expectAccepted, expectRefused, seeded, stdDevBits } from '../pricing/pricingTestKit.ts';

const LIMIT = (1n << 16n) - 1024n;

describe('FM-06.4 distribution functions', () => {
  const random = seeded(77);
  const points: [bigint, bigint][] = [
    [0n, 1n << 14n],
    [LIMIT - 1n, 1n << 14n],
    [1n - LIMIT, (1n << 29n) - 4097n],
    [-1n, 1n << 26n],
    [-1024n, 1n << 24n],
    [1023n, 1n << 24n],
  ];
  for (let i = 0; i < 60; i++)
    points.push([random.below(2n * LIMIT - 1n) - LIMIT + 1n, (1n << 14n) + random.below(1n << BigInt(15 + (i % 14)))]);

  const quarters = (d1: bigint) => {
    const magnitude = d1 < 0n ? -d1 : d1;
    const segment = (magnitude + 1024n) >> 11n;
    const signed = d1 < 0n ? -segment : segment;
    return { magnitude, segment: signed, remainder: d1 - (signed << 11n) };
  };

  test('NormalCdf equals its model and the function', async () => {
    const circuit = await TemplateCircuit.compile({
      file: 'circuits/functions/NormalCdf.circom',
      template: 'NormalCdf',
    });
    for (const [d1] of points) {
      const magnitudeBits = bitsOf(quarters(d1).magnitude + 1024n, 16);
      const halfUnitMonomials = Array.from({ length: 16 }, (_, mask) =>
        [0, 1, 2, 3].every((i) => ((mask >> i) & 1) === 0 || magnitudeBits[12 + i] === 1n) ? 1n : 0n,
      );
      const assignment = await circuit.assign({ positive: d1 < 0n ? 0n : 1n, magnitudeBits, halfUnitMonomials });
      expectAccepted(circuit, assignment);
      const cdf = circuit.read(assignment, 'cdf');
      expect(cdf).toBe(normalCdf(d1));
      const exact = normalDistribution(d1 << 243n);
      expect(Math.abs(Number((cdf << 176n) - exact) / 2 ** 256)).toBeLessThan(2.5e-8);
      expectRefused(circuit, assignment, { 'main.cdf': cdf + 1n });
    }
  });

  test('LaggedNormalCdf equals its model and the function', async () => {
    const circuit = await TemplateCircuit.compile({
      file: 'circuits/functions/LaggedNormalCdf.circom',
      template: 'LaggedNormalCdf',
    });
    for (const [d1, s] of points) {
      const { segment, remainder } = quarters(d1);
      const assignment = await circuit.assign({ segment, remainder, stdDevBits: stdDevBits(s) });
      expectAccepted(circuit, assignment);
      const cdf = circuit.read(assignment, 'cdf');
      expect(cdf).toBe(laggedNormalCdf(d1, s));
      const exact = normalDistribution((d1 << 243n) - (s << 230n));
      expect(Math.abs(Number((cdf << 176n) - exact) / 2 ** 256)).toBeLessThan(2.7e-8);
      for (const positive of [0n, 1n]) {
        if (positive === circuit.read(assignment, 'positive')) continue;
        expectRefused(circuit, assignment, { 'main.positive': positive });
      }
    }
  });

  test('CoarseD1 equals its model', async () => {
    const circuit = await TemplateCircuit.compile({ file: 'circuits/pricing/CoarseD1.circom', template: 'CoarseD1' });
    for (const [index, [d1, s]] of points.entries()) {
      const k = ((s * (s / 2n - (d1 << 13n))) >> 26n) % (8n << 26n);
      const assignment = await circuit.assign({ logMoneyness: k, stdDevBits: stdDevBits(s) });
      expectAccepted(circuit, assignment);
      const result = (circuit.read(assignment, 'segment') << 11n) + circuit.read(assignment, 'remainder');
      expect(result, `point ${index}`).toBe(coarseD1(k, s));
    }
  });

  test('StdDevBits admits [2^-12, 8 - 2^-14) and nothing else', async () => {
    const circuit = await TemplateCircuit.compile({
      file: 'circuits/pricing/StdDevBits.circom',
      template: 'StdDevBits',
    });
    for (const totalStdDev of [1n << 14n, (1n << 14n) + 1n, 20479n, 28671n, 28672n, (1n << 29n) - 4097n]) {
      expectAccepted(circuit, await circuit.assign({ totalStdDev }));
    }
    for (const totalStdDev of [(1n << 14n) - 1n, 12288n, 0n, -1n, -4096n, (1n << 29n) - 4096n, 1n << 29n]) {
      expect(circuit.violated(await circuit.assign({ totalStdDev })).length).toBeGreaterThan(0);
    }
  });

  test('integerSqrt is the floor', () => {
    for (const value of [
      0n,
      1n,
      2n,
      3n,
      4n,
      15n,
      16n,
      17n,
      (1n << 62n) - 1n,
      1n << 62n,
      ...points.map(([, s]) => s * s + 1n),
    ]) {
      const root = integerSqrt(value);
      expect(root * root <= value && (root + 1n) ** 2n > value).toBe(true);
    }
  });
});
