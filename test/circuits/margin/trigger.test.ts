import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import { linearLeg } from '../../../circuits/margin/linearLeg.ts';
import { ERROR_SCALE, equityGap, type MarginSums, marginGap } from '../../../circuits/margin/trigger.ts';
import { underlyingTerms } from '../../../circuits/margin/underlyingTerms.ts';
import type { LinearPosition, ScenarioLeaf } from '../../../circuits/objects.ts';
import { BTC, sampleMarket } from '../../support/sampleMarket.ts';
import {
  compileLeaf,
  expectForgeryRefused,
  expectModel,
  expectNoWitness,
  pastRanges,
  sweepSignals,
} from '../leafTestKit.ts';
import { bitEdits, seeded } from '../pricing/pricingTestKit.ts';

describe('FM-09 Trigger', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('margin/Trigger');
  });
  const [EQUITY_HALF, REQUIREMENT_HALF] = [1n << (C.EQUITY_BITS - 1n), 1n << (C.REQUIREMENT_BITS - 1n)];

  const inputsOf = (sums: MarginSums, insolvent = 0n, terminal = insolvent) => ({
    equity: sums.equity,
    requirement: sums.requirement,
    equityError: sums.equityError,
    marginError: sums.marginError,
    rounding: sums.rounding,
    insolvent,
    terminal,
  });
  const outputsOf = (sums: MarginSums) => ({
    equityOffset: sums.equity + EQUITY_HALF,
    requirementOffset: sums.requirement + REQUIREMENT_HALF,
    solvent: sums.equity >= 0n ? 1n : 0n,
  });
  const base: MarginSums = {
    equity: 38_000n * C.PER_MILLION,
    requirement: 40_000n * C.PER_MILLION * C.PER_MILLION,
    equityError: 560_000_000_000_000n,
    shockedError: 0n,
    marginError: 123_000_000_000_000_000n,
    rounding: 640n,
  };

  test('equals its model', async () => {
    const random = seeded(71);
    const rows: [MarginSums, bigint, bigint][] = [
      [base, 0n, 0n],
      [base, 0n, 1n],
      [{ ...base, equity: -1n }, 0n, 0n],
      [{ ...base, equity: 0n }, 0n, 0n],
      [{ ...base, equity: -(10n ** 12n) }, 1n, 1n],
      [{ ...base, equity: -(10n ** 12n), requirement: -5n }, 1n, 1n],
      [{ ...base, equity: -(10n ** 12n), requirement: -5n }, 0n, 1n],
      [{ ...base, equity: -(10n ** 12n), requirement: 0n }, 0n, 1n],
    ];
    for (let i = 0; i < 40; i++) {
      const requirement = (1n + random.below(1n << 40n)) * C.PER_MILLION;
      const equity = requirement / C.PER_MILLION - 2_000_000n - random.below(1n << 42n);
      const [equityError, marginError] = [random.below(1n << 50n), random.below(1n << 50n)];
      rows.push([{ ...base, requirement, equity, equityError, marginError }, 0n, 0n]);
    }
    for (const [sums, insolvent, terminal] of rows) {
      expect((insolvent === 1n ? equityGap(sums) : marginGap(sums)) > 0n).toBe(true);
      await expectModel(circuit, inputsOf(sums, insolvent, terminal), outputsOf(sums));
    }
  });

  test('V10: equality is refused, and one unit of the scale below is taken', async () => {
    // marginError is the one term at the scale itself; it may take any value here.
    const exact = { ...base, marginError: base.marginError + marginGap(base) };
    expect(marginGap(exact)).toBe(0n);
    await expectNoWitness(circuit, inputsOf(exact), /below/);
    await expectModel(circuit, inputsOf({ ...exact, marginError: exact.marginError - 1n }));
    for (const excess of [1n, ERROR_SCALE, 1n << 104n, 1n << 200n]) {
      await expectNoWitness(circuit, inputsOf({ ...exact, marginError: exact.marginError + excess }), /below/);
    }
    await expectNoWitness(circuit, inputsOf({ ...base, equity: base.requirement / C.PER_MILLION }), /below/);
  });

  test('the insolvent case needs equity below zero by more than its errors, and a terminal close', async () => {
    const errors = base.rounding + (C.PER_MILLE * base.equityError) / ERROR_SCALE;
    const least = { ...base, equity: -errors - 1n };
    expect(equityGap(least)).toBeGreaterThan(0n);
    await expectModel(circuit, inputsOf(least, 1n));
    await expectNoWitness(circuit, inputsOf({ ...least, equity: least.equity + 1n }, 1n), /below/);
    for (const equity of [0n, 1n, base.equity]) {
      await expectNoWitness(circuit, inputsOf({ ...base, equity }, 1n), /below/);
    }
    await expectNoWitness(circuit, inputsOf(least, 1n, 0n));
  });

  test('flags are zero or one', async () => {
    for (const flag of [2n, FIELD - 1n, 1n << 253n]) {
      await expectNoWitness(circuit, inputsOf(base, flag, 1n));
      await expectNoWitness(circuit, inputsOf(base, 0n, flag));
    }
  });

  test('a requirement that is not positive needs a terminal close', async () => {
    const sums = { ...base, equity: -(10n ** 12n), equityError: 0n, marginError: 0n };
    await expectModel(circuit, inputsOf({ ...sums, requirement: 1n }, 0n, 0n));
    for (const requirement of [0n, -1n, -(10n ** 9n)]) {
      await expectModel(circuit, inputsOf({ ...sums, requirement }, 0n, 1n));
      await expectNoWitness(circuit, inputsOf({ ...sums, requirement }, 0n, 0n));
    }
  });

  test('FM-03 equity and requirement past their width', async () => {
    for (const equity of [-EQUITY_HALF - 1n, EQUITY_HALF, FIELD / 2n]) {
      await expectNoWitness(circuit, inputsOf({ ...base, equity }));
    }
    await expectNoWitness(circuit, inputsOf({ ...base, equity: -EQUITY_HALF - 1n, marginError: 1n << 110n }), /equity/);
    for (const requirement of [REQUIREMENT_HALF + 1n, -REQUIREMENT_HALF, FIELD / 2n]) {
      await expectNoWitness(circuit, inputsOf({ ...base, requirement }));
    }
  });

  test('refuses other values of any signal', async () => {
    // In each case the error of the other one counts nothing; a terminal flag binds nothing above zero.
    sweepSignals(circuit, await circuit.assign(inputsOf(base)), /^main\.(equityError|terminal)$/);
    const debt = { ...base, equity: -(10n ** 12n) };
    sweepSignals(circuit, await circuit.assign(inputsOf(debt, 1n)), /^main\.marginError$/);
  });
});

