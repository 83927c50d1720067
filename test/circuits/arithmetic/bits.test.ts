import { beforeAll, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';

let circuit: TemplateCircuit;
beforeAll(async () => {
  circuit = await TemplateCircuit.compile({
    file: 'circuits/arithmetic/Bits.circom',
    template: 'Bits',
    parameters: [8],
  });
});

test.each([0n, 1n, 170n, 255n])('Bits accepts %s and gives its bits', async (value) => {
  const assignment = await circuit.assign({ in: value });
  expect(circuit.violated(assignment)).toEqual([]);
  for (let i = 0n; i < 8n; i++) expect(circuit.read(assignment, `out[${i}]`)).toBe((value >> i) & 1n);
});

test.each([256n, 257n, FIELD - 1n, 2n ** 253n])('Bits refuses %s whatever the bits', async (value) => {
  expect(circuit.violated(await circuit.assign({ in: value }))).not.toEqual([]);
  await expect(circuit.calculate({ in: value })).rejects.toThrow();
});
