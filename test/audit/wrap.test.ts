import { readFileSync } from 'node:fs';
import { WitnessCalculatorBuilder } from 'circom_runtime';
import { beforeAll, describe, expect, test } from 'vitest';
import { ConstraintSystem, centred } from '../../audit/circuit/constraintSystem.ts';
import { TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { analyseWrap, type WrapAnalysis } from '../../audit/wrap/analyseWrap.ts';
import { variable } from '../../audit/wrap/form.ts';
import { instanceSystem, statementInputs } from '../../audit/wrap/instanceWrap.ts';
import { asRatio } from '../../audit/wrap/ratio.ts';
import { type WrapFigures, wrapFigures } from '../../audit/wrap/wrapFigures.ts';
import { wrapPart } from '../../audit/wrap/wrapPart.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { compileInstance } from '../../prover/setup/compileInstance.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { sampleLiquidation } from '../support/sampleLiquidation.ts';

const INSTANCE = 'liquidation_small';
let system: ConstraintSystem;
let inputs: string[];
let analysis: WrapAnalysis;
let figures: WrapFigures;
beforeAll(async () => {
  system = await instanceSystem(INSTANCE);
  inputs = await statementInputs();
  analysis = analyseWrap(system);
  figures = wrapFigures(system, inputs, INSTANCE, analysis);
});

/** The instance without the constraints in which a signal of the given component stands. */
function without(component: string): ConstraintSystem {
  const constraints = system.constraints.filter(
    (constraint) =>
      !constraint.flat().some(([wire]) => system.names[wire]?.some((name) => name.startsWith(`main.${component}.`))),
  );
  expect(constraints.length).toBeLessThan(system.constraints.length);
  return Object.assign(Object.create(ConstraintSystem.prototype), system, { constraints });
}

describe(`V9: no constraint of ${INSTANCE} wraps`, () => {
  test('each constraint is exact or explained', () => {
    expect(figures.findings).toEqual([]);
    const counted = [...Object.values(figures.exact), ...Object.values(figures.explained)];
    expect(counted.reduce((a, b) => a + b)).toBe(system.constraints.length);
    expect(figures.assumedInputs).toBe(0);
    expect(figures.headRoomBits).toBeGreaterThanOrEqual(20);
  });

  test('FM-03: inputs have the ranges of their formats', () => {
    const widths = {
      optionClosed: C.LOT_BITS,
      optionRemaining: C.LOT_BITS,
      optionStrike: C.STRIKE_BITS,
      optionPrice: C.MONEY_BITS,
      linearPrice: C.MONEY_BITS,
      lotFactor: C.LOT_FACTOR_BITS,
      index: C.PRICE_BITS,
      forward: C.PRICE_BITS,
      discountGap: C.DISCOUNT_BITS,
      expiryHours: C.EXPIRY_HOURS_BITS,
      forwardMultiplier: C.MULTIPLIER_BITS,
      volMultipliers: C.VOL_MULTIPLIER_WIDTH,
      sviA: C.SVI_A_BITS,
      sviB: C.SVI_B_BITS,
      sviBRho: C.SVI_B_RHO_BITS,
      sviM: C.SVI_M_BITS,
      sviSigma: C.SVI_SIGMA_BITS,
      cash: C.CASH_BITS,
      surplus: C.GAIN_BITS,
      fee: C.FEE_BITS,
      draw: C.DRAW_BITS,
    };
    for (const [input, width] of Object.entries(widths)) expect(figures.inputs[input], input).toBe(Number(width));
  });

  test('an honest witness lies within all bounds', async () => {
    const { wasm } = await compileInstance(INSTANCE, defaultWorkspace());
    const calculator = await WitnessCalculatorBuilder(readFileSync(wasm), { logOutput: () => {} });
    const { knowledge } = analysis;
    let bounded = 0;
    for (const kind of ['shortStrangle', 'insolvent'] as const) {
      const { circuitInputs } = sampleLiquidation(kind, kind === 'insolvent' ? 1200n : 50n);
      const witness: bigint[] = await calculator.calculateWitness(circuitInputs, true);
      witness.forEach((value, wire) => {
        if (wire === 0 || !knowledge.isKnown(wire)) return;
        const { d, lo, hi } = knowledge.bound(variable(wire));
        const scaled = centred(value * d);
        expect(scaled >= lo && scaled <= hi, system.names[wire]?.[0]).toBe(true);
        bounded++;
      });
    }
    expect(bounded).toBeGreaterThan(20_000);
  });

  test('the section for auditors has the figures', () => {
    const text = wrapPart.describe({ findings: [], instances: { [INSTANCE]: figures } });
    expect(text).toContain(`| constraints | ${system.constraints.length} |`);
    expect(text).toContain(`| head room below p, bits | ${figures.headRoomBits} |`);
    expect(text).not.toContain('undefined');
  });
});

describe('V9: planted faults are found', () => {
  const small = async (template: string, parameters: number[], names: string[]) => {
    const file = `test/audit/wrap/${template}.circom`;
    const circuit = await TemplateCircuit.compile({ file, template, parameters });
    return wrapFigures(circuit.system, names, template).findings;
  };

  test.each([
    [126, 126, 0],
    [127, 126, 1],
    [130, 130, 1],
  ])('a product of %i and %i bits: %i findings', async (a, b, count) => {
    const findings = await small('RangedProduct', [a, b], ['a', 'b']);
    expect(findings).toHaveLength(count);
    for (const finding of findings) expect(finding).toContain('main.out');
  });

  test.each([
    [126, false],
    [127, true],
  ])('a product of two dyadic values of %i bits wraps: %s', async (width, wraps) => {
    const findings = await small('FractionProduct', [width, 20], ['a', 'b']);
    expect(findings.some((finding) => finding.includes('main.product'))).toBe(wraps);
    expect(findings.length > 0).toBe(wraps);
  });

  test.each([
    [240, false],
    [254, true],
  ])('a range check of %i bits has two readings: %s', async (bits, twofold) => {
    const findings = await small('WideRange', [bits], ['value']);
    expect(findings.some((finding) => finding.includes('main.value'))).toBe(twofold);
    expect(findings.length > 0).toBe(twofold);
  });

  test('FM-03: an input without a range', async () => {
    const findings = await small('MissingRange', [], ['price', 'rate']);
    expect(findings).toContain('MissingRange: input rate has no range (FM-03)');
    expect(findings.some((finding) => finding.includes('main.rate') && finding.includes('may wrap'))).toBe(true);
  });

  test.each([0, 1])('FM-03: f of an unused slot, read %i times', async (read) => {
    const findings = await small(
      'UnusedSlot',
      [read],
      ['underlyingActive', 'forwardMultiplier', 'minimum', 'maximum', 'price'],
    );
    expect(findings).toHaveLength(read);
    for (const finding of findings) expect(finding).toContain('reads main.forwardMultiplier[1]');
  });

  test('FM-03: the instance without a range check', () => {
    const { findings } = wrapFigures(without('option[0].strikeRange'), inputs, INSTANCE);
    expect(findings).toContain(`${INSTANCE}: input optionStrike has no range (FM-03)`);
  });
});

test('a coefficient is read as its least fraction', () => {
  const inverse = (value: bigint) => {
    let [power, result] = [SCALAR_FIELD - 2n, 1n];
    for (let base = value; power > 0n; power >>= 1n) {
      if (power & 1n) result = (result * base) % SCALAR_FIELD;
      base = (base * base) % SCALAR_FIELD;
    }
    return result;
  };
  for (const [n, d] of [
    [1n, 2n],
    [-225n, 1n << 16n],
    [7n, 1000n],
    [1n << 200n, 1n],
    [-1n, 1n << 139n],
  ] as const) {
    expect(asRatio(centred(n * inverse(d)))).toEqual({ n, d });
  }
});
