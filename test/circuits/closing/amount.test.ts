import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import {
  type AmountLeg,
  improvable,
  isBeyondHelp,
  isLeastNotional,
  surplusOverTarget,
} from '../../../circuits/closing/amountClauses.ts';
import { gainThreshold } from '../../../circuits/closing/gainThreshold.ts';
import { legComparison } from '../../../circuits/closing/legComparison.ts';
import { shortfallToTarget } from '../../../circuits/closing/shortfallToTarget.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import type { LegTerms } from '../../../circuits/margin/legTerms.ts';
import type { MarginSums } from '../../../circuits/margin/trigger.ts';
import {
  compileLeaf,
  expectForgeryRefused,
  expectModel,
  expectNoWitness,
  pastRanges,
  sweepSignals,
} from '../leafTestKit.ts';
import { bitEdits, seeded } from '../pricing/pricingTestKit.ts';

describe('FM-13 GainThreshold', () => {
  const bits = Number(C.GAIN_BITS);
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('closing/GainThreshold');
  });

  test('equals its model', async () => {
    const random = seeded(51);
    const rows: [bigint, bigint, bigint][] = [
      [0n, 1n, 0n],
      [0n, (1n << 40n) - 1n, (1n << 40n) - 1n],
      [(1n << 45n) - 1n, 1n, 1n],
      [(1n << 45n) - 1n, (1n << 40n) - 1n, (1n << 40n) - 1n],
      [7n, 7n, 3n],
      [1n, 2n, 1n],
      [5n, 3n, 0n],
    ];
    for (let i = 0; i < 60; i++) {
      const marginalNotional = 1n + random.below(1n << BigInt(1 + (i % 39)));
      // A gain of at most 16 notionals, as real legs have, keeps every threshold in the range of gains.
      rows.push([random.below(16n * marginalNotional), marginalNotional, random.below(1n << 40n)]);
    }
    for (const [marginalGain, marginalNotional, notional] of rows) {
      const threshold = gainThreshold(marginalGain, marginalNotional, notional);
      await expectModel(circuit, { marginalGain, marginalNotional, notional }, { threshold });
    }
  });

  test('refuses every other quotient, with the remainder that makes the equation true', async () => {
    for (const [marginalGain, marginalNotional, notional] of [
      [123_456_789n, 7_000_001n, 350_000n],
      [14n, 7n, 3n],
      [5n, (1n << 40n) - 1n, 1n],
    ] as const) {
      const assignment = await circuit.assign({ marginalGain, marginalNotional, notional });
      const honest = gainThreshold(marginalGain, marginalNotional, notional);
      for (const other of [
        honest + 1n,
        honest - 1n,
        honest + 2n,
        honest + 1000n,
        0n,
        -1n,
        1n << C.GAIN_BITS,
        1n << 253n,
      ]) {
        if (other === honest) continue;
        const remainder = marginalGain * notional - other * marginalNotional;
        const mod = (value: bigint) => ((value % FIELD) + FIELD) % FIELD;
        expectForgeryRefused(circuit, assignment, {
          'main.threshold': other,
          'main.remainder': remainder,
          ...bitEdits('main.thresholdRange.bits.out', mod(other), bits),
          ...bitEdits('main.remainderRange.bits.out', mod(remainder), 40),
          ...bitEdits('main.remainderBelow.bits.out', mod(marginalNotional - 1n - remainder), 40),
        });
      }
      sweepSignals(circuit, assignment);
    }
  });

  test('has no witness for a negative gain, or one past the width', async () => {
    const inputs = { marginalGain: 99n, marginalNotional: 7n, notional: 5n };
    for (const marginalGain of [FIELD - 1n, FIELD - 99n, (1n << C.GAIN_BITS) * 7n, 1n << 200n]) {
      await expectNoWitness(circuit, { ...inputs, marginalGain });
    }
  });
});

