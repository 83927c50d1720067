import { beforeAll, describe, expect, test } from 'vitest';
import type { TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { ShapeError, witnessInputs } from '../../circuits/witnessInputs.ts';
import { compileSmall, liquidationOf, SMALL, sampleLiquidation } from '../support/sampleLiquidation.ts';
import { randomAccount, sampleAccount, sampleMarket } from '../support/sampleMarket.ts';

let circuit: TemplateCircuit;
beforeAll(async () => {
  circuit = await compileSmall();
});

describe('FM-01 to FM-18: circuit and model give the same public signals', () => {
  const cases = [
    ['shortStrangle', 20n],
    ['shortStrangle', 400n],
    ['shortPutSpread', 50n],
    ['condor', 50n],
    ['coveredCall', 80n],
    ['shortCallsLongFutures', 30n],
    ['nearExpiry', 100n],
    ['insolvent', 1200n],
  ] as const;
  test.each(cases)('%s, %s per mille under water', async (kind, shortfall) => {
    const { result, circuitInputs } = sampleLiquidation(kind, shortfall);
    const assignment = await circuit.assign(circuitInputs);
    expect(circuit.violated(assignment)).toEqual([]);
    for (const name of PUBLIC_SIGNALS) expect(assignment.get(`main.${name}`), name).toBe(result.publicSignals[name]);
  });

  test('random accounts', async () => {
    const market = sampleMarket();
    for (let seed = 1; seed <= 12; seed++) {
      const account = randomAccount(seed, { optionLegs: 4, linearLegs: 1, underlyings: 1, lots: 50, market });
      const inputs = liquidationOf(account, market);
      const result = runLiquidation(inputs);
      let circuitInputs: ReturnType<typeof witnessInputs>;
      try {
        circuitInputs = witnessInputs(inputs, result, SMALL);
      } catch (error) {
        // Four legs may stand on more than three expiries.
        expect(error).toBeInstanceOf(ShapeError);
        continue;
      }
      const assignment = await circuit.assign(circuitInputs);
      expect(circuit.violated(assignment), `seed ${seed}`).toEqual([]);
      for (const name of PUBLIC_SIGNALS) expect(assignment.get(`main.${name}`), name).toBe(result.publicSignals[name]);
    }
  });

  test('O1 O4: whatever the account, as many wires, and public signals that are commitments', async () => {
    const market = sampleMarket();
    const one = sampleLiquidation('shortStrangle', 20n, market);
    const other = sampleLiquidation('insolvent', 1200n, market);
    const witnesses = await Promise.all([one, other].map(({ circuitInputs }) => circuit.calculate(circuitInputs)));
    expect(witnesses[0]?.length).toBe(witnesses[1]?.length);
    for (const { result } of [one, other]) {
      expect(Object.keys(result.publicSignals)).toEqual([...PUBLIC_SIGNALS]);
      // A mark, equity or ratio would be a small number; a hash is one in 2^126 times.
      for (const name of PUBLIC_SIGNALS) expect(result.publicSignals[name], name).toBeGreaterThan(1n << 128n);
    }
  });

  test('the charter may switch clause FM-13 off', async () => {
    const { circuitInputs } = sampleLiquidation('shortStrangle', 50n, sampleMarket({ leastNotional: false }));
    expect(circuit.violated(await circuit.assign(circuitInputs))).toEqual([]);
  });

  test('V25: a second round starts from the account after the first, holes and all', async () => {
    const market = sampleMarket();
    const first = sampleLiquidation('insolvent', 1200n, market);
    expect(first.result.accountAfter.options).toEqual([null, null]);
    const { result } = sampleLiquidation('shortStrangle', 50n, market);
    const next = {
      ...sampleAccount('shortStrangle', { market, shortfall: 300n }),
      options: [null, ...result.accountAfter.options],
    };
    const inputs = liquidationOf(next, market);
    const run = runLiquidation(inputs);
    const assignment = await circuit.assign(witnessInputs(inputs, run, SMALL));
    expect(circuit.violated(assignment)).toEqual([]);
    expect(assignment.get('main.accountBefore')).toBe(run.publicSignals.accountBefore);
  });
});

test('FM-04 too many legs is refused with the number', () => {
  const market = sampleMarket();
  const inputs = liquidationOf(sampleAccount('twoUnderlyings', { market }), market);
  const result = runLiquidation(inputs);
  expect(() => witnessInputs(inputs, result, SMALL)).toThrow(/2 linear legs \(at most 1\).*2 underlyings/);
});
