import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFairPrice } from '../../circuits/closing/priceFairness.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { applyOutcome } from '../../verifier/applyOutcome.ts';
import { closedPositions, worstPrice } from '../../verifier/closedPositions.ts';
import { type Opening, writeOpening } from '../../verifier/opening.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { openingOf, ReceiptFactory } from '../support/receipts.ts';

let factory: ReceiptFactory;
beforeAll(async () => {
  factory = await ReceiptFactory.create();
});
afterAll(() => factory?.close());

/** Every linear position is closed by a lot, all at their worst prices, and one of them off by some money. */
const closedAtWorst =
  (off: bigint, which: number) =>
  (opening: Opening): Opening => {
    const all = closedPositions(opening).filter(({ mark }) => mark !== undefined);
    const linears = all.map(({ position, mark = 0n, cap }, i) => {
      const worse = position.isLong ? -off : off;
      return { quantityClosed: 1n, price: worstPrice(mark, cap, position.isLong) + (i === which ? worse : 0n) };
    });
    const closed = { ...opening.closed, linears, fee: 0n };
    const { accountBefore, accountAfter, snapshot } = opening;
    return {
      ...opening,
      closed,
      outcome: opening.outcome && { ...opening.outcome, ...closed },
      accountAfter: { ...applyOutcome(accountBefore, closed, snapshot.time), salt: accountAfter.salt },
    };
  };

async function statusOfPrices(off: bigint, which: number) {
  const { receipt, objects } = await factory.make({ distort: closedAtWorst(off, which) });
  const report = await verifyReceipt(receipt, { opening: writeOpening(objects), trustedKeys: factory.trustedKeys });
  return report.checks.find(({ id }) => id === 'closing-prices')?.status;
}

describe('FM-14 the worst price that is drawn is the worst that is accepted', () => {
  const linears = closedPositions(openingOf({})).filter(({ mark }) => mark !== undefined);

  test('the account has longs and shorts, a future, a perpetual and spot', () => {
    expect(new Set(linears.map(({ position }) => position.isLong)).size).toBe(2);
    expect(linears.map(({ position }) => 'kind' in position && position.kind).sort()).toEqual([
      'future',
      'future',
      'perpetual',
      'spot',
    ]);
  });

  test.each([...linears.keys()])('position %s', async (which) => {
    expect(await statusOfPrices(0n, which)).toBe('passed');
    expect(await statusOfPrices(1n, which)).toBe('failed');
    expect(await statusOfPrices(-1n, which)).toBe('passed');
  });

  test('by the model of the circuit too', () => {
    const { published } = openingOf({});
    const seen = linears.map(({ position, notional, mark = 0n, cap }) => {
      const rules = published.charter.underlyings[position.underlying]!;
      const leg = {
        ...{ isLong: position.isLong, mark, penaltyMarkRate: 1000n },
        penaltyNotionalCap: (rules.penaltyNotionalRate * notional) / 1_000_000n,
        penaltyBaseCap: (rules.penaltyBaseRate * notional) / 1000n,
      } as LegTerms;
      const worst = worstPrice(mark, cap, position.isLong);
      return [worst, worst + (position.isLong ? -1n : 1n)].map((price) => isFairPrice(leg, price));
    });
    expect(seen).toEqual(linears.map(() => [true, false]));
  });

  test('a long position is sold at no less than nothing', () => {
    expect(worstPrice(5n, 9n, true)).toBe(0n);
    expect(worstPrice(5n, 9n, false)).toBe(14n);
  });
});

test('FM-14 of an option the cap by notional is known, and no mark', () => {
  const [option] = closedPositions(openingOf({})).filter(({ mark }) => mark === undefined);
  // 1% of 70,000 for a lot of 0.1.
  expect(option?.cap).toBe(70_000_000n);
});
