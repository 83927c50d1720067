import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { legClose } from '../../../circuits/closing/legClose.ts';
import { feeLimit, type SettlementInput, settle } from '../../../circuits/closing/settlement.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import type { LegTerms } from '../../../circuits/margin/legTerms.ts';
import { compileLeaf, expectModel, expectNoWitness, pastRanges, sweepSignals } from '../leafTestKit.ts';
import { seeded } from '../pricing/pricingTestKit.ts';

const HALF = 1n << (C.CASH_BITS - 1n);

const leg = (isLong: boolean, mark: bigint, fee: bigint): LegTerms => ({
  underlying: 0,
  isLong,
  quantity: 0n,
  mark,
  signedPrice: isLong ? mark : -mark,
  marginPerLot: 0n,
  equity: 0n,
  margin: 0n,
  equityError: 0n,
  shockedError: 0n,
  marginError: 0n,
  rounding: 0n,
  fee,
  notional: 0n,
  penaltyNotionalCap: 0n,
  penaltyBaseCap: 0n,
  penaltyMarkRate: 0n,
});

const inputsOf = (given: SettlementInput, terminal = given.remaining === 0n) => {
  const flows = given.legs.map(legClose);
  const sum = (part: (flow: (typeof flows)[number]) => bigint) => flows.reduce((total, flow) => total + part(flow), 0n);
  return {
    equity: given.equity,
    solvent: given.equity >= 0n ? 1n : 0n,
    cash: given.cash,
    proceeds: sum((flow) => flow.proceeds),
    penalty: sum((flow) => flow.penalty),
    closedFee: sum((flow) => flow.closedFee),
    remaining: given.remaining,
    terminal: BigInt(terminal),
    fee: given.fee,
    draw: given.draw,
  };
};

const BASE: SettlementInput = {
  legs: [
    { leg: leg(false, 150_000_000n, 14_000_000_500_000n), closed: 7n, price: 151_000_000n },
    { leg: leg(true, 90_000_000n, 14_000_000_000_000n), closed: 3n, price: 89_500_000n },
  ],
  equity: 5_000_000_000n,
  cash: 6_000_000_000n,
  fee: 100_000_000n,
  draw: 0n,
  remaining: 20n,
};

/** An account in debt, closed as a whole: the draw lifts cash to zero. */
function debt(): SettlementInput {
  const given = { ...BASE, equity: -400_000_000n, cash: 300_000_000n, fee: 0n, remaining: 0n };
  const { cashAfter } = settle(given);
  return { ...given, draw: -cashAfter };
}

