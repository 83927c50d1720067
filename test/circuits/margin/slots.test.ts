import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type Inputs, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { linearSlot, optionSlot } from '../../../circuits/commitment/accountCommitment.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import { type LiquidationInputs, runLiquidation } from '../../../circuits/liquidation.ts';
import type { ExpiryTerms } from '../../../circuits/margin/expiryTerms.ts';
import type { LegTerms } from '../../../circuits/margin/legTerms.ts';
import type { UnderlyingTerms } from '../../../circuits/margin/underlyingTerms.ts';
import type { LinearPosition, OptionPosition } from '../../../circuits/objects.ts';
import { liquidationOf } from '../../support/sampleLiquidation.ts';
import { sampleAccount, sampleMarket } from '../../support/sampleMarket.ts';
import { compileLeaf, expectForgeryRefused, expectModel, expectNoWitness, pastRanges } from '../leafTestKit.ts';

const market = sampleMarket({ longCredit: 700n });
const inputs: LiquidationInputs = liquidationOf(sampleAccount('twoUnderlyings', { market }), market);
const { margin } = runLiquidation(inputs);
const rules = [0, 1].map((u) => margin.terms.get(u) as UnderlyingTerms);
const column = (value: (terms: UnderlyingTerms) => bigint) => rules.map(value);

const LEG_OUTPUTS = ['mark', 'signedPrice', 'marginPerLot', 'equity', 'margin'] as const;
const ruleOutputs = ({ fee, notional, penaltyNotionalCap, penaltyBaseCap }: LegTerms) => ({
  legFee: fee,
  legNotional: notional,
  legPenaltyNotionalCap: penaltyNotionalCap,
  legPenaltyBaseCap: penaltyBaseCap,
});

