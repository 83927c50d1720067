import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { admissibleRoots } from '../../../audit/error/admissible.ts';
import { gateLevels } from '../../../audit/error/gateLevels.ts';
import { integerSqrt } from '../../../circuits/functions/integerSqrt.ts';
import { sviTotalVariance } from '../../../circuits/pricing/sviTotalVariance.ts';
import { bitsOf, expectAccepted, expectRefused, forgeWhole, residualEdits, seeded, sweep } from './pricingTestKit.ts';

const GATES = /gates\.gates\[\d+\]\.quotient/;

describe('FM-06.2 SviTotalVariance', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await TemplateCircuit.compile({
      file: 'circuits/pricing/SviTotalVariance.circom',
      template: 'SviTotalVariance',
    });
  });
  const random = seeded(2);
  const draw = () => ({
    logMoneynessShifted: random.below(20n << 26n) - (10n << 26n),
    sigmaSquared: (1n + random.below(1n << BigInt(10 + Math.floor(random.next() * 18)))) ** 2n,
    a: (random.below(1n << 34n) - (1n << 33n)) << 20n,
    b: random.below(1n << 28n),
    bRho: random.below(1n << 29n) - (1n << 28n),
  });
  const sample = {
    logMoneynessShifted: -12345678n,
    sigmaSquared: 7654321n ** 2n,
    a: 1n << 46n,
    b: 5_000_000n,
    bRho: -2_000_000n,
  };

  test('costs what is on record', () => {
    expect(circuit.constraintCount).toBe(84);
  });

  test('equals its model', async () => {
    const edges = [
      { ...sample, logMoneynessShifted: 0n, sigmaSquared: 0n },
      { ...sample, logMoneynessShifted: 0n, sigmaSquared: 1n },
      { ...sample, logMoneynessShifted: 10n << 26n, sigmaSquared: (1n << 27n) ** 2n },
      { ...sample, logMoneynessShifted: -(10n << 26n), a: -(1n << 54n) },
    ];
    for (const input of [...edges, ...Array.from({ length: 60 }, draw)]) {
      const assignment = await circuit.assign(input);
      expectAccepted(circuit, assignment);
      expect(circuit.read(assignment, 'totalVariance')).toBe(sviTotalVariance(input));
    }
  });

  test('refuses other values of any signal', async () => {
    const assignment = await circuit.assign(sample);
    sweep(circuit, assignment, GATES);
    for (const name of Object.keys(sample)) {
      for (const value of [FIELD - 1n, 1n << 60n]) expectRefused(circuit, assignment, { [`main.${name}`]: value });
    }
  });

  test('refuses a root off by more than the admitted units, with a true residual', async () => {
    const square = sample.logMoneynessShifted ** 2n + sample.sigmaSquared;
    const honest = integerSqrt(square);
    const [low, high] = admissibleRoots(square, honest);
    expect(low).toBe(honest);
    expect(high - honest).toBeLessThanOrEqual(1n);
    for (const root of [low, high]) {
      expectAccepted(circuit, forgeWhole(circuit, await circuit.assign(sample), forgeRoot(root, square)));
    }
    for (const root of [high + 1n, high + 2n, honest + 1000n, 2n * honest]) {
      expectRefused(circuit, await circuit.assign(sample), forgeRoot(root, square));
    }
  });

  test('C8 refuses a root below the true one, the lower branch and the other root of the field', async () => {
    const square = sample.logMoneynessShifted ** 2n + sample.sigmaSquared;
    const honest = integerSqrt(square);
    for (const root of [honest - 1n, 0n, -honest, FIELD - honest]) {
      expectRefused(circuit, await circuit.assign(sample), forgeRoot(root, square));
    }
  });

  test('holds the root to one unit from 2^12 up, and to what it says below', async () => {
    /** Most units of 2^-26 above the true root, as the template says. */
    const bound = (root: number) => (root >= 2 ** 12 ? 1 : root >= 2 ** 8 ? 3.02 : 21.7);
    for (let bits = 0; bits < 30; bits++) {
      for (const within of [0n, 1n, random.below(1n << BigInt(bits)), (1n << BigInt(bits)) - 1n]) {
        const least = (1n << BigInt(bits)) + within;
        // Two integers whose squares give a root at `least` or just below `least + 1`.
        for (const square of [least * least, least * least + 2n * least]) {
          const z = least > 10n << 26n ? 10n << 26n : least - (least >> 3n);
          const input = { ...sample, logMoneynessShifted: z, sigmaSquared: square - z * z };
          const [low, high] = admissibleRoots(square, least);
          expect(low).toBe(least);
          expect(Number(high) - Math.sqrt(Number(square))).toBeLessThanOrEqual(bound(Math.sqrt(Number(square))));
          const assignment = await circuit.assign(input);
          expectAccepted(circuit, assignment);
          expectAccepted(circuit, forgeWhole(circuit, assignment, forgeRoot(high, square, z)));
          expectRefused(circuit, assignment, forgeRoot(high + 1n, square, z));
          if (bits >= 12) expectRefused(circuit, assignment, forgeRoot(least + 2n, square, z));
        }
      }
    }
  });

  /** Root and residual in bits as far as they fit, with the products that follow from them. */
  function forgeRoot(root: bigint, square: bigint, z = sample.logMoneynessShifted): Record<string, bigint> {
    const bits = bitsOf(((root % FIELD) + FIELD) % FIELD, 30);
    const residual = root * root + 2n * root - square;
    const spec = {
      bits: 'main.residual',
      gates: 'main.gates',
      width: 31,
      levels: gateLevels('SviTotalVariance').levels,
      shift: 0,
      magnitude: bits,
      open: 0n,
    };
    const rootEdits = bits.flatMap((bit, i) => [
      [`main.rootBits.out[${i}]`, bit],
      [`main.gates.magnitudeBits[${i}]`, bit],
    ]);
    return {
      ...Object.fromEntries(rootEdits),
      ...residualEdits(spec, residual),
      'main.root': root,
      'main.product': root * root - z ** 2n,
      'main.rootTerm': sample.b * root,
      'main.totalVariance': sample.a + sample.b * root + sample.bRho * z,
    };
  }

  test('the model refuses a root of 16', () => {
    expect(() => sviTotalVariance({ ...sample, logMoneynessShifted: 16n << 26n })).toThrow(
      expect.objectContaining({ clause: 'FM-06' }),
    );
  });
});