describe('FM-15 FM-16 FM-17 Settlement', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('closing/Settlement');
  });
  const outputs = (given: SettlementInput) => ({ cashAfterOffset: settle(given).cashAfter + HALF });

  test('equals its model', async () => {
    const random = seeded(61);
    const cases: SettlementInput[] = [BASE, debt(), { ...BASE, fee: 0n }, { ...BASE, fee: feeLimit(BASE.legs) }];
    for (let i = 0; i < 40; i++) {
      const legs = Array.from({ length: 3 }, (_, j) => {
        const mark = random.below(1n << 36n);
        const price = random.below(2n) === 0n ? mark : random.below(1n << 36n);
        return { leg: leg((i + j) % 2 === 0, mark, random.below(1n << 44n)), closed: random.below(1n << 12n), price };
      });
      const cash = random.below(1n << 52n) - (1n << 51n);
      const fee = random.below(feeLimit(legs) + 1n);
      const given = { legs, cash, fee, draw: 0n, remaining: random.below(50n), equity: 0n };
      const penalty = legs.reduce((sum, closing) => sum + legClose(closing).penalty, 0n);
      const equity =
        i % 3 === 0 ? -1n - random.below(1n << 40n) : fee + (penalty > 0n ? penalty : 0n) + random.below(99n);
      cases.push({ ...given, equity });
    }
    for (const given of cases) await expectModel(circuit, inputsOf(given), outputs(given));
  });

  test('FM-15 a fee above the charter’s rate, negative, or past its width', async () => {
    const limit = feeLimit(BASE.legs);
    await expectModel(circuit, inputsOf({ ...BASE, fee: limit }));
    await expectNoWitness(circuit, inputsOf({ ...BASE, fee: limit + 1n }), /feeCap/);
    for (const other of pastRanges(inputsOf(BASE), { fee: C.FEE_BITS })) {
      await expectNoWitness(circuit, other, /fee/);
    }
    expect(() => settle({ ...BASE, fee: limit + 1n })).toThrow(/^FM-15/);
  });

  test('FM-15 fee and penalties above the equity of a solvent account', async () => {
    const { penalty } = settle(BASE);
    const equity = penalty + BASE.fee;
    await expectModel(circuit, inputsOf({ ...BASE, equity }));
    for (const less of [1n, 2n, equity]) {
      await expectNoWitness(circuit, inputsOf({ ...BASE, equity: equity - less }), /affordable/);
      expect(() => settle({ ...BASE, equity: equity - less })).toThrow(/^FM-15/);
    }
    await expectModel(circuit, inputsOf({ ...BASE, equity: -1n }));
  });

  test('FM-16 cash beyond its range', async () => {
    const { cashAfter } = settle(BASE);
    const room = HALF - 1n - cashAfter;
    await expectModel(circuit, inputsOf({ ...BASE, cash: BASE.cash + room }));
    await expectNoWitness(circuit, inputsOf({ ...BASE, cash: BASE.cash + room + 1n }), /cashRange/);
    await expectNoWitness(circuit, inputsOf({ ...BASE, cash: BASE.cash - cashAfter - HALF - 1n }), /cashRange/);
    await expectModel(circuit, inputsOf({ ...BASE, cash: BASE.cash - cashAfter - HALF }));
  });

  test('FM-17 a draw to anything but zero, beside a fee or open lots, or past its width', async () => {
    const given = debt();
    expect(given.draw).toBeGreaterThan(0n);
    const inputs = inputsOf(given);
    for (const draw of [given.draw - 1n, given.draw + 1n, 1n]) {
      await expectNoWitness(circuit, { ...inputs, draw });
      expect(() => settle({ ...given, draw })).toThrow(/^FM-17/);
    }
    await expectNoWitness(circuit, { ...inputs, draw: given.draw + 5n, fee: 5n });
    expect(() => settle({ ...given, draw: given.draw + 5n, fee: 5n })).toThrow(/^FM-17/);
    for (const remaining of [1n, 2n, FIELD - 1n]) {
      await expectNoWitness(circuit, { ...inputs, remaining, terminal: 0n });
      await expectNoWitness(circuit, { ...inputs, remaining, draw: 0n });
    }
    // A negative draw would take money out of the account: only its range stands against it.
    const rich = inputsOf({ ...BASE, equity: -1n, fee: 0n, remaining: 0n }, true);
    const out = BASE.cash + rich.proceeds;
    expect(out).toBeGreaterThan(0n);
    for (const draw of [FIELD - out, (1n << C.DRAW_BITS) - out + (1n << 70n)]) {
      await expectNoWitness(circuit, { ...rich, draw }, /draw/);
    }
    for (const other of pastRanges(inputs, { draw: C.DRAW_BITS })) await expectNoWitness(circuit, other, /draw/);
  });

  test('FM-17 a terminal close that leaves lots', async () => {
    await expectNoWitness(circuit, inputsOf(BASE, true));
    await expectModel(circuit, inputsOf({ ...BASE, remaining: 0n }, true));
  });

  test('refuses other values of any signal', async () => {
    // Lots that stay and the flag bind nothing alone: there is no draw, and the close is not terminal.
    sweepSignals(circuit, await circuit.assign(inputsOf(BASE)), /^main\.(remaining|terminal)$/);
    const given = inputsOf(debt());
    sweepSignals(circuit, await circuit.assign(given), /^main\.(equity|penalty|terminal)$/);
  });
});
