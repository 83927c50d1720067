import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type Inputs, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { poseidon } from '../../../circuits/commitment/poseidon.ts';
import { ScenarioTree } from '../../../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import { type LiquidationInputs, type LiquidationResult, runLiquidation } from '../../../circuits/liquidation.ts';
import { type ExpiryTerms, tenorBucket } from '../../../circuits/margin/expiryTerms.ts';
import { optionLeg } from '../../../circuits/margin/optionLeg.ts';
import { type UnderlyingTerms, underlyingTerms } from '../../../circuits/margin/underlyingTerms.ts';
import type { OptionPosition } from '../../../circuits/objects.ts';
import { witnessInputs } from '../../../circuits/witnessInputs.ts';
import { liquidationOf } from '../../support/sampleLiquidation.ts';
import { sampleAccount, sampleMarket, sampleNodeSalts } from '../../support/sampleMarket.ts';
import {
  compileLeaf,
  expectForgeryRefused,
  expectModel,
  expectNoWitness,
  pastRanges,
  sweepSignals,
} from '../leafTestKit.ts';
import { seeded } from '../pricing/pricingTestKit.ts';

const market = sampleMarket();
const SHAPE = { optionLegs: 4, linearLegs: 2, expiries: 5, underlyings: 3 };
const inputs: LiquidationInputs = liquidationOf(sampleAccount('twoUnderlyings', { market }), market);
const result: LiquidationResult = runLiquidation(inputs);
const whole = witnessInputs(inputs, result, SHAPE) as Record<string, bigint & bigint[] & bigint[][]>;

/** Inputs of a template: those of the whole circuit under other names, or an element of them. */
function part(names: readonly string[], place: number, others: Inputs): Inputs {
  return { ...Object.fromEntries(names.map((name) => [name, whole[name]?.[place]])), ...others };
}

