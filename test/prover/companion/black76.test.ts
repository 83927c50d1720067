import fc from 'fast-check';
import { expect, test } from 'vitest';
import { black76 } from '../../../prover/companion/black76.ts';
import { impliedTotalStdDev } from '../../../prover/companion/impliedTotalStdDev.ts';

// mpmath 1.3.0 at 40 digits. The first row is also QuantLib's (Debian quantlib-python): 9.881655682215.
test.each([
  [100, 105, 0.3, 1, false, 9.88165568221535],
  [92400, 70000, 0.21, 1, true, 730.7564275922738],
  [92400, 180000, 0.08, 1, false, 4.648826074352145e-14],
  [64000, 65000, 0.01, 0.97, true, 986.3281859537684],
  [64000, 65000, 2.5, 0.97, false, 48860.5931906996],
  [0.5, 0.45, 0.6, 1, true, 0.08868547714858502],
  [92400, 92400, 2 ** -12, 1, false, 8.999576810923816],
])('black76(F=%s, K=%s, s=%s, D=%s, put=%s)', (forward, strike, totalStdDev, discountFactor, isPut, expected) => {
  const price = black76({ forward, strike, totalStdDev, discountFactor, isPut });
  // The price is a difference of two numbers of the forward's size, which bounds what a double can give.
  expect(Math.abs(price - expected)).toBeLessThan(1e-12 * expected + 4e-16 * forward);
});

test('put and call keep parity, and no volatility gives intrinsic value', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      (forward, logMoneyness, totalStdDev) => {
        const strike = forward * Math.exp(logMoneyness);
        const call = black76({ forward, strike, totalStdDev, isPut: false });
        const put = black76({ forward, strike, totalStdDev, isPut: true });
        expect(Math.abs(call - put - (forward - strike))).toBeLessThan(1e-14 * (forward + strike));
      },
    ),
    { seed: 1 },
  );
  expect(black76({ forward: 100, strike: 90, totalStdDev: 0, isPut: false })).toBe(10);
  expect(black76({ forward: 100, strike: 90, totalStdDev: 0, isPut: true })).toBe(0);
});

test('impliedTotalStdDev inverts black76 in and far out of the money', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 1e-3, max: 4, noNaN: true }),
      (deviations, totalStdDev) => {
        const forward = 64_000;
        const strike = forward * Math.exp(deviations * totalStdDev);
        const isPut = strike < forward;
        const price = black76({ forward, strike, totalStdDev, discountFactor: 0.9, isPut });
        const found = impliedTotalStdDev({ price, forward, strike, discountFactor: 0.9, isPut });
        expect(Math.abs(found! / totalStdDev - 1)).toBeLessThan(1e-9);
      },
    ),
    { seed: 2 },
  );
  const inTheMoney = black76({ forward: 100, strike: 80, totalStdDev: 0.2, isPut: false });
  expect(impliedTotalStdDev({ price: inTheMoney, forward: 100, strike: 80, isPut: false })).toBeCloseTo(0.2, 12);
  const tiny = black76({ forward: 100, strike: 200, totalStdDev: 0.02, isPut: false });
  expect(impliedTotalStdDev({ price: tiny, forward: 100, strike: 200, isPut: false })).toBeCloseTo(0.02, 10);
});

test.each([
  ['intrinsic value', 20, 80],
  ['less than intrinsic value', 19, 80],
  ['nothing', 0, 120],
  ['a negative price', -1, 120],
  ['the forward', 100, 120],
  ['no number', Number.NaN, 120],
])('impliedTotalStdDev has no answer for a call at %s', (_, price, strike) => {
  expect(impliedTotalStdDev({ price, forward: 100, strike, isPut: false })).toBeUndefined();
});
