import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { black76 } from '../../../prover/companion/black76.ts';
import { type Black76GreeksInput, black76Greeks } from '../../../prover/companion/black76Greeks.ts';
import type { Greeks } from '../../../prover/companion/greeks.ts';

interface PublishedRow {
  source: string;
  type: 'call' | 'put';
  /** Forward, for Black-76. */
  F?: number;
  /** Spot price and yield, for Black-Scholes-Merton. */
  S?: number;
  q?: number;
  K: number;
  r: number;
  T: number;
  sigma: number;
  expected: Partial<Greeks>;
  tolerance: number;
}

const PUBLISHED = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../vectors/publishedGreeks.json'), 'utf8'),
) as { rows: PublishedRow[] };

/** Greeks by the spot price S at rate r and yield q: the forward is F = S e^((r - q) T). */
function greeksOf({ type, F, S = 0, q = 0, K, r, T, sigma }: PublishedRow): Greeks {
  const growth = F === undefined ? Math.exp((r - q) * T) : 1;
  const forward = F ?? S * growth;
  const discountFactor = Math.exp(-r * T);
  const greeks = black76Greeks({
    forward,
    strike: K,
    volatility: sigma,
    years: T,
    discountFactor,
    isPut: type === 'put',
  });
  // With the spot price held, the forward drifts: dF/dT = (r - q) F.
  const drift = F === undefined ? greeks.delta * (r - q) * forward : 0;
  return {
    ...greeks,
    delta: greeks.delta * growth,
    gamma: greeks.gamma * growth * growth,
    theta: greeks.theta - drift,
    thetaPerDay: greeks.thetaPerDay - drift / 365,
  };
}

test.each(PUBLISHED.rows)('published: $source, $type, $expected', (row) => {
  const greeks = greeksOf(row);
  for (const [name, expected] of Object.entries(row.expected)) {
    expect(Math.abs(greeks[name as keyof Greeks] - expected), name).toBeLessThanOrEqual(row.tolerance);
  }
});

/** Rate and moneyness (d1) in the place of discount factor and strike, so that they stay while others move. */
interface Terms {
  forward: number;
  d1: number;
  volatility: number;
  years: number;
  rate: number;
  isPut: boolean;
}

const terms = fc.record<Terms>({
  forward: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
  d1: fc.double({ min: -4, max: 4, noNaN: true }),
  volatility: fc.double({ min: 0.1, max: 2, noNaN: true }),
  years: fc.double({ min: 0.01, max: 2, noNaN: true }),
  rate: fc.double({ min: -0.05, max: 0.2, noNaN: true }),
  isPut: fc.boolean(),
});

function inputOf({ forward, d1, volatility, years, rate, isPut }: Terms): Required<Black76GreeksInput> {
  const s = volatility * Math.sqrt(years);
  const strike = forward * Math.exp(s * (s / 2 - d1));
  return { forward, strike, volatility, years, discountFactor: Math.exp(-rate * years), isPut };
}

/** Price at a fixed rate. */
function priceAt(input: Required<Black76GreeksInput>, change: Partial<Black76GreeksInput>): number {
  const rate = -Math.log(input.discountFactor) / input.years;
  const { forward, strike, volatility, years, isPut } = { ...input, ...change };
  const discountFactor = Math.exp(-rate * years);
  return black76({ forward, strike, totalStdDev: volatility * Math.sqrt(years), discountFactor, isPut });
}

test('every Greek is the central difference of the price', () => {
  const worst = { delta: 0, gamma: 0, vega: 0, theta: 0 };
  fc.assert(
    fc.property(terms, (drawn) => {
      const input = inputOf(drawn);
      const { forward, strike, volatility, years, discountFactor } = input;
      const s = volatility * Math.sqrt(years);
      const greeks = black76Greeks(input);
      const slope = (field: 'forward' | 'volatility' | 'years', step: number) =>
        (priceAt(input, { [field]: input[field] + step }) - priceAt(input, { [field]: input[field] - step })) /
        (2 * step);
      const wide = 2e-3 * forward * s;
      const bend =
        (priceAt(input, { forward: forward + wide }) -
          2 * priceAt(input, {}) +
          priceAt(input, { forward: forward - wide })) /
        (wide * wide);
      const size = discountFactor * (forward + strike);
      // Each relative to the size that the Greek has at the money; steps of 1e-4 leave 1e-8 of curvature and 1e-12 of
      // rounding, the wide step a few 1e-6 and 1e-9.
      const errors = {
        delta: Math.abs(slope('forward', 1e-4 * forward * s) - greeks.delta) / discountFactor,
        gamma: Math.abs(bend - greeks.gamma) / (discountFactor / (forward * s)),
        vega: Math.abs(slope('volatility', 1e-4 * volatility) - greeks.vega) / (size * Math.sqrt(years)),
        theta: Math.abs(-slope('years', 1e-4 * years) - greeks.theta) / (size * (volatility / Math.sqrt(years) + 1)),
      };
      for (const name of ['delta', 'gamma', 'vega', 'theta'] as const)
        worst[name] = Math.max(worst[name], errors[name]);
    }),
    { seed: 76, numRuns: 3000 },
  );
  expect(worst.delta).toBeLessThan(2e-8);
  expect(worst.gamma).toBeLessThan(1e-5);
  expect(worst.vega).toBeLessThan(1e-7);
  expect(worst.theta).toBeLessThan(1e-7);
});

