import { describe, expect, test } from 'vitest';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import { evaluateAccount, heldUnderlyings } from '../../../circuits/margin/evaluateAccount.ts';
import type { Account, Snapshot, SnapshotExpiry, Surface } from '../../../circuits/objects.ts';
import { EPSILON_INVERSE } from '../../../circuits/pricing/formats.ts';
import { accountGreeks, type LegGreeks } from '../../../prover/companion/accountGreeks.ts';
import { black76 } from '../../../prover/companion/black76.ts';
import type { Greeks } from '../../../prover/companion/greeks.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { charterDocument } from '../../support/documents.ts';
import {
  BTC,
  ETH,
  randomAccount,
  SAMPLE_ACCOUNT_KINDS,
  sampleAccount,
  sampleMarket,
} from '../../support/sampleMarket.ts';

/** Prices in cents, strikes in dollars; a lot is 0.1 BTC or 1 ETH. */
const published = readCharter(charterDocument());
const LOT_SIZES = [0.1, 1];
const CENTS_PER_DOLLAR = 100;
const MONEY_PER_DOLLAR = Number(C.PER_MILLION);
const SECONDS_PER_YEAR = 365 * 86_400;

const market = sampleMarket();
const { snapshot, surface } = market;

/** A scenario of each underlying: equity does not depend on it. */
const scenarios = new Map([BTC, ETH].map((u) => [u, market.scenarios.find(({ underlying }) => underlying === u)!]));
const evaluate = (account: Account, at: { snapshot: Snapshot; surface: Surface }) =>
  evaluateAccount({ charter: market.charter, ...at, account, scenarios });

