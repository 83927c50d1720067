import { describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { floorShift } from '../../../circuits/arithmetic/floorShift.ts';
import { expectAccepted, expectRefused, seeded, sweep } from '../pricing/pricingTestKit.ts';

const compile = (template: string, parameters: readonly (number | readonly number[])[] = []) =>
  TemplateCircuit.compile({ file: `circuits/arithmetic/${template}.circom`, template, parameters });

describe('arithmetic of the pricing circuits', () => {
  test('FloorShift equals its model for signed values, and binds the remainder', async () => {
    const circuit = await compile('FloorShift', [12]);
    expect(circuit.constraintCount).toBe(12);
    const random = seeded(3);
    const values = [0n, 1n, -1n, 4095n, 4096n, -4096n, -4097n, 1n << 120n, -(1n << 120n)];
    for (let i = 0; i < 30; i++) values.push(random.below(1n << 40n) - (1n << 39n));
    for (const value of values) {
      const assignment = await circuit.assign({ in: value });
      expectAccepted(circuit, assignment);
      expect(circuit.read(assignment, 'out')).toBe(floorShift(value, 12));
    }
    sweep(circuit, await circuit.assign({ in: 123_456_789n }), /never/);
  });

  test('Gate lets a value through only where it is open', async () => {
    const circuit = await compile('Gate');
    expect(circuit.constraintCount).toBe(1);
    for (const [open, value] of [
      [0n, 0n],
      [3n, 0n],
      [3n, 7n],
      [FIELD - 1n, 5n],
    ] as const) {
      expectAccepted(circuit, await circuit.assign({ open, value }));
    }
    const closed = await circuit.assign({ open: 0n, value: 0n });
    for (const value of [1n, 2n, FIELD - 1n]) {
      for (const quotient of [0n, 1n, value])
        expectRefused(circuit, closed, { 'main.value': value, 'main.quotient': quotient });
    }
  });

  test('ResidualGates bounds a residual by the magnitude', async () => {
    const [levels, width, shift] = [[3, 5], 8, 1] as const;
    const circuit = await compile('ResidualGates', [2, levels, width, shift]);
    expect(circuit.constraintCount).toBe(2);
    const bits = (value: number, n: number) => Array.from({ length: n }, (_, i) => BigInt((value >> i) & 1));
    for (const magnitude of [0, 7, 8, 31, 32]) {
      for (const residual of [0, 7, 8, 31, 32, 255]) {
        for (const open of [0n, 1n]) {
          const limit = magnitude < 8 ? 8 : magnitude < 32 ? 32 : 256;
          const assignment = await circuit.assign({
            magnitudeBits: bits(magnitude, 8),
            residualBits: bits(residual, 8),
            open,
          });
          expect(circuit.violated(assignment).length === 0, `${magnitude} ${residual} ${open}`).toBe(
            open === 1n || residual < limit,
          );
        }
      }
    }
  });

  test('Monomials and MultilinearSelect read a table for a few products', async () => {
    const monomials = await compile('Monomials', [3]);
    const values = [5, -1, 0, 7, 7, 100, 3, 2];
    const select = await compile('MultilinearSelect', [3, values]);
    for (let index = 0; index < 8; index++) {
      const bits = [0, 1, 2].map((i) => BigInt((index >> i) & 1));
      const assignment = await monomials.assign({ in: bits });
      expectAccepted(monomials, assignment);
      const products = values.map((_, mask) => monomials.read(assignment, `out[${mask}]`));
      const selected = await select.assign({ monomials: products });
      expect(select.read(selected, 'out')).toBe(BigInt(values[index] as number));
      for (let mask = 3; mask < 8; mask++) {
        const name = `main.out[${mask}]`;
        if (monomials.survives(name)) expectRefused(monomials, assignment, { [name]: 2n });
      }
    }
  });
});