test('put and call keep parity, theta and gamma the Black-76 equation, and quoted units are what they say', () => {
  fc.assert(
    fc.property(terms, (drawn) => {
      const input = inputOf(drawn);
      const { forward, strike, volatility, discountFactor } = input;
      const call = black76Greeks({ ...input, isPut: false });
      const put = black76Greeks({ ...input, isPut: true });
      const size = 1e-13 * discountFactor * (forward + strike);
      expect(Math.abs(call.delta - put.delta - discountFactor)).toBeLessThan(1e-14);
      expect(put.gamma).toBe(call.gamma);
      expect(put.vega).toBe(call.vega);
      const interest = drawn.rate * discountFactor * (forward - strike);
      expect(Math.abs(call.theta - put.theta - interest)).toBeLessThan(size * (1 + Math.abs(call.theta) / forward));
      // F. Black 1976: dV/dt + sigma^2 F^2 gamma / 2 = r V.
      const decay = (volatility * forward) ** 2 * (call.gamma / 2);
      const rest = call.theta + decay - drawn.rate * priceAt({ ...input, isPut: false }, {});
      expect(Math.abs(rest)).toBeLessThan(size + 1e-13 * decay);
      expect(call.vegaPerPoint).toBe(call.vega / 100);
      expect(call.thetaPerDay).toBe(call.theta / 365);
    }),
    { seed: 77, numRuns: 1000 },
  );
});

describe('limits', () => {
  const option = { forward: 70_000, strike: 70_000, volatility: 0.6, years: 0.25, isPut: false };

  test.each([
    ['call', 60_000, 1],
    ['call', 80_000, 0],
    ['put', 60_000, 0],
    ['put', 80_000, -1],
  ])('a %s at %d that is about to expire has the delta of its payoff and nothing else', (type, strike, delta) => {
    const greeks = black76Greeks({ ...option, strike, years: 1e-9, isPut: type === 'put' });
    expect(greeks.delta).toBeCloseTo(delta, 12);
    for (const name of ['gamma', 'vega', 'theta'] as const) expect(greeks[name]).toBeCloseTo(0, 12);
  });

  test('at the money, gamma and theta grow without bound as expiry nears, and vega goes to zero', () => {
    const [far, near] = [1e-6, 1e-8].map((years) => black76Greeks({ ...option, years })) as [Greeks, Greeks];
    expect(near.delta).toBeCloseTo(0.5, 4);
    expect(near.gamma / far.gamma).toBeCloseTo(10, 6);
    expect(near.theta / far.theta).toBeCloseTo(10, 6);
    expect(near.vega / far.vega).toBeCloseTo(0.1, 6);
  });

  test('deep in the money an option is a discounted forward that earns interest', () => {
    const [rate, years] = [0.05, 0.25];
    const discountFactor = Math.exp(-rate * years);
    const call = black76Greeks({ ...option, strike: 500, discountFactor });
    expect(call.delta).toBeCloseTo(discountFactor, 12);
    expect(call.gamma).toBeCloseTo(0, 12);
    expect(call.vega).toBeCloseTo(0, 9);
    expect(call.theta).toBeCloseTo(rate * discountFactor * (70_000 - 500), 6);
  });

  test('far out of the money everything is zero, and nothing is not a number', () => {
    for (const isPut of [false, true]) {
      const strike = isPut ? 1e-3 : 1e12;
      for (const value of Object.values(black76Greeks({ ...option, strike, isPut }))) expect(value).toBeCloseTo(0, 12);
    }
    for (const strike of [69_999, 70_000]) {
      const tiny = { ...option, strike, volatility: 1e-200, years: 1e-200 };
      for (const value of Object.values(black76Greeks(tiny))) expect(Number.isFinite(value)).toBe(true);
    }
  });
});

test.each(['forward', 'strike', 'volatility', 'years', 'discountFactor'] as const)('refuses a bad %s', (field) => {
  const option = { forward: 100, strike: 90, volatility: 0.5, years: 1, discountFactor: 0.9, isPut: true };
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => black76Greeks({ ...option, [field]: value })).toThrow(
      expect.objectContaining({ code: 'GREEKS_INPUT', field }),
    );
  }
});

test('refuses a total standard deviation that a double cannot hold', () => {
  const option = { forward: 100, strike: 100, volatility: 1e-300, years: 1e-200, isPut: false };
  expect(() => black76Greeks(option)).toThrow(expect.objectContaining({ code: 'GREEKS_INPUT', field: 'volatility' }));
});