describe('FM-02 FM-05 FM-08 UnderlyingTerms', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('margin/UnderlyingTerms');
  });
  const OWN = [
    'lotFactor',
    'strikeTickExponent',
    'shortOptionRate',
    'linearRate',
    'feeRate',
    'penaltyNotionalRate',
    'penaltyBaseRate',
    'penaltyMarkRate',
    'forwardMinimum',
    'forwardMaximum',
    'snapshotWords',
    'index',
    'perpetual',
    'surfaceWords',
    'forwardMultiplier',
    'weight',
    'volMultipliers',
    'treeMiddle',
    'treeBottom',
    'treeBottomSalt',
  ];
  /** Slot 0 is BTC, slot 1 ETH, slot 2 inactive. */
  const inputsOf = (slot: number, changes: Inputs = {}): Inputs => ({
    ...part(OWN, slot, {
      active: whole.underlyingActive?.[slot],
      underlying: whole.underlyingNumber?.[slot],
      group: whole.scenarioGroup?.[slot],
      treeRoot: whole.treeRoot,
      charterWords: whole.charterWords,
      snapshotRows: whole.snapshotRows,
      surfaceRows: whole.surfaceRows,
      weightMaximum: whole.weightMaximum,
      volMinimum: whole.volMinimum,
      volMaximum: whole.volMaximum,
    }),
    ...changes,
  });
  const outputsOf = (terms: UnderlyingTerms) => ({
    notional: terms.notional,
    perpetualMark: terms.perpetualMark,
    strikeTickMoney: terms.strikeTickMoney,
    lnStrikeTick: terms.lnStrikeTick,
    lnForwardShock: terms.lnForwardShock,
    shortOptionCharge: terms.shortOptionCharge,
    linearCharge: terms.linearCharge,
    fee: terms.fee,
    penaltyNotionalCap: terms.penaltyNotionalCap,
    penaltyBaseCap: terms.penaltyBaseCap,
  });

  test('equals its model for every scenario, and is zero for an inactive slot', async () => {
    for (const [slot, step] of [
      [0, 9],
      [1, 11],
    ] as const) {
      for (let position = slot * 35; position < slot * 35 + 35; position += step) {
        const { leaf, root, middle, bottom, bottomSalt } = market.tree.open(position);
        const changes = {
          group: leaf.group,
          forwardMultiplier: leaf.forwardMultiplier,
          weight: leaf.weight,
          volMultipliers: leaf.volMultipliers,
          treeRoot: root,
          treeMiddle: middle,
          treeBottom: bottom,
          treeBottomSalt: bottomSalt,
        };
        const terms = underlyingTerms(market.charter, market.snapshot, leaf, slot);
        await expectModel(circuit, inputsOf(slot, changes), outputsOf(terms));
      }
    }
    await expectModel(circuit, inputsOf(2), { notional: 0n, perpetualMark: 0n, strikeTickMoney: 0n, fee: 0n });
  });

  test('has no witness for the rules, row or scenario of another underlying', async () => {
    for (const changes of [
      { underlying: 1n },
      { underlying: 7n },
      { underlying: 8n },
      { underlying: FIELD - 1n },
      { index: (whole.index?.[0] as bigint) + 1n },
      { perpetual: 0n },
      { snapshotWords: whole.snapshotWords?.[1] },
      { surfaceWords: whole.surfaceWords?.[1] },
      { lotFactor: whole.lotFactor?.[1] },
      { strikeTickExponent: [1n, 0n, 0n] },
      { strikeTickExponent: [2n, 0n, 0n] },
      { feeRate: 2_001n },
      { penaltyMarkRate: 251n },
      { forwardMaximum: 1_677_723n },
      { group: 1n },
      { weight: 999n },
      { treeBottomSalt: 1n },
      { treeRoot: (whole.treeRoot as bigint[]).map((node) => node + 1n) },
    ]) {
      await expectNoWitness(circuit, inputsOf(0, changes));
    }
  });

  test('an inactive slot may hold no rules', async () => {
    await expectNoWitness(circuit, inputsOf(2, { lotFactor: 1n }));
    await expectNoWitness(circuit, inputsOf(2, { feeRate: 1n }));
    await expectNoWitness(circuit, inputsOf(2, { forwardMaximum: FIELD - 1n }));
  });

  test('FM-03 every field past its width', async () => {
    const widths = {
      lotFactor: C.LOT_FACTOR_BITS,
      shortOptionRate: C.PER_MILLION_BITS,
      linearRate: C.PER_MILLION_BITS,
      feeRate: C.PER_MILLION_BITS,
      penaltyNotionalRate: C.PER_MILLION_BITS,
      penaltyBaseRate: C.PER_MILLION_BITS,
      penaltyMarkRate: C.PER_MILLE_BITS,
      forwardMinimum: C.MULTIPLIER_BITS,
      forwardMaximum: C.MULTIPLIER_BITS,
      index: C.PRICE_BITS,
      perpetual: C.PRICE_BITS,
      group: C.GROUP_BITS,
      forwardMultiplier: C.MULTIPLIER_BITS,
      weight: C.PER_MILLE_BITS,
    };
    for (const other of pastRanges(inputsOf(0), widths)) await expectNoWitness(circuit, other);
  });

  test('FM-08 a leaf of the tree outside the charter’s bounds', async () => {
    const { leaf } = [...inputs.scenarios.values()][0] ?? market.tree.open(0);
    const position = market.scenarios.indexOf(leaf);
    const rules = market.charter.underlyings[0];
    for (const [change, where] of [
      [{ forwardMultiplier: (rules?.forwardMaximum ?? 0n) + 1n }, /forwardBelow/],
      [{ forwardMultiplier: (rules?.forwardMinimum ?? 0n) - 1n }, /forwardAbove/],
      [{ weight: 1001n }, /weightBelow/],
      [{ volMultipliers: leaf.volMultipliers.map((c, i) => (i === 2 ? 1793n : c)) }, /volBelow/],
      [{ volMultipliers: leaf.volMultipliers.map((c, i) => (i === 3 ? 767n : c)) }, /volAbove/],
    ] as const) {
      const leaves = market.scenarios.map((old, i) => (i === position ? { ...old, ...change } : old));
      const opening = new ScenarioTree(leaves, sampleNodeSalts()).open(position);
      await expectNoWitness(
        circuit,
        inputsOf(0, { ...change, treeRoot: opening.root, treeMiddle: opening.middle, treeBottom: opening.bottom }),
        where,
      );
      expect(() => underlyingTerms(market.charter, market.snapshot, opening.leaf, 0)).toThrow(/^FM-08/);
    }
  });

  test('a notional past 40 bits', async () => {
    const index = (1n << C.PRICE_BITS) - 1n;
    const words = whole.snapshotWords?.[0] as bigint[];
    const head = C.TAG_SNAPSHOT_ROW + (index << 8n) + ((whole.perpetual?.[0] as bigint) << 44n);
    const snapshotRows = (whole.snapshotRows as bigint[]).map((row, i) => (i === 0 ? poseidon([head, ...words]) : row));
    await expectNoWitness(circuit, inputsOf(0, { index, snapshotRows }), /notional/);
  });

  test('V32 FM-06.1 refuses another logarithm of the multiplier and other outputs', async () => {
    const assignment = await circuit.assign(inputsOf(0));
    const names = ['lnForwardShock', 'notional', 'fee', 'strikeTickMoney', 'lnStrikeTick', 'perpetualMark'];
    for (const name of names) {
      const value = assignment.get(`main.${name}`) as bigint;
      for (const other of [value + 1n, value - 1n, FIELD - value, 0n, 1n << 253n]) {
        if ((other - value) % FIELD !== 0n) expectForgeryRefused(circuit, assignment, { [`main.${name}`]: other });
      }
    }
  });
});

