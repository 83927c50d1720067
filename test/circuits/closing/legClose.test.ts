import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { legClose } from '../../../circuits/closing/legClose.ts';
import { legGain } from '../../../circuits/closing/legGain.ts';
import { isFairPrice, penaltyCap } from '../../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import type { LegTerms } from '../../../circuits/margin/legTerms.ts';
import {
  compileLeaf,
  expectForgeryRefused,
  expectModel,
  expectNoWitness,
  pastRanges,
  sweepSignals,
} from '../leafTestKit.ts';
import { bitEdits, seeded } from '../pricing/pricingTestKit.ts';

let circuit: TemplateCircuit;
beforeAll(async () => {
  circuit = await compileLeaf('closing/LegClose');
});

const BUFFER = 50n;
const NOTIONAL = 7_000_000_000n;

/** A short put of 0.1 BTC: mark 150 dollars, requirement 900 dollars a lot. */
const LEG: LegTerms = {
  underlying: 0,
  isLong: false,
  quantity: 40n,
  mark: 150_000_123n,
  signedPrice: -150_000_123n,
  marginPerLot: 900_000_456_000_000n,
  equity: 0n,
  margin: 0n,
  equityError: 0n,
  shockedError: 0n,
  marginError: 0n,
  rounding: 0n,
  fee: 2_000n * NOTIONAL,
  notional: NOTIONAL,
  penaltyNotionalCap: NOTIONAL / 100n,
  penaltyBaseCap: (2_500n * NOTIONAL) / C.PER_MILLE,
  penaltyMarkRate: 250n,
};

interface Choice {
  closed: bigint;
  price: bigint;
  terminal?: bigint;
  surplus?: bigint;
  isMarginal?: bigint;
}

const inputsOf = (leg: LegTerms, { closed, price, terminal = 0n, surplus = 0n, isMarginal = 0n }: Choice) => ({
  isLong: BigInt(leg.isLong),
  closed,
  touched: closed === 0n ? 0n : 1n,
  price,
  mark: leg.mark,
  signedPrice: leg.signedPrice,
  marginPerLot: leg.marginPerLot,
  fee: leg.fee,
  notional: leg.notional,
  penaltyNotionalCap: leg.penaltyNotionalCap,
  penaltyBaseCap: leg.penaltyBaseCap,
  penaltyMarkRate: leg.penaltyMarkRate,
  targetFactor: C.PER_MILLE + BUFFER,
  terminal,
  surplus,
  isMarginal,
});

function outputsOf(leg: LegTerms, { closed, price, isMarginal = 0n }: Choice) {
  const gain = legGain(leg, BUFFER);
  const { closedFee, penalty, proceeds } = legClose({ leg, closed, price });
  return {
    gain,
    closedGain: closed * gain,
    closedNotional: closed * leg.notional,
    closedFee,
    marginalGain: isMarginal * gain,
    marginalNotional: isMarginal * leg.notional,
    penalty,
    proceeds,
  };
}

const long: LegTerms = { ...LEG, isLong: true, signedPrice: LEG.mark };
const gain = legGain(LEG, BUFFER);