describe('FM-13 FM-17 LegComparison', () => {
  const bits = Number(C.GAIN_BITS) + 1;
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('closing/LegComparison');
  });
  const most = 1n << BigInt(bits - 1);

  test('equals its model', async () => {
    const random = seeded(bits);
    const rows: [bigint, bigint][] = [
      [0n, 0n],
      [1n, 0n],
      [-1n, 0n],
      [5n, 5n],
      [6n, 5n],
      [4n, 5n],
      [most, 1n],
      [-most + 1n, most - 1n],
      [0n, most],
    ];
    for (let i = 0; i < 40; i++) {
      rows.push([random.below(most) - (i % 3 === 0 ? most / 2n : 0n), random.below(most)]);
    }
    for (const [gain, threshold] of rows) {
      const [quantity, notional] = [random.below(1n << 23n), random.below(1n << 40n)];
      const outputs = { ...legComparison(gain, threshold, quantity, notional) };
      await expectModel(circuit, { gain, threshold, quantity, notional }, outputs);
    }
  });

  test('refuses the other answer, whole', async () => {
    for (const [gain, threshold] of [
      [9n, 5n],
      [6n, 5n],
      [5n, 5n],
      [4n, 5n],
      [-3n, 5n],
      [0n, 0n],
    ] as const) {
      const [quantity, notional] = [100n, 7_000_000n];
      const assignment = await circuit.assign({ gain, threshold, quantity, notional });
      const honest = gain > threshold ? 1n : 0n;
      for (const beats of [1n - honest, 2n, FIELD - 1n, 3n]) {
        const distance = (2n * beats - 1n) * (gain - threshold) - beats;
        expectForgeryRefused(circuit, assignment, {
          'main.beats': beats,
          'main.improvable': quantity * beats,
          'main.improvableGain': quantity * beats * gain,
          'main.improvableNotional': quantity * beats * notional,
          ...bitEdits('main.distance.bits.out', ((distance % FIELD) + FIELD) % FIELD, bits),
        });
      }
      // A leg that does not beat the threshold adds nothing, whatever it holds.
      sweepSignals(circuit, assignment, honest ? /^$/ : /^main\.(quantity|notional)$/);
    }
  });

  test('has no witness for a gain too far away or no integer', async () => {
    const half = (FIELD + 1n) / 2n;
    for (const gain of [(1n << BigInt(bits)) + 6n, FIELD - (1n << BigInt(bits)), half, half * 11n, 1n << 253n]) {
      await expectNoWitness(circuit, { gain: gain % FIELD, threshold: 5n, quantity: 1n, notional: 1n });
    }
  });
});

