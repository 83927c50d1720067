import { expect, test } from 'vitest';
import { isFairPrice } from '../../../circuits/closing/priceFairness.ts';
import { planLegs } from '../../../prover/plan/planLegs.ts';
import { pricesInBand } from '../../../prover/plan/pricesInBand.ts';
import { scenarioCandidates } from '../../../prover/plan/scenarioCandidates.ts';
import { settleClose } from '../../../prover/plan/settleClose.ts';
import { sampleAccount, sampleMarket } from '../../support/sampleMarket.ts';

const market = sampleMarket();

function legsOf(kind: 'condor' | 'twoUnderlyings') {
  const [binding] = scenarioCandidates({ ...market, account: sampleAccount(kind) });
  if (!binding) throw new Error('no scenario');
  return { legs: planLegs(binding.margin, market.charter.targetBuffer), margin: binding.margin };
}

test('a share of 1000 is the last price inside the band of FM-14, and 0 the mark', () => {
  for (const { leg } of legsOf('twoUnderlyings').legs) {
    expect(pricesInBand(0n)(leg)).toBe(leg.mark);
    const edge = pricesInBand(1000n)(leg);
    expect(isFairPrice(leg, edge)).toBe(true);
    expect(isFairPrice(leg, leg.isLong ? edge - 1n : edge + 1n)).toBe(false);
    const half = pricesInBand(500n)(leg);
    expect(leg.isLong ? half > edge && half < leg.mark : half < edge && half > leg.mark).toBe(true);
  }
  expect(() => pricesInBand(1001n)).toThrow(RangeError);
  expect(() => pricesInBand(-1n)).toThrow(RangeError);
});

test('a long that is worth less than the cap may be sold for nothing, not for less', () => {
  const [found] = legsOf('condor').legs.filter(({ leg }) => leg.isLong);
  if (!found) throw new Error('a condor has longs');
  const worthless = { ...found.leg, mark: 5n };
  expect(pricesInBand(1000n)(worthless)).toBe(0n);
  expect(isFairPrice(worthless, 0n)).toBe(true);
});

test('prices outside the band are refused', () => {
  const { legs, margin } = legsOf('condor');
  const closed = legs.map((leg) => ({ ...leg, closed: 1n }));
  const prices = pricesInBand(1000n);
  const account = { equity: margin.equity, cash: sampleAccount('condor').cash };
  expect(() => settleClose(closed, account, prices)).not.toThrow();
  expect(() => settleClose(closed, account, (leg) => prices(leg) + (leg.isLong ? -1n : 1n))).toThrow(
    expect.objectContaining({ clause: 'FM-14' }),
  );
});

test('penalties and fee of a solvent account stay within its equity', () => {
  const { legs } = legsOf('twoUnderlyings');
  const everything = legs.map((leg) => ({ ...leg, closed: leg.leg.quantity }));
  const worth = legs.reduce((sum, { leg }) => sum + leg.equity, 0n);
  for (const equity of [0n, 1n, 1_000_000n, 1_000_000_000n]) {
    const settled = settleClose(everything, { equity, cash: equity - worth }, pricesInBand(1000n));
    expect(settled).toMatchObject({ draw: 0n });
    expect(settled.cashAfter).toBeGreaterThanOrEqual(0n);
  }
});
