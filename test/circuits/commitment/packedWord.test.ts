import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type Inputs, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { charterGlobalWord } from '../../../circuits/commitment/charterWords.ts';
import { packWord, RangeViolation } from '../../../circuits/commitment/packWord.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import type { Charter } from '../../../circuits/objects.ts';
import { sampleCharter } from '../../support/sampleMarket.ts';
import { compileLeaf, expectForgeryRefused, expectModel, expectNoWitness, sweepSignals } from '../leafTestKit.ts';
import { seeded } from '../pricing/pricingTestKit.ts';

describe('FM-02 FM-03 PackedWord', () => {
  const widths = [4, 1, 8];
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('commitment/PackedWord', [3, widths]);
  });
  const model = (values: readonly bigint[]) =>
    packWord(values.map((value, i) => [value, BigInt(widths[i] as number), 'field']));

  test('equals its model', async () => {
    const random = seeded(21);
    const rows = [
      [0n, 0n, 0n],
      [15n, 1n, 255n],
      [15n, 0n, 0n],
      [0n, 0n, 255n],
    ];
    for (let i = 0; i < 40; i++) rows.push(widths.map((width) => random.below(1n << BigInt(width))));
    for (const values of rows) await expectModel(circuit, { values }, { word: model(values) });
  });

  test('V3: takes no value past its width: a word has one reading', async () => {
    for (const [place, width] of widths.entries()) {
      for (const value of [1n << BigInt(width), FIELD - 1n, 1n << 253n, FIELD - (1n << BigInt(width))]) {
        const values = [3n, 1n, 9n].map((honest, i) => (i === place ? value : honest));
        await expectNoWitness(circuit, { values });
        expect(() => model(values)).toThrow(RangeViolation);
      }
    }
    // The same word from a carry: 16 + 2 * 0 = 0 + 16 * 1.
    const assignment = await circuit.assign({ values: [0n, 1n, 9n] });
    for (const [first, second] of [
      [16n, 0n],
      [32n, FIELD - 1n],
      [FIELD - 16n, 2n],
    ] as const) {
      expectForgeryRefused(circuit, assignment, { 'main.values[0]': first, 'main.values[1]': second });
    }
  });

  test('refuses other values of any signal', async () => {
    sweepSignals(circuit, await circuit.assign({ values: [5n, 1n, 200n] }));
  });
});

describe('FM-02.1 CharterGlobalWord', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('commitment/CharterGlobalWord');
  });
  const inputsOf = (charter: Charter): Inputs => ({
    settlementUnit: charter.settlementUnit,
    targetBuffer: charter.targetBuffer,
    longCredit: charter.longCredit,
    leastNotional: BigInt(charter.leastNotional),
    jointScenarios: BigInt(charter.jointScenarios),
    weightMaximum: charter.weightMaximum,
    bucketHours: charter.bucketHours,
    volMinimum: charter.volMinimum,
    volMaximum: charter.volMaximum,
  });

  test('equals its model', async () => {
    const random = seeded(22);
    const draw = (bits: bigint) => random.below(1n << bits);
    const many = (count: number, bits: bigint) => Array.from({ length: count }, () => draw(bits));
    const charters = [
      sampleCharter(),
      sampleCharter({ leastNotional: false, jointScenarios: true }),
      sampleCharter({
        targetBuffer: 1023n,
        bucketHours: [0n, 1n, (1n << 20n) - 1n],
        volMaximum: [4095n, 0n, 1n, 4095n],
      }),
    ];
    for (let i = 0; i < 20; i++) {
      charters.push(
        sampleCharter({
          settlementUnit: draw(C.SETTLEMENT_UNIT_BITS),
          targetBuffer: draw(C.PER_MILLE_BITS),
          longCredit: draw(C.PER_MILLE_BITS),
          leastNotional: i % 2 === 0,
          jointScenarios: i % 3 === 0,
          weightMaximum: draw(C.PER_MILLE_BITS),
          bucketHours: many(3, C.EXPIRY_HOURS_BITS),
          volMinimum: many(4, C.VOL_MULTIPLIER_WIDTH),
          volMaximum: many(4, C.VOL_MULTIPLIER_WIDTH),
        }),
      );
    }
    for (const charter of charters) await expectModel(circuit, inputsOf(charter), { word: charterGlobalWord(charter) });
  });

  test('takes no field past its width', async () => {
    const inputs = inputsOf(sampleCharter());
    const widths: Record<string, bigint> = {
      settlementUnit: C.SETTLEMENT_UNIT_BITS,
      targetBuffer: C.PER_MILLE_BITS,
      longCredit: C.PER_MILLE_BITS,
      leastNotional: 1n,
      jointScenarios: 1n,
      weightMaximum: C.PER_MILLE_BITS,
      bucketHours: C.EXPIRY_HOURS_BITS,
      volMinimum: C.VOL_MULTIPLIER_WIDTH,
      volMaximum: C.VOL_MULTIPLIER_WIDTH,
    };
    for (const [name, width] of Object.entries(widths)) {
      for (const value of [1n << width, FIELD - 1n, 1n << 253n]) {
        const honest = inputs[name];
        const places = Array.isArray(honest) ? honest.map((_, i) => i) : [-1];
        for (const place of places) {
          const other = Array.isArray(honest) ? honest.map((old, i) => (i === place ? value : old)) : value;
          await expectNoWitness(circuit, { ...inputs, [name]: other });
        }
      }
    }
  });

  test('refuses other values of any signal', async () => {
    sweepSignals(circuit, await circuit.assign(inputsOf(sampleCharter())));
  });
});