describe('FM-04 FM-05 FM-08 ExpiryTerms(2)', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('margin/ExpiryTerms', [2]);
  });
  const OWN = ['expiryHours', 'forward', 'discountGap', 'sviA', 'sviB', 'sviBRho', 'sviM', 'sviSigma'];
  const pair = (name: string) => (whole[name] as unknown[]).slice(0, 2);
  const LN_STRIKE_TICKS = [0, 1].map((u) => (result.margin.terms.get(u) as UnderlyingTerms).lnStrikeTick);
  /** Slots 0 and 1 are BTC, 2 and 3 ETH, 4 is inactive. */
  const inputsOf = (slot: number, changes: Inputs = {}): Inputs => ({
    ...part(OWN, slot, {
      active: whole.expiryActive?.[slot],
      position: whole.expiryPosition?.[slot],
      underlyingOneHot: [0, 1].map((u) => (whole.expiryUnderlying?.[slot] === BigInt(u) ? 1n : 0n)),
      time: whole.snapshotTime,
      bucket: whole.expiryBucket?.[slot],
      bucketHours: whole.bucketHours,
      snapshotWords: pair('snapshotWords'),
      surfaceWords: pair('surfaceWords'),
      underlyingNumbers: pair('underlyingNumber'),
      lotFactors: pair('lotFactor'),
      lnStrikeTicks: LN_STRIKE_TICKS,
      forwardMultipliers: pair('forwardMultiplier'),
      volMultipliers: pair('volMultipliers'),
    }),
    ...changes,
  });
  const outputsOf = (underlying: number, terms: ExpiryTerms) => ({
    identity: BigInt(underlying) + (terms.slice.expiryHours << C.UNDERLYING_BITS),
    lnForwardInTicks: terms.lnForward - (LN_STRIKE_TICKS[underlying] as bigint),
    forwardMoney: terms.forwardMoney,
    discountedForward: terms.discountedForward,
    shockedDiscountedForward: terms.shockedDiscountedForward,
    volMultiplier: terms.volMultiplier,
    sigmaSquared: terms.slice.sigma ** 2n,
  });
  const expiries = [...result.margin.expiries.entries()]
    .sort(([, a], [, b]) => a.slot - b.slot)
    .sort(([a], [b]) => Number(a.split('/')[0]) - Number(b.split('/')[0]));

  test('equals its model on both underlyings, and takes an inactive slot', async () => {
    expect(expiries.length).toBe(4);
    for (const [slot, [key, terms]] of expiries.entries()) {
      await expectModel(circuit, inputsOf(slot), outputsOf(Number(key.split('/')[0]), terms));
    }
    await expectModel(circuit, inputsOf(4), { forwardMoney: 0n, discountedForward: 0n, sigmaSquared: 0n });
  });

  test('has no witness for the expiry of another place, underlying or object', async () => {
    for (const changes of [
      { position: 3n },
      { position: 13n },
      { position: 14n },
      { position: FIELD - 1n },
      { underlyingOneHot: [0n, 1n] },
      { underlyingOneHot: [0n, 0n] },
      { active: 0n },
      { expiryHours: (whole.expiryHours?.[0] as bigint) + 1n },
      { forward: 0n },
      { forward: (whole.forward?.[0] as bigint) + 1n },
      { discountGap: 805n },
      { sviA: 1n << 33n },
      { sviB: 0n },
      { sviBRho: 1n << 28n },
      { sviM: 1n << 27n },
      { sviSigma: 1n },
    ]) {
      await expectNoWitness(circuit, inputsOf(0, changes));
    }
  });

  test('the slice of another expiry, moved to this place, is refused: the word names its expiry', async () => {
    const rows = (pair('surfaceWords') as bigint[][]).map((row) => [...row]);
    const position = Number(whole.expiryPosition?.[0]);
    const row = rows[0] as bigint[];
    row[position] = row[position + 1] as bigint;
    const slice = Object.fromEntries(['sviA', 'sviB', 'sviBRho', 'sviM', 'sviSigma'].map((n) => [n, whole[n]?.[1]]));
    await expectNoWitness(circuit, inputsOf(0, { surfaceWords: rows, ...slice }));
  });

  test('an inactive slot selects nothing', async () => {
    for (const name of OWN) await expectNoWitness(circuit, inputsOf(4, { [name]: 1n }));
  });

  test('FM-03 every field past its width', async () => {
    const widths = {
      expiryHours: C.EXPIRY_HOURS_BITS,
      forward: C.PRICE_BITS,
      discountGap: C.DISCOUNT_BITS,
      sviA: C.SVI_A_BITS,
      sviB: C.SVI_B_BITS,
      sviBRho: C.SVI_B_RHO_BITS,
      sviM: C.SVI_M_BITS,
      sviSigma: C.SVI_SIGMA_BITS,
    };
    for (const other of pastRanges(inputsOf(2), widths)) await expectNoWitness(circuit, other);
  });

  test('FM-05 FM-08 expiry and tenor buckets to the second', async () => {
    const at = (whole.expiryHours?.[0] as bigint) * C.SECONDS_PER_HOUR;
    await expectNoWitness(circuit, inputsOf(0, { time: at, bucket: 0n }), /aboveLower/);
    await expectNoWitness(circuit, inputsOf(0, { time: at + 5n, bucket: 0n }), /aboveLower/);
    for (const seconds of [
      1n,
      48n * 3600n - 1n,
      48n * 3600n,
      168n * 3600n - 1n,
      168n * 3600n,
      720n * 3600n - 1n,
      720n * 3600n,
    ]) {
      const honest = tenorBucket(market.charter, seconds);
      for (const bucket of [0, 1, 2, 3]) {
        const given = inputsOf(0, { time: at - seconds, bucket: BigInt(bucket) });
        if (bucket === honest) {
          const volMultiplier = [...inputs.scenarios.values()][0]?.leaf.volMultipliers[bucket] as bigint;
          await expectModel(circuit, given, { volMultiplier });
        } else {
          await expectNoWitness(circuit, given, /aboveLower|belowUpper/);
        }
      }
      for (const bucket of [4n, FIELD - 1n])
        await expectNoWitness(circuit, inputsOf(0, { time: at - seconds, bucket }));
    }
  });

  test('refuses other values of any signal', async () => {
    // Rows, rules and multipliers that the selectors leave out are not read, nor is the last place of a selector.
    const left =
      /^main\.(underlyingOneHot\[1|snapshotWords|surfaceWords|underlyingNumbers|lnStrikeTicks|lotFactors|forwardMultipliers|volMultipliers|bucketHours)|\.values\[|monomials|ln\./;
    expect(sweepSignals(circuit, await circuit.assign(inputsOf(2)), left)).toBeGreaterThan(1000);
  });
});