describe('FM-09 LinearLeg', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('margin/LinearLeg');
  });
  const { charter, snapshot, scenarios: all } = sampleMarket();
  const scenarios = all.filter(({ underlying }) => underlying === BTC);
  const termsOf = (leaf: Partial<ScenarioLeaf>) =>
    underlyingTerms(charter, snapshot, { ...(scenarios[0] as ScenarioLeaf), ...leaf }, BTC);
  const given = (isLong: boolean, quantity: bigint, mark: bigint, leaf: Partial<ScenarioLeaf> = {}) => {
    const terms = termsOf(leaf);
    const position: LinearPosition = { underlying: BTC, kind: 'perpetual', expiryHours: 0n, isLong, quantity };
    const model = linearLeg(position, mark, terms);
    return {
      inputs: {
        isLong: BigInt(isLong),
        quantity,
        mark,
        forwardMultiplier: terms.scenario.forwardMultiplier,
        weight: terms.scenario.weight,
        linearCharge: terms.linearCharge,
      },
      outputs: {
        signedPrice: model.signedPrice,
        marginPerLot: model.marginPerLot,
        equity: model.equity,
        margin: model.margin,
      },
    };
  };

  test('equals its model', async () => {
    const random = seeded(72);
    const cases = [
      given(true, 0n, 0n),
      given(false, 1n, 1n, { forwardMultiplier: charter.underlyings[0]?.forwardMinimum ?? 0n }),
      given(true, (1n << 23n) - 1n, (1n << 40n) - 1n, { forwardMultiplier: 1n << 20n }),
      given(false, (1n << 23n) - 1n, (1n << 40n) - 1n, { weight: 0n }),
    ];
    for (let i = 0; i < scenarios.length; i++) {
      cases.push(given(i % 2 === 0, random.below(1n << 23n), random.below(1n << 40n), scenarios[i] as ScenarioLeaf));
    }
    for (const { inputs, outputs } of cases) await expectModel(circuit, inputs, outputs);
  });

  test('refuses the stressed mark of another remainder, unless it is a fraction', async () => {
    const { inputs } = given(true, 10n, 7_001_250_001n, { forwardMultiplier: 900_001n });
    const assignment = await circuit.assign(inputs);
    const honest = (inputs.mark * inputs.forwardMultiplier) >> 20n;
    for (const moved of [-2n, -1n, 1n, 2n, 1n << 40n, FIELD - honest]) {
      const remainder = inputs.mark * inputs.forwardMultiplier - ((honest + moved) << 20n);
      expectForgeryRefused(circuit, assignment, {
        'main.shocked.out': honest + moved,
        ...bitEdits('main.shocked.remainder.out', ((remainder % FIELD) + FIELD) % FIELD, 20),
      });
    }
  });

  test('refuses other values of any signal, and a mark with the opposite sign', async () => {
    for (const isLong of [true, false]) {
      const { inputs } = given(isLong, 10n, 7_001_250_001n, { forwardMultiplier: 900_001n });
      const assignment = await circuit.assign(inputs);
      sweepSignals(circuit, assignment);
      // Ranges of quantity, mark and multiplier are the caller's; the outputs of the honest leg bind them here.
      for (const other of pastRanges(inputs, { mark: C.MONEY_BITS, quantity: C.QUANTITY_BITS })) {
        const whole = await circuit.assign(other);
        const outputs = ['signedPrice', 'marginPerLot', 'equity', 'margin'].map(
          (name) => [`main.${name}`, assignment.get(`main.${name}`) as bigint] as const,
        );
        expectForgeryRefused(circuit, whole, Object.fromEntries(outputs));
      }
    }
  });
});
