import { expect, test } from 'vitest';
import { type AmountLeg, isLeastNotional, surplusOverTarget } from '../../../circuits/closing/amountClauses.ts';
import type { LegTerms } from '../../../circuits/margin/legTerms.ts';
import { leastClose } from '../../../prover/plan/leastClose.ts';
import { createRandom } from '../../../prover/surface/random.ts';

const leg = (quantity: bigint, notional: bigint, gain: bigint): AmountLeg => ({
  leg: { quantity, notional } as LegTerms,
  gain,
  closed: 0n,
});

function check(legs: AmountLeg[], shortfall: bigint) {
  const found = leastClose(legs, shortfall);
  expect(found).toBeDefined();
  const planned = legs.map((own, i) => ({ ...own, closed: found?.closed[i] ?? 0n }));
  const touched = planned.filter(({ closed }) => closed > 0n);
  const surplus = surplusOverTarget(planned, shortfall);
  for (const { gain, closed, leg: terms } of planned) {
    expect(closed >= 0n && closed <= terms.quantity).toBe(true);
    if (closed > 0n) expect(gain > 0n && surplus < gain).toBe(true);
  }
  expect(touched.some((own) => isLeastNotional(planned, own, shortfall))).toBe(true);
  const reachable = legs.reduce((sum, own) => (own.gain > 0n ? sum + own.gain * own.leg.quantity : sum), 0n);
  expect(surplus >= 0n).toBe(reachable >= shortfall);
  return { ...found, notional: planned.reduce((sum, own) => sum + own.closed * own.leg.notional, 0n) };
}

test('10,000 made-up sets of legs with lots of very different size pass FM-11 to FM-13', () => {
  const random = createRandom(7);
  const below = (count: number) => BigInt(Math.floor(random.uniform() * count));
  let refined = 0;
  for (let i = 0; i < 10_000; i++) {
    const notionals = [1n + below(10), 100n + below(1000), 10_000n + below(100_000)];
    const legs = Array.from({ length: 1 + Number(below(6)) }, () => {
      const notional = notionals[Number(below(3))] as bigint;
      return leg(1n + below(20), notional, (notional * below(1000)) / 800n - notional / 4n);
    });
    const reachable = legs.reduce((sum, own) => (own.gain > 0n ? sum + own.gain * own.leg.quantity : sum), 0n);
    if (reachable === 0n) {
      expect(leastClose(legs, 1n)).toBeUndefined();
      continue;
    }
    if (check(legs, 1n + below(Number(reachable) * 1.1)).refined) refined += 1;
  }
  expect(refined).toBeGreaterThan(100);
});

test('the last leg is closed in part', () => {
  expect(check([leg(10n, 100n, 50n), leg(10n, 100n, 20n)], 540n).closed).toEqual([10n, 2n]);
});

test('lots that are not needed are handed back', () => {
  // The coarse last lot makes up for all the fine ones.
  const { closed, notional } = check([leg(3n, 1n, 2n), leg(2n, 100n, 100n)], 104n);
  expect(closed).toEqual([2n, 1n]);
  expect(notional).toBe(102n);
});

test('a finer lot of another leg finishes where it is cheaper', () => {
  const { closed, refined } = check([leg(5n, 1000n, 1000n), leg(5n, 10n, 9n)], 2005n);
  expect(refined).toBe(true);
  expect(closed).toEqual([2n, 1n]);
});

test('ties are closed in the order of the account', () => {
  expect(check([leg(4n, 10n, 5n), leg(4n, 10n, 5n)], 25n).closed).toEqual([4n, 1n]);
});

test('an exact hit leaves nothing over', () => {
  expect(check([leg(4n, 10n, 5n)], 15n).closed).toEqual([3n]);
});

test('all helping lots are closed where they do not reach the target, and no others', () => {
  expect(check([leg(4n, 10n, 5n), leg(4n, 10n, -5n), leg(2n, 10n, 1n)], 100n).closed).toEqual([4n, 0n, 2n]);
});