describe('FM-06 FM-09 OptionLeg', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('margin/OptionLeg');
  });
  const inputsOf = (position: OptionPosition, expiry: ExpiryTerms, terms: UnderlyingTerms, longCredit: bigint) => {
    const { weight } = terms.scenario;
    return {
      used: position.quantity === 0n ? 0n : 1n,
      isLong: BigInt(position.isLong),
      isPut: BigInt(position.isPut),
      strike: position.strike,
      quantity: position.quantity,
      lnForwardInTicks: expiry.lnForward - terms.lnStrikeTick,
      discountedForward: expiry.discountedForward,
      shockedDiscountedForward: expiry.shockedDiscountedForward,
      discountFactor: expiry.discountFactor,
      volMultiplier: expiry.volMultiplier,
      sviA: expiry.slice.a,
      sviB: expiry.slice.b,
      sviBRho: expiry.slice.bRho,
      sviM: expiry.slice.m,
      sigmaSquared: expiry.slice.sigma ** 2n,
      strikeTickMoney: terms.strikeTickMoney,
      lnForwardShock: terms.lnForwardShock,
      shortOptionCharge: terms.shortOptionCharge,
      weight,
      longCredit,
      longErrorWeight: longCredit >= weight ? longCredit - weight : weight - longCredit,
    };
  };
  const OUTPUTS = [
    'signedPrice',
    'marginPerLot',
    'equity',
    'margin',
    'equityError',
    'shockedError',
    'marginError',
  ] as const;
  const outputsOf = (...[position, expiry, terms, longCredit]: Parameters<typeof inputsOf>): Record<string, bigint> => {
    const model = optionLeg(position, expiry, terms, longCredit);
    return { price: model.mark, ...Object.fromEntries(OUTPUTS.map((name) => [name, model[name]])) };
  };
  const all = [...result.margin.expiries.entries()].map(([key, expiry]) => {
    const underlying = Number(key.split('/')[0]);
    const spot = Number(market.snapshot.underlyings[underlying]?.index ?? 0n) / 100;
    return { underlying, expiry, terms: result.margin.terms.get(underlying) as UnderlyingTerms, spot };
  });
  const position = (changes: Partial<OptionPosition>): OptionPosition => ({
    underlying: 0,
    expiryHours: 0n,
    strike: 65_000n,
    isPut: true,
    isLong: false,
    quantity: 40n,
    ...changes,
  });

  test('equals its model on both sides, calls and puts, near and far', async () => {
    const random = seeded(81);
    let count = 0;
    for (const { expiry, terms, spot } of all) {
      for (const share of [0.2, 0.7, 0.95, 1, 1.05, 1.4, 4]) {
        const strike = BigInt(Math.round(spot * share));
        const held = position({
          strike,
          isPut: count % 2 === 0,
          isLong: count % 3 === 0,
          quantity: 1n + random.below(1n << 22n),
        });
        const longCredit = [0n, 700n, 1000n][count % 3] as bigint;
        await expectModel(
          circuit,
          inputsOf(held, expiry, terms, longCredit),
          outputsOf(held, expiry, terms, longCredit),
        );
        count++;
      }
    }
    expect(count).toBe(28);
  });

  test('FM-09 charges the floor of the total standard deviation where it binds', async () => {
    const { expiry, terms } = all[0] as (typeof all)[number];
    const flat = { ...expiry, slice: { ...expiry.slice, a: 0n, b: 0n, bRho: 0n } };
    const held = position({ strike: 70_000n });
    const outputs = outputsOf(held, flat, terms, 1000n);
    expect(outputs.equityError).toBeGreaterThan(outputsOf(held, expiry, terms, 1000n).equityError as bigint);
    await expectModel(circuit, inputsOf(held, flat, terms, 1000n), outputs);
  });

  test('an empty slot adds nothing, at any expiry and at a slice of zeros', async () => {
    const { expiry, terms } = all[0] as (typeof all)[number];
    const slice = { expiryHours: 0n, a: -(1n << 33n), b: 0n, bRho: -(1n << 28n), m: -(1n << 27n), sigma: 0n };
    const empty = position({ strike: 0n, isPut: false, quantity: 0n });
    for (const at of [expiry, { ...expiry, slice, discountedForward: 0n, shockedDiscountedForward: 0n }]) {
      await expectModel(circuit, inputsOf(empty, at, terms, 1000n), {
        equity: 0n,
        margin: 0n,
        equityError: 0n,
        shockedError: 0n,
        marginError: 0n,
      });
    }
  });

  test('has no witness where a price is undefined', async () => {
    const { expiry, terms } = all[0] as (typeof all)[number];
    const honest = inputsOf(position({}), expiry, terms, 1000n);
    for (const changes of [
      { strike: 0n },
      { strike: FIELD - 65_000n },
      { strike: 1n << 60n },
      { sviA: -(1n << 33n) },
      { sviA: 1n << 40n },
      { lnForwardInTicks: honest.lnForwardInTicks + (20n << 37n) },
      { lnForwardShock: 20n << 26n },
      { volMultiplier: FIELD - 1n },
      { volMultiplier: 1n << 40n },
    ]) {
      const assignment = await circuit.assign({ ...honest, ...changes });
      expect(circuit.violated(assignment), Object.keys(changes)[0]).not.toEqual([]);
    }
  });

  test('refuses other outputs and other inputs for the same outputs', async () => {
    const { expiry, terms } = all[1] as (typeof all)[number];
    for (const isLong of [true, false]) {
      const assignment = await circuit.assign(inputsOf(position({ isLong }), expiry, terms, 700n));
      const ignored = isLong ? /shortOptionCharge/ : /longCredit|longErrorWeight/;
      const names = circuit.signals().filter((name) => /^main\.\w+$/.test(name) && !ignored.test(name));
      expect(names.length).toBeGreaterThan(25);
      for (const name of names) {
        const value = assignment.get(name) as bigint;
        for (const other of [value + 1n, value - 1n, FIELD - value, 0n, 1n << 253n]) {
          if ((other - value) % FIELD !== 0n) expectForgeryRefused(circuit, assignment, { [name]: other });
        }
      }
    }
  });
});