describe('FM-03 FM-04 FM-10 OptionSlot(2)', () => {
  const KEY_BITS = 28;
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('margin/OptionSlot', [2, KEY_BITS]);
  });
  const keys = [...margin.expiries.keys()];
  const keyOf = (position: OptionPosition, index: number) =>
    (BigInt(index) << 25n) + position.strike * 2n + BigInt(position.isPut) + 1n;

  /** The slot of a position of which some lots are closed. */
  function inputsOf(position: OptionPosition, closed: bigint, keyBefore: bigint, changes: Inputs = {}): Inputs {
    const key = `${position.underlying}/${position.expiryHours}`;
    const expiry = margin.expiries.get(key) as ExpiryTerms;
    const { slice } = expiry;
    return {
      strike: position.strike,
      isPut: BigInt(position.isPut),
      isLong: BigInt(position.isLong),
      closed,
      remaining: position.quantity - closed,
      keyBefore,
      expiryIndex: BigInt(keys.indexOf(key)),
      underlyingIndex: BigInt(position.underlying),
      expiryIdentity: BigInt(position.underlying) + (position.expiryHours << C.UNDERLYING_BITS),
      lnForwardInTicks: expiry.lnForward - (rules[position.underlying] as UnderlyingTerms).lnStrikeTick,
      discountedForward: expiry.discountedForward,
      shockedDiscountedForward: expiry.shockedDiscountedForward,
      discountFactor: expiry.discountFactor,
      volMultiplier: expiry.volMultiplier,
      sviA: slice.a + (1n << (C.SVI_A_BITS - 1n)),
      sviB: slice.b,
      sviBRho: slice.bRho + (1n << (C.SVI_B_RHO_BITS - 1n)),
      sviM: slice.m + (1n << (C.SVI_M_BITS - 1n)),
      sigmaSquared: slice.sigma ** 2n,
      strikeTickMoney: column((terms) => terms.strikeTickMoney),
      lnForwardShock: column((terms) => terms.lnForwardShock),
      shortOptionCharge: column((terms) => terms.shortOptionCharge),
      weight: column((terms) => terms.scenario.weight),
      longErrorWeight: column(({ scenario: { weight } }) => (weight > 700n ? weight - 700n : 700n - weight)),
      fee: column((terms) => terms.fee),
      notional: column((terms) => terms.notional),
      penaltyNotionalCap: column((terms) => terms.penaltyNotionalCap),
      penaltyBaseCap: column((terms) => terms.penaltyBaseCap),
      penaltyMarkRate: column((terms) => terms.rules.penaltyMarkRate),
      longCredit: 700n,
      ...changes,
    };
  }
  const held = inputs.account.options.flatMap((position, i) =>
    position ? [{ position, leg: margin.options[i] as LegTerms }] : [],
  );

  test('equals its model: the leg, its rules, and the slot before and after', async () => {
    expect(new Set(held.map(({ position }) => position.underlying)).size).toBe(2);
    for (const { position, leg } of held) {
      for (const closed of [0n, 1n, position.quantity]) {
        const rest = position.quantity - closed;
        const index = keys.indexOf(`${position.underlying}/${position.expiryHours}`);
        await expectModel(circuit, inputsOf(position, closed, 0n), {
          key: keyOf(position, index),
          used: 1n,
          touched: closed > 0n ? 1n : 0n,
          quantity: position.quantity,
          slotBefore: optionSlot(position),
          slotAfter: rest > 0n ? optionSlot({ ...position, quantity: rest }) : 0n,
          ...ruleOutputs(leg),
          legPenaltyMarkRate: leg.penaltyMarkRate,
          ...Object.fromEntries(
            [...LEG_OUTPUTS, 'equityError' as const, 'shockedError' as const, 'marginError' as const].map((name) => [
              name,
              leg[name],
            ]),
          ),
        });
      }
    }
  });

  const [{ position, leg }] = held as [(typeof held)[number]];
  const empty = { strike: 0n, isPut: 0n, isLong: 0n, closed: 0n, remaining: 0n };

  test('an empty slot keeps the key and adds nothing, even on an expiry that no option may stand on', async () => {
    for (const expiryIndex of [0n, -1n]) {
      await expectModel(circuit, inputsOf(position, 1n, 77n, { ...empty, expiryIndex }), {
        key: 77n,
        used: 0n,
        quantity: 0n,
        slotBefore: 0n,
        slotAfter: 0n,
        equity: 0n,
        margin: 0n,
        marginError: 0n,
      });
    }
    for (const field of [{ strike: 1n }, { isPut: 1n }, { isLong: 1n }]) {
      await expectNoWitness(circuit, inputsOf(position, 1n, 0n, { ...empty, ...field }));
    }
  });

  test('FM-04 a key that does not rise, or an expiry that no option may stand on', async () => {
    const key = keyOf(position, 0);
    await expectModel(circuit, inputsOf(position, 1n, key - 1n));
    for (const before of [key, key + 1n, key + (1n << 25n)]) {
      await expectNoWitness(circuit, inputsOf(position, 1n, before), /order/);
    }
    await expectNoWitness(circuit, inputsOf(position, 1n, 0n, { expiryIndex: -1n }), /order/);
    await expectNoWitness(circuit, inputsOf(position, 1n, 0n, { expiryIndex: FIELD - 9n }), /order/);
  });

  test('FM-10 more closed than held, and FM-03 every field past its width', async () => {
    const honest = inputsOf(position, 1n, 0n);
    const more = { closed: position.quantity + 1n, remaining: -1n };
    await expectNoWitness(circuit, { ...honest, ...more }, /remainingRange/);
    const widths = { strike: C.STRIKE_BITS, isPut: 1n, isLong: 1n, closed: C.LOT_BITS, remaining: C.LOT_BITS };
    for (const other of pastRanges(honest, widths)) await expectNoWitness(circuit, other);
    for (const underlyingIndex of [2n, -1n, 1n << 253n]) await expectNoWitness(circuit, { ...honest, underlyingIndex });
  });

  test('refuses other outputs', async () => {
    const assignment = await circuit.assign(inputsOf(position, 1n, 0n));
    const names = ['key', 'used', 'touched', 'slotBefore', 'slotAfter', 'mark', 'equity', 'margin', 'legFee'];
    const surviving = names.filter((name) => circuit.survives(`main.${name}`));
    expect(surviving.length).toBeGreaterThan(4);
    for (const name of surviving) {
      const value = assignment.get(`main.${name}`) as bigint;
      for (const other of [value + 1n, value - 1n, -value, 1n << 253n]) {
        if ((other - value) % FIELD !== 0n) expectForgeryRefused(circuit, assignment, { [`main.${name}`]: other });
      }
    }
    expect(leg.quantity).toBe(position.quantity);
  });
});