describe('FM-12 FM-13 FM-17 AmountClauses', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('closing/AmountClauses');
  });

  const BUFFER = 50n;
  const terms = (quantity: bigint, notional: bigint): LegTerms => ({
    underlying: 0,
    isLong: false,
    quantity,
    mark: 0n,
    signedPrice: 0n,
    marginPerLot: 0n,
    equity: 0n,
    margin: 0n,
    equityError: 0n,
    shockedError: 0n,
    marginError: 0n,
    rounding: 0n,
    fee: 0n,
    notional,
    penaltyNotionalCap: 0n,
    penaltyBaseCap: 0n,
    penaltyMarkRate: 0n,
  });

  interface Case {
    legs: AmountLeg[];
    sums: MarginSums;
    marginal: AmountLeg;
    terminal?: boolean;
    insolvent?: boolean;
    leastNotional?: boolean;
    surplus?: bigint;
  }

  function inputsOf(given: Case) {
    const { legs, sums, marginal, terminal = false, insolvent = false, leastNotional = true } = given;
    const shortfall = shortfallToTarget(sums, BUFFER);
    const reached = surplusOverTarget(legs, shortfall);
    const threshold = terminal ? 0n : marginal.gain;
    const better = improvable(legs, threshold, marginal.leg.notional);
    return {
      equity: sums.equity,
      requirement: sums.requirement,
      targetFactor: C.PER_MILLE + BUFFER,
      terminal: BigInt(terminal),
      insolvent: BigInt(insolvent),
      leastNotional: BigInt(leastNotional),
      surplus: given.surplus ?? (terminal || reached < 0n ? 0n : reached),
      closedGain: legs.reduce((sum, { gain, closed }) => sum + gain * closed, 0n),
      closedNotional: legs.reduce((sum, { leg, closed }) => sum + leg.notional * closed, 0n),
      improvableGain: better.gain,
      improvableNotional: better.notional,
      marginalGain: marginal.gain,
      marginalNotional: marginal.leg.notional,
      threshold,
      quantity: legs.reduce((sum, { leg }) => sum + leg.quantity, 0n),
      equityError: sums.equityError,
      shockedError: sums.shockedError,
      rounding: sums.rounding,
    };
  }

  /** What the model says of the case. */
  function holds(given: Case): boolean {
    const { legs, sums, marginal, terminal, insolvent, leastNotional = true } = given;
    const shortfall = shortfallToTarget(sums, BUFFER);
    if (terminal) return insolvent || isBeyondHelp(legs, sums, shortfall);
    return !leastNotional || isLeastNotional(legs, marginal, shortfall);
  }

  /** Sums with a shortfall of exactly `shortfall` units and 40,000 dollars of requirement. */
  function sumsFor(shortfall: bigint, equityError = 0n, shockedError = 0n): MarginSums {
    const requirement = 40_000n * C.PER_MILLION * C.PER_MILLION;
    const scaled = (C.PER_MILLE + BUFFER) * requirement - (shortfall << C.GAIN_SHIFT);
    const equity = scaled / (C.PER_MILLE * C.PER_MILLION);
    const sums = { equity, requirement, equityError, shockedError, marginError: 0n, rounding: 8n };
    // Equity is a whole number, so the floor may be one below.
    return shortfallToTarget(sums, BUFFER) === shortfall ? sums : { ...sums, equity: equity - 1n };
  }

  const two = (closed: readonly [bigint, bigint]): AmountLeg[] => [
    { leg: terms(30n, 7_000_000_000n), gain: 600_000_000n, closed: closed[0] },
    { leg: terms(50n, 7_000_000_000n), gain: 400_000_000n, closed: closed[1] },
  ];

  test('V16: takes what the model takes and nothing else, over all closes of two legs', async () => {
    const sums = sumsFor(12_000_000_001n);
    let [taken, refused] = [0, 0];
    for (const first of [0n, 1n, 19n, 20n, 21n, 22n, 29n, 30n]) {
      for (const second of [0n, 1n, 2n, 30n, 31n]) {
        if (first + second === 0n) continue;
        const legs = two([first, second]);
        for (const marginal of legs.filter(({ closed }) => closed > 0n)) {
          for (const leastNotional of [true, false]) {
            const given = { legs, sums, marginal, leastNotional };
            const assignment = await circuit.assign(inputsOf(given));
            expect(circuit.violated(assignment).length === 0, `${first} ${second}`).toBe(holds(given));
            if (holds(given)) taken++;
            else refused++;
          }
        }
      }
    }
    expect(taken).toBeGreaterThan(60);
    expect(refused).toBeGreaterThan(15);
  });

  test('FM-13 on random legs of several notionals: circuit and model agree', async () => {
    const random = seeded(52);
    let refused = 0;
    for (let round = 0; round < 60; round++) {
      const legs = Array.from({ length: 3 }, () => {
        const quantity = 1n + random.below(60n);
        return {
          leg: terms(quantity, 1n + random.below(1n << 33n)),
          gain: random.below(1n << 30n) - (1n << 27n),
          closed: random.below(quantity + 1n),
        };
      });
      const marginal = legs.find(({ closed, gain }) => closed > 0n && gain > 0n);
      if (!marginal) continue;
      const given = { legs, sums: sumsFor(1n + random.below(1n << 34n)), marginal };
      const fits = circuit.violated(await circuit.assign(inputsOf(given))).length === 0;
      expect(fits, `round ${round}`).toBe(holds(given));
      if (!fits) refused++;
    }
    expect(refused).toBeGreaterThan(10);
  });

  test('FM-12 a surplus below the one reached, negative or past its width', async () => {
    const legs = two([21n, 0n]);
    const sums = sumsFor(12_000_000_001n);
    const given = { legs, sums, marginal: legs[0] as AmountLeg };
    const inputs = inputsOf(given);
    expect(inputs.surplus).toBeGreaterThan(0n);
    await expectModel(circuit, inputs);
    await expectModel(circuit, { ...inputs, surplus: inputs.surplus + 1n });
    await expectModel(circuit, { ...inputs, surplus: (1n << C.GAIN_BITS) - 1n });
    for (const surplus of [inputs.surplus - 1n, 0n]) {
      await expectNoWitness(circuit, { ...inputs, surplus }, /surplusCovers/);
    }
    for (const other of pastRanges(inputs, { surplus: C.GAIN_BITS })) {
      await expectNoWitness(circuit, other, /surplusRange|surplusCovers/);
    }
  });

  test('FM-17 beyond help to the unit, with errors, and the insolvent case without', async () => {
    for (const [equityError, shockedError] of [
      [0n, 0n],
      [560_000_000_000n, 30_000_000_000_000n],
    ] as const) {
      const legs = two([30n, 50n]);
      const marginal = legs[0] as AmountLeg;
      const atBest = 30n * 600_000_000n + 50n * 400_000_000n;
      let [low, high] = [atBest, atBest + (1n << 40n)];
      // The least shortfall that is beyond help.
      while (high - low > 1n) {
        const middle = (low + high) / 2n;
        if (isBeyondHelp(legs, sumsFor(middle, equityError, shockedError), middle)) high = middle;
        else low = middle;
      }
      const beyond = { legs, marginal, terminal: true, sums: sumsFor(high, equityError, shockedError) };
      const helped = { legs, marginal, terminal: true, sums: sumsFor(low, equityError, shockedError) };
      expect([holds(beyond), holds(helped)]).toEqual([true, false]);
      await expectModel(circuit, inputsOf(beyond));
      await expectNoWitness(circuit, inputsOf(helped), /proven/);
      await expectModel(circuit, inputsOf({ ...helped, insolvent: true }));
    }
  });

  test('FM-13 FM-17 the threshold is the marginal gain, or zero in a terminal close', async () => {
    const legs = two([20n, 0n]);
    const given = { legs, sums: sumsFor(12_000_000_001n), marginal: legs[0] as AmountLeg };
    for (const threshold of [0n, 400_000_000n, 600_000_001n, FIELD - 1n]) {
      await expectNoWitness(circuit, { ...inputsOf(given), threshold });
    }
    const terminal = { ...given, legs: two([30n, 50n]), terminal: true, insolvent: true };
    for (const threshold of [1n, 600_000_000n, FIELD - 1n]) {
      await expectNoWitness(circuit, { ...inputsOf(terminal), threshold });
    }
  });

  test('refuses other values of any signal', async () => {
    // In each mode some inputs count nothing: those of the clause that is switched off.
    const legs = two([21n, 0n]);
    const least = { legs, sums: sumsFor(12_000_000_001n, 560n, 30n), marginal: legs[0] as AmountLeg };
    const ignored = /^main\.(insolvent|quantity|equityError|shockedError|rounding)$/;
    sweepSignals(circuit, await circuit.assign(inputsOf(least)), ignored);
    const all = two([30n, 50n]);
    const beyond = { legs: all, sums: sumsFor(1n << 36n, 560n, 30n), marginal: all[0] as AmountLeg, terminal: true };
    const unused =
      /^main\.(leastNotional|closedGain|closedNotional|improvableNotional|marginalGain|marginalNotional|missingNotional|rest)$/;
    sweepSignals(circuit, await circuit.assign(inputsOf(beyond)), unused);
  });
});