describe('FM-11 FM-12 FM-14 LegClose', () => {
  test('equals its model on legs of both sides, random and at the edges', async () => {
    const random = seeded(41);
    const rows: [LegTerms, Choice][] = [
      [LEG, { closed: 0n, price: 0n }],
      [LEG, { closed: 7n, price: LEG.mark, isMarginal: 1n }],
      [LEG, { closed: (1n << C.LOT_BITS) - 1n, price: 0n, surplus: gain - 1n }],
      [
        { ...LEG, mark: 0n, signedPrice: 0n },
        { closed: 1n, price: 0n },
      ],
      [
        { ...LEG, marginPerLot: -5n },
        { closed: 3n, price: LEG.mark, terminal: 1n, surplus: (1n << C.GAIN_BITS) - 1n },
      ],
      [
        { ...long, marginPerLot: -(1n << 70n) },
        { closed: 0n, price: 0n },
      ],
    ];
    for (let i = 0; i < 60; i++) {
      const isLong = i % 2 === 0;
      const notional = 1n + random.below(1n << 39n);
      const mark = random.below(notional);
      const leg: LegTerms = {
        ...LEG,
        isLong,
        mark,
        signedPrice: isLong ? mark : -mark,
        marginPerLot: C.PER_MILLION * (1n + random.below(1n << 36n)) + 3_000n * notional,
        fee: random.below(2_000n) * notional,
        notional,
        penaltyNotionalCap: (random.below(20_000n) * notional) / C.PER_MILLION,
        penaltyBaseCap: (random.below(5_000n) * notional) / C.PER_MILLE,
        penaltyMarkRate: random.below(1000n),
      };
      const own = legGain(leg, BUFFER);
      const closed = random.below(1n << 22n);
      const slack = penaltyCap(leg) / C.PER_MILLE;
      let price = closed === 0n ? 0n : isLong ? mark - random.below(slack + 1n) : mark + random.below(slack + 1n);
      if (price < 0n) price = 0n;
      const surplus = random.below(own > 1n ? own : 1n);
      rows.push([leg, { closed, price, surplus, isMarginal: closed > 0n && i % 3 === 0 ? 1n : 0n }]);
    }
    for (const [leg, choice] of rows) {
      if (choice.closed > 0n) expect(isFairPrice(leg, choice.price)).toBe(true);
      await expectModel(circuit, inputsOf(leg, choice), outputsOf(leg, choice));
    }
  });

  test('FM-14 the worse cap itself is taken, one money unit more is not, for both sides and both caps', async () => {
    for (const leg of [LEG, long]) {
      for (const caps of [
        { penaltyNotionalCap: 10n },
        { penaltyMarkRate: 0n, penaltyBaseCap: 10n * C.PER_MILLE + 999n },
        { penaltyMarkRate: 100n, penaltyBaseCap: 0n },
        { penaltyNotionalCap: 0n },
        { penaltyMarkRate: 0n, penaltyBaseCap: 0n },
      ]) {
        const bound = { ...leg, ...caps };
        const worse = leg.isLong ? -1n : 1n;
        const limit = bound.mark + worse * (penaltyCap(bound) / C.PER_MILLE);
        expect(isFairPrice(bound, limit)).toBe(true);
        expect(isFairPrice(bound, limit + worse)).toBe(false);
        await expectModel(circuit, inputsOf(bound, { closed: 2n, price: limit }));
        await expectNoWitness(circuit, inputsOf(bound, { closed: 2n, price: limit + worse }), /within/);
      }
    }
  });

  test('FM-14 FM-18 prices out of range, and beside an untouched leg', async () => {
    for (const price of [1n << C.MONEY_BITS, FIELD - 1n, 1n << 253n]) {
      await expectNoWitness(circuit, inputsOf(long, { closed: 2n, price }), /priceRange|within/);
    }
    for (const price of [1n, LEG.mark, FIELD - 1n]) {
      await expectNoWitness(circuit, inputsOf(LEG, { closed: 0n, price }));
    }
  });

  test('FM-11 FM-12 a leg that does not help, or a surplus that its gain does not exceed', async () => {
    for (const surplus of [gain, gain + 1n, 1n << 60n]) {
      await expectNoWitness(circuit, inputsOf(LEG, { closed: 1n, price: LEG.mark, surplus }), /needed/);
      await expectModel(circuit, inputsOf(LEG, { closed: 1n, price: LEG.mark, surplus, terminal: 1n }));
      await expectModel(circuit, inputsOf(LEG, { closed: 0n, price: 0n, surplus }));
    }
    for (const marginPerLot of [0n, -1n, (C.PER_MILLE * LEG.fee) / (C.PER_MILLE + BUFFER), -(1n << 80n)]) {
      const leg = { ...LEG, marginPerLot };
      expect(legGain(leg, BUFFER)).toBeLessThanOrEqual(0n);
      await expectNoWitness(circuit, inputsOf(leg, { closed: 1n, price: LEG.mark }), /needed/);
    }
    // A gain past its width has no witness either: what fits is what the format says.
    const wide = { ...LEG, marginPerLot: (1n << (C.GAIN_BITS + C.GAIN_SHIFT)) / C.PER_MILLE };
    await expectNoWitness(circuit, inputsOf(wide, { closed: 1n, price: LEG.mark }), /needed/);
  });

  test('FM-13 the marginal leg is closed, and the flag is zero or one', async () => {
    await expectNoWitness(circuit, inputsOf(LEG, { closed: 0n, price: 0n, isMarginal: 1n }));
    for (const isMarginal of [2n, FIELD - 1n, 1n << 253n]) {
      await expectNoWitness(circuit, inputsOf(LEG, { closed: 1n, price: LEG.mark, isMarginal }));
    }
  });

  test('FM-11 a gain that is no integer is refused where a leg is closed', async () => {
    // FloorShift leaves out = (in - r) / 2^30 for any r in [0, 2^30); the range of `needed` takes only the floor.
    const assignment = await circuit.assign(inputsOf(LEG, { closed: 1n, price: LEG.mark }));
    const scaled = (C.PER_MILLE + BUFFER) * LEG.marginPerLot - C.PER_MILLE * LEG.fee;
    const inverse = modularInverse(1n << C.GAIN_SHIFT);
    for (const remainder of [0n, 1n, 12_345n, (1n << 30n) - 1n]) {
      if (remainder === (scaled & ((1n << 30n) - 1n))) continue;
      const other = ((scaled - remainder) * inverse) % FIELD;
      const distance = (other - 1n + FIELD) % FIELD;
      expectForgeryRefused(circuit, assignment, {
        'main.gain': other,
        'main.narrowed.out': other,
        'main.closedGain': other,
        ...bitEdits('main.narrowed.remainder.out', remainder, 30),
        ...bitEdits('main.needed.bits.out', distance, Number(C.GAIN_BITS)),
      });
    }
  });

  test('refuses other values of any signal', async () => {
    const choices: [LegTerms, Choice][] = [
      [LEG, { closed: 7n, price: LEG.mark + 5n, surplus: 11n, isMarginal: 1n }],
      [long, { closed: 7n, price: LEG.mark + 5n, surplus: 11n, isMarginal: 0n }],
    ];
    for (const [leg, choice] of choices) sweepSignals(circuit, await circuit.assign(inputsOf(leg, choice)));
    const inputs = inputsOf(LEG, { closed: 7n, price: LEG.mark, surplus: 11n });
    for (const other of pastRanges(inputs, { price: C.MONEY_BITS })) await expectNoWitness(circuit, other);
  });
});

function modularInverse(value: bigint): bigint {
  let [result, base, exponent] = [1n, value % FIELD, FIELD - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % FIELD;
    base = (base * base) % FIELD;
  }
  return result;
}