describe('against the integer model of the circuit', () => {
  test('price, forward, strike, volatility and lot of every option are those of the committed objects', () => {
    let legs = 0;
    for (let seed = 0; seed < 25; seed++) {
      const account = randomAccount(seed, { market });
      const greeks = accountGreeks({ published, snapshot, surface, account });
      const { options } = evaluate(account, market);
      account.options.forEach((position, i) => {
        const [leg, integer] = [greeks.options[i], options[i]];
        if (!position || !leg || !integer) throw new RangeError('an option has no Greeks');
        const row = snapshot.underlyings[position.underlying]?.expiries as SnapshotExpiry[];
        const terms = row.find(({ expiryHours }) => expiryHours === position.expiryHours) as SnapshotExpiry;
        const forward = Number(terms.forward) / CENTS_PER_DOLLAR;
        const strike = Number(position.strike);
        const discountFactor = 1 - Number(terms.discountGap) / 2 ** 20;
        const totalStdDev = leg.volatility * Math.sqrt(leg.years);
        const price = black76({ forward, strike, totalStdDev, discountFactor, isPut: position.isPut });
        const perLot = price * (LOT_SIZES[position.underlying] as number) * MONEY_PER_DOLLAR;
        // FM-06: the charged share of D(F + K)/2, and 8 money units of rounding.
        const half = (perLot / price) * (discountFactor * (forward + strike)) * 0.5;
        expect(Math.abs(perLot - Number(integer.mark))).toBeLessThan(half / Number(EPSILON_INVERSE) + 8);
        legs++;
      });
    }
    expect(legs).toBeGreaterThan(60);
  });

  /** One volatility for all strikes and expiries: holding it by strike and by moneyness are the same. */
  interface FlatMarket {
    volatility: number;
    /** Seconds that have passed. */
    seconds?: number;
    /** Cents that all prices of each underlying have risen. */
    rise?: bigint;
  }
  const RATE = 0.04;

  function flat({ volatility, seconds = 0, rise = 0n }: FlatMarket): { snapshot: Snapshot; surface: Surface } {
    const time = snapshot.time + BigInt(seconds);
    const yearsTo = (hours: bigint) => Number(hours * C.SECONDS_PER_HOUR - time) / SECONDS_PER_YEAR;
    const underlyings = snapshot.underlyings.map(
      (row) =>
        row && {
          index: row.index + rise,
          perpetual: row.perpetual + rise,
          expiries: row.expiries.map(
            (expiry) =>
              expiry && {
                ...expiry,
                forward: expiry.forward + rise,
                discountGap: BigInt(Math.round((1 - Math.exp(-RATE * yearsTo(expiry.expiryHours))) * 2 ** 20)),
              },
          ),
        },
    );
    const rows = surface.rows.map(
      (row) =>
        row?.map(
          (slice) =>
            slice && {
              ...slice,
              a: BigInt(Math.round(volatility ** 2 * yearsTo(slice.expiryHours) * 2 ** 32)),
              b: 0n,
              bRho: 0n,
              m: 0n,
            },
        ) ?? null,
    );
    return { snapshot: { ...snapshot, time, underlyings }, surface: { ...surface, rows } };
  }

  test.each(['shortStrangle', 'coveredCall', 'shortCallsLongFutures', 'twoUnderlyings', 'condor'] as const)(
    'sums of a %s are central differences of the proven equity',
    (kind) => {
      const whole = sampleAccount(kind, { market });
      const { underlyings } = accountGreeks({ published, ...flat({ volatility: 0.6 }), account: whole });
      expect([...underlyings.keys()].sort()).toEqual(heldUnderlyings(whole));
      for (const [underlying, greeks] of underlyings) {
        const only = <P extends { underlying: number }>(slots: readonly (P | null)[]) =>
          slots.map((position) => (position?.underlying === underlying ? position : null));
        const account = { ...whole, options: only(whole.options), linears: only(whole.linears) };
        const dollars = (change: Partial<FlatMarket>) =>
          Number(evaluate(account, flat({ volatility: 0.6, ...change })).equity) / MONEY_PER_DOLLAR;
        const index = Number(snapshot.underlyings[underlying]?.index);
        const units = [...account.options, ...account.linears].reduce(
          (sum, position) => sum + Number(position?.quantity ?? 0n) * (LOT_SIZES[underlying] as number),
          0,
        );

        // Steps: wide enough for a price within 5.6e-8 of D(F + K)/2, small against the standard deviations of 8% and up.
        const step = BigInt(Math.round(index * 0.003));
        const delta = (dollars({ rise: step }) - dollars({ rise: -step })) / 2 / (Number(step) / CENTS_PER_DOLLAR);
        expect(Math.abs(greeks.delta - delta) / units).toBeLessThan(1e-3);

        const wide = BigInt(Math.round(index * 0.01));
        const bend = dollars({ rise: wide }) - 2 * dollars({}) + dollars({ rise: -wide });
        const gamma = bend / (Number(wide) / CENTS_PER_DOLLAR) ** 2;
        expect(Math.abs(greeks.gamma / gamma - 1)).toBeLessThan(2e-2);

        const vega = (dollars({ volatility: 0.61 }) - dollars({ volatility: 0.59 })) / 0.02;
        expect(Math.abs(greeks.vega / vega - 1)).toBeLessThan(2e-3);

        const hour = (dollars({ seconds: 3600 }) - dollars({ seconds: -3600 })) / 2;
        expect(Math.abs(greeks.theta / (hour * 365 * 24) - 1)).toBeLessThan(2e-3);
        expect(greeks.thetaPerDay).toBeCloseTo(greeks.theta / 365, 9);
        expect(greeks.vegaPerPoint).toBeCloseTo(greeks.vega / 100, 9);
      }
    },
  );
});

test('volatility is held by strike: a slope of the smile moves no delta', () => {
  const account = sampleAccount('shortStrangle', { market });
  const { options } = accountGreeks({ published, snapshot, surface, account });
  account.options.forEach((position, i) => {
    const leg = options[i]!;
    const terms = snapshot.underlyings[BTC]!.expiries.find((expiry) => expiry?.expiryHours === position?.expiryHours)!;
    const [forward, strike] = [Number(terms.forward) / CENTS_PER_DOLLAR, Number(position?.strike)];
    const discountFactor = 1 - Number(terms.discountGap) / 2 ** 20;
    const totalStdDev = leg.volatility * Math.sqrt(leg.years);
    const price = (at: number) =>
      black76({ forward: at, strike, totalStdDev, discountFactor, isPut: position?.isPut === true });
    expect(leg.perUnit.delta).toBeCloseTo((price(forward + 1) - price(forward - 1)) / 2, 7);
  });
});

const KEYS = ['delta', 'gamma', 'vega', 'vegaPerPoint', 'theta', 'thetaPerDay'] as const;