describe('FM-03 FM-04 FM-10 LinearSlot(9, 2)', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('margin/LinearSlot', [9, 2]);
  });
  const KINDS = { future: 1n, perpetual: 2n, spot: 3n };
  const identityOf = ({ kind, underlying, expiryHours }: LinearPosition) =>
    KINDS[kind] + (BigInt(underlying) << 2n) + (expiryHours << 5n);
  const held = inputs.account.linears.flatMap((position, i) =>
    position ? [{ position, leg: margin.linears[i] as LegTerms }] : [],
  );
  /** A slot whose source stands at a place among nine; the others are inactive. */
  function inputsOf(
    position: LinearPosition,
    leg: LegTerms,
    closed: bigint,
    place: number,
    changes: Inputs = {},
  ): Inputs {
    const at = (value: bigint, other: bigint) => Array.from({ length: 9 }, (_, i) => (i === place ? value : other));
    return {
      source: BigInt(place),
      isLong: BigInt(position.isLong),
      closed,
      remaining: position.quantity - closed,
      keyBefore: 0n,
      identity: at(identityOf(position), -1n),
      sourceMark: at(leg.mark, 5n),
      underlyingIndex: at(BigInt(position.underlying), 0n),
      forwardMultiplier: column((terms) => terms.scenario.forwardMultiplier),
      weight: column((terms) => terms.scenario.weight),
      linearCharge: column((terms) => terms.linearCharge),
      fee: column((terms) => terms.fee),
      notional: column((terms) => terms.notional),
      penaltyNotionalCap: column((terms) => terms.penaltyNotionalCap),
      penaltyBaseCap: column((terms) => terms.penaltyBaseCap),
      ...changes,
    };
  }

  test('equals its model at every place of the source', async () => {
    expect(held.length).toBeGreaterThan(1);
    for (const { position, leg } of held) {
      for (const place of [0, 4, 8]) {
        for (const closed of [0n, position.quantity]) {
          await expectModel(circuit, inputsOf(position, leg, closed, place), {
            key: identityOf(position) + 1n,
            touched: closed > 0n ? 1n : 0n,
            quantity: position.quantity,
            slotBefore: linearSlot(position),
            slotAfter: closed === 0n ? linearSlot(position) : 0n,
            ...ruleOutputs(leg),
            ...Object.fromEntries(LEG_OUTPUTS.map((name) => [name, leg[name]])),
          });
        }
      }
    }
  });

  const [{ position, leg }] = held as [(typeof held)[number]];

  test('FM-04 a source that is inactive or not there, and a key that does not rise', async () => {
    const honest = inputsOf(position, leg, 1n, 4);
    await expectNoWitness(circuit, { ...honest, source: 3n }, /order/);
    for (const source of [9n, -1n, 1n << 253n]) await expectNoWitness(circuit, { ...honest, source });
    const key = identityOf(position) + 1n;
    await expectModel(circuit, { ...honest, keyBefore: key - 1n });
    for (const keyBefore of [key, key + 1n]) await expectNoWitness(circuit, { ...honest, keyBefore }, /order/);
    const empty = { isLong: 0n, closed: 0n, remaining: 0n };
    await expectModel(circuit, { ...honest, ...empty, source: 3n }, { slotBefore: 0n, key: 0n, equity: 0n });
    await expectNoWitness(circuit, { ...honest, ...empty, isLong: 1n });
  });

  test('FM-10 more closed than held, and FM-03 every field past its width', async () => {
    const honest = inputsOf(position, leg, 1n, 4);
    const more = { closed: position.quantity + 1n, remaining: -1n };
    await expectNoWitness(circuit, { ...honest, ...more }, /remainingRange/);
    const widths = { isLong: 1n, closed: C.LOT_BITS, remaining: C.LOT_BITS };
    for (const other of pastRanges(honest, widths)) await expectNoWitness(circuit, other);
  });
});
