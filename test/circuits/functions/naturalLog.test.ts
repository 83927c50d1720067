import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { naturalLog } from '../../../circuits/functions/naturalLog.ts';
import { logarithm } from '../../../circuits/generate/fixedPoint.ts';
import { expectAccepted, expectRefused, seeded, sweep } from '../pricing/pricingTestKit.ts';

const ERROR = 1.3e-9;
const FREE = /never/;

function errorOf(value: bigint, result: bigint): number {
  return Math.abs(Number((result << 219n) - logarithm(value, 1n)) / 2 ** 256);
}

describe.each([24, 36] as const)('FM-06.1 NaturalLog(%i)', (bits) => {
  const random = seeded(bits);
  const smallest = bits === 24 ? 1n : 16n;
  const top = 1n << BigInt(bits);
  const draw = () => {
    const size = 5 + Math.floor(random.next() * (bits - 4));
    return (1n << BigInt(size - 1)) + random.below(1n << BigInt(size - 1));
  };
  const edges = [smallest, smallest + 1n, 17n, 255n, 256n, (1n << 20n) - 1n, 1n << 20n, top / 2n, top - 1n];
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await TemplateCircuit.compile({
      file: 'circuits/functions/NaturalLog.circom',
      template: 'NaturalLog',
      parameters: [bits],
    });
  });

  test('costs what is on record', () => {
    expect(circuit.constraintCount).toBe(bits === 24 ? 77 : 89);
  });

  test('equals its model', async () => {
    for (const value of [...edges, ...Array.from({ length: 60 }, draw)]) {
      const assignment = await circuit.assign({ in: value });
      expectAccepted(circuit, assignment);
      expect(circuit.read(assignment, 'out')).toBe(naturalLog(value, bits));
    }
  });

  test('is within 1.3e-9 for honest multipliers', () => {
    const small = bits === 24 ? Array.from({ length: 400 }, (_, i) => BigInt(i + 1)) : [];
    const worst = Math.max(
      ...[...edges, ...small, ...Array.from({ length: 4000 }, draw)].map((v) => errorOf(v, naturalLog(v, bits))),
    );
    console.log(`NaturalLog(${bits}) honest worst ${worst.toExponential(3)}`);
    expect(worst).toBeLessThan(ERROR);
  });

  test('is within 1.3e-9 for all multipliers that the constraints admit', () => {
    let worst = 0;
    let admitted = 0;
    for (let i = 0; i < 120; i++) {
      const value = draw();
      const length = value.toString(2).length;
      for (const shift of [bits - length - 1, bits - length, bits - length + 1]) {
        if (shift < 0 || shift > 31) continue;
        for (let index = 0; index < 512; index++) {
          try {
            const result = naturalLog(value, bits, { shift, indexes: [index & 7, (index >> 3) & 7, index >> 6] });
            worst = Math.max(worst, errorOf(value, result));
            admitted++;
          } catch {}
        }
      }
    }
    console.log(`NaturalLog(${bits}) worst ${worst.toExponential(3)} of ${admitted} admissible witnesses`);
    expect(admitted).toBeGreaterThan(120);
    expect(worst).toBeLessThan(ERROR);
  });

  test('refuses other values of any signal', async () => {
    sweep(circuit, await circuit.assign({ in: 1234567n }), FREE);
  });

  test('refuses another input under the same witness', async () => {
    const assignment = await circuit.assign({ in: 1234567n });
    for (const other of [1234568n, 0n, FIELD - 1n, top, 1234567n << 1n])
      expectRefused(circuit, assignment, { 'main.in': other });
  });

  test('has no witness for zero', async () => {
    const assignment = await circuit.assign({ in: 0n });
    expect(circuit.violated(assignment).length).toBeGreaterThan(0);
    expect(() => naturalLog(0n, bits)).toThrow(expect.objectContaining({ clause: 'FM-06' }));
  });
});