test.each(SAMPLE_ACCOUNT_KINDS)('legs and sums of a %s scale by lot, lots and side', (kind) => {
  const account = sampleAccount(kind, { market });
  const greeks = accountGreeks({ published, snapshot, surface, account });
  const sums = new Map<number, Greeks>();
  const check = (
    leg: LegGreeks | null | undefined,
    position: Account['options'][number] | Account['linears'][number],
  ) => {
    if (!leg || !position) return expect(leg).toBe(position);
    const lotSize = LOT_SIZES[position.underlying] as number;
    const lots = Number(position.quantity) * (position.isLong ? 1 : -1);
    const sum = sums.get(leg.underlying) ?? { delta: 0, gamma: 0, vega: 0, vegaPerPoint: 0, theta: 0, thetaPerDay: 0 };
    for (const key of KEYS) {
      expect(leg.perLot[key]).toBeCloseTo(leg.perUnit[key] * lotSize, 9);
      expect(leg.held[key]).toBeCloseTo(leg.perUnit[key] * lotSize * lots, 6);
      sum[key] += leg.held[key];
    }
    sums.set(leg.underlying, sum);
  };
  account.options.forEach((position, i) => {
    check(greeks.options[i], position);
  });
  account.linears.forEach((position, i) => {
    check(greeks.linears[i], position);
    expect(greeks.linears[i]?.perUnit).toEqual({
      delta: 1,
      gamma: 0,
      vega: 0,
      vegaPerPoint: 0,
      theta: 0,
      thetaPerDay: 0,
    });
  });
  expect(greeks.underlyings.size).toBe(sums.size);
  for (const [underlying, sum] of sums) {
    for (const key of KEYS) expect(greeks.underlyings.get(underlying)?.[key]).toBeCloseTo(sum[key], 6);
  }
});

test('empty slots are null, and an account without positions has no sums', () => {
  const strangle = sampleAccount('shortStrangle', { market });
  const account = { ...strangle, options: [null, ...strangle.options.slice(1)], linears: [null] };
  const greeks = accountGreeks({ published, snapshot, surface, account });
  expect(greeks.options.map((leg) => leg !== null)).toEqual([false, true]);
  expect(greeks.linears).toEqual([null]);
  const empty = accountGreeks({ published, snapshot, surface, account: { ...account, options: [null], linears: [] } });
  expect(empty.underlyings.size).toBe(0);
});

test('where the floor of s binds, the volatility is the floor’s', () => {
  const account = sampleAccount('shortStrangle', { market });
  const rows = surface.rows.map((row) => row?.map((slice) => slice && { ...slice, a: -1n, b: 0n, bRho: 0n }) ?? null);
  const { options } = accountGreeks({ published, snapshot, surface: { ...surface, rows }, account });
  for (const leg of options) expect(leg!.volatility * Math.sqrt(leg!.years)).toBeCloseTo(2 ** -12, 15);
});

describe('refuses, naming the place', () => {
  const account = sampleAccount('coveredCall', { market });
  const [position] = account.options;
  const field = 'account.options[0]';
  const without = <T extends { expiryHours: bigint }>(slots: readonly (T | null)[]) =>
    slots.map((slot) => (slot?.expiryHours === position?.expiryHours ? null : slot));

  test('an expiry that the snapshot does not list', () => {
    const underlyings = snapshot.underlyings.map((row) => row && { ...row, expiries: without(row.expiries) });
    const input = { published, snapshot: { ...snapshot, underlyings }, surface, account };
    expect(() => accountGreeks(input)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_UNKNOWN', field }));
  });

  test('an expiry without a slice', () => {
    const rows = surface.rows.map((row) => row && without(row));
    const input = { published, snapshot, surface: { ...surface, rows }, account };
    expect(() => accountGreeks(input)).toThrow(expect.objectContaining({ code: 'SURFACE_MISSING', field }));
  });

  test('an expired option', () => {
    const time = (position?.expiryHours ?? 0n) * C.SECONDS_PER_HOUR;
    const input = { published, snapshot: { ...snapshot, time }, surface, account };
    expect(() => accountGreeks(input)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_EXPIRED', field }));
  });
});
