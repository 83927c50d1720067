import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import {
  compileLeaf,
  expectForgeryRefused,
  expectModel,
  expectNoWitness,
  fieldElement,
  sweepSignals,
} from '../leafTestKit.ts';
import { bitEdits, seeded } from '../pricing/pricingTestKit.ts';

describe('FM-03 RangeCheck', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('arithmetic/RangeCheck', [8]);
  });

  test('takes every value of its width', async () => {
    for (let value = 0n; value < 256n; value++) await expectModel(circuit, { in: value });
  });

  test('takes no value past its width, whatever the bits', async () => {
    for (const value of [256n, 257n, 511n, 1n << 64n, 1n << 253n, FIELD - 1n, FIELD - 255n, FIELD - 256n]) {
      await expectNoWitness(circuit, { in: value });
      const assignment = await circuit.assign({ in: value });
      for (const bits of [0n, 255n, value % 256n]) {
        expectForgeryRefused(circuit, assignment, bitEdits('main.bits.out', bits, 8));
      }
    }
  });

  test('refuses other values of any signal', async () => {
    for (const value of [0n, 170n, 255n]) sweepSignals(circuit, await circuit.assign({ in: value }));
  });
});

describe('FM-04 IsNonZero', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('arithmetic/IsNonZero');
  });

  test('equals its model', async () => {
    for (const value of [0n, 1n, 2n, FIELD - 1n, 1n << 253n, fieldElement(1n)]) {
      await expectModel(circuit, { in: value }, { out: value === 0n ? 0n : 1n });
    }
  });

  test('refuses the other answer with any inverse', async () => {
    for (const value of [1n, 5n, FIELD - 1n, fieldElement(2n)]) {
      const assignment = await circuit.assign({ in: value });
      for (const inverse of [0n, 1n, FIELD - 1n, assignment.get('main.inverse') as bigint]) {
        expectForgeryRefused(circuit, assignment, { 'main.out': 0n, 'main.inverse': inverse });
        expectForgeryRefused(circuit, assignment, { 'main.out': 2n, 'main.inverse': inverse * 2n });
      }
      sweepSignals(circuit, assignment);
    }
    const zero = await circuit.assign({ in: 0n });
    for (const inverse of [0n, 1n, FIELD - 1n, fieldElement(3n)]) {
      for (const out of [1n, 2n, FIELD - 1n]) {
        expectForgeryRefused(circuit, zero, { 'main.out': out, 'main.inverse': inverse });
      }
    }
  });
});

describe('FM-04 IndexOneHot', () => {
  const n = 5;
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('arithmetic/IndexOneHot', [n]);
  });
  const places = Array.from({ length: n }, (_, i) => i);

  test('equals its model at every index', async () => {
    for (const index of places) {
      const outputs = Object.fromEntries(places.map((i) => [`out[${i}]`, i === index ? 1n : 0n]));
      await expectModel(circuit, { index: BigInt(index) }, outputs);
    }
  });

  test('has no witness for an index outside', async () => {
    for (const index of [5n, 6n, 255n, FIELD - 1n, 1n << 253n]) await expectNoWitness(circuit, { index });
  });

  test('refuses every other selector of zeros and ones, the all-zero and the two-hot included', async () => {
    let refused = 0;
    for (const index of places) {
      const assignment = await circuit.assign({ index: BigInt(index) });
      for (let mask = 0; mask < 1 << n; mask++) {
        if (mask === 1 << index) continue;
        const edits = Object.fromEntries(places.map((i) => [`main.out[${i}]`, BigInt((mask >> i) & 1)]));
        expectForgeryRefused(circuit, assignment, edits);
        refused++;
      }
      sweepSignals(circuit, assignment);
      // Sum one and weighted sum right, but not boolean.
      expectForgeryRefused(circuit, assignment, {
        ...Object.fromEntries(places.map((i) => [`main.out[${i}]`, 0n])),
        'main.out[0]': BigInt(3 - index),
        'main.out[1]': BigInt(index - 4),
        'main.out[2]': 2n,
      });
    }
    expect(refused).toBe(155);
  });
});

describe.each(['Select', 'SelectOrZero'])('FM-04 FM-05 %s', (template) => {
  const n = 4;
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf(`arithmetic/${template}`, [n]);
  });

  test('equals its model at every place', async () => {
    const random = seeded(11);
    for (let round = 0; round < 8; round++) {
      const values = Array.from({ length: n }, (_, i) =>
        i === round % n ? FIELD - 1n : fieldElement(random.below(1n << 40n)),
      );
      for (let place = 0; place < n; place++) {
        const selector = values.map((_, i) => (i === place ? 1n : 0n));
        await expectModel(circuit, { selector, values }, { out: values[place] as bigint });
      }
    }
  });

  test('gives what it says without a one', async () => {
    const out = template === 'Select' ? 9n : 0n;
    await expectModel(circuit, { selector: [0n, 0n, 0n, 0n], values: [3n, 4n, 5n, 9n] }, { out });
  });

  test('refuses another output and other products', async () => {
    const values = [11n, 22n, 33n, 44n];
    for (const place of [0, 1, 3]) {
      const assignment = await circuit.assign({ selector: values.map((_, i) => (i === place ? 1n : 0n)), values });
      for (const other of [0n, ...values, FIELD - 1n, 1n << 253n]) {
        if (other === values[place]) continue;
        expectForgeryRefused(circuit, assignment, { 'main.out': other });
      }
      for (let i = 0; i < n; i++) {
        const name = `main.products[${i}]`;
        if (!circuit.survives(name)) continue;
        for (const other of [1n, 7n, FIELD - 1n, 1n << 253n]) {
          expectForgeryRefused(circuit, assignment, { [name]: other });
          // Together with the output that it would give.
          const moved = (assignment.get('main.out') as bigint) + other - (assignment.get(name) as bigint);
          expectForgeryRefused(circuit, assignment, { [name]: other, 'main.out': moved });
        }
      }
    }
  });
});
