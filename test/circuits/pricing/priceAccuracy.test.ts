import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { admissibleD1, admissibleRoots, admissibleStdDevs } from '../../../audit/error/admissible.ts';
import { integerSqrt } from '../../../circuits/functions/integerSqrt.ts';
import { naturalLog } from '../../../circuits/functions/naturalLog.ts';
import { logarithm, multiply, ONE, squareRoot } from '../../../circuits/generate/fixedPoint.ts';
import { coarseD1 } from '../../../circuits/pricing/coarseD1.ts';
import { EPSILON_INVERSE, LOG_MONEYNESS_LIMIT, STD_DEV_FLOOR } from '../../../circuits/pricing/formats.ts';
import { logMoneyness } from '../../../circuits/pricing/logMoneyness.ts';
import { optionPrice } from '../../../circuits/pricing/optionPrice.ts';
import { shockedStdDev } from '../../../circuits/pricing/shockedStdDev.ts';
import { totalStdDev } from '../../../circuits/pricing/totalStdDev.ts';
import { blackReference, exp, sqrtOf, toNumber } from './blackReference.ts';
import { seeded } from './pricingTestKit.ts';

const EPSILON = 1 / Number(EPSILON_INVERSE);
const ROOT = resolve(import.meta.dirname, '../../..');
const at = (value: number) => BigInt(Math.round(value * 2 ** 26));
/** Large money, so that the rounding of the result does not hide the error of the functions. */
const DF = 1n << 90n;
const strikeOf = (k256: bigint) => (DF * exp(k256)) >> 256n;
/** (price / DF - reference) / ((1 + e^k) / 2) */
const relativeError = (price: bigint, reference: bigint, k256: bigint) =>
  toNumber((price << 166n) - reference) / ((1 + toNumber(exp(k256))) / 2);

/** A grid of k and s over the domain, dense where prices live. */
function* domain(count: number, seed: number): Generator<[number, number]> {
  const random = seeded(seed);
  for (let i = 0; i < count; i++) {
    const s = Math.min(2 ** (random.next() * 15.02 - 12.02), 7.9999);
    const k = i % 3 === 0 ? random.next() * 16 - 8 : s * (s / 2 - (random.next() * 16 - 8));
    yield [Math.abs(k) < 7.999 ? k : 7.999 * (2 * random.next() - 1), s];
  }
}

/** A reference price: k and s at 2^-26, the vol multiplier c at 2^-10, the option out of the money at 10^-12. */
interface Point {
  k: bigint;
  s: bigint;
  c: bigint;
  outOfTheMoney: bigint;
}

/** test/vectors/prices.json; the layout of a line is told in make_prices.py. */
function readVectors(): { base: Point[]; stressed: Point[] } {
  type Lines = readonly (readonly number[])[];
  const text = readFileSync(resolve(ROOT, 'test/vectors/prices.json'), 'utf8');
  const vectors = JSON.parse(text) as { base: Lines; stressed: Lines };
  const pointsOf = (lines: Lines) =>
    lines.flatMap(([s = 0, c = 0, first = 0, step = 0, ...prices]) =>
      prices.map((price, i) => ({
        k: BigInt(first + i * step),
        s: BigInt(s),
        c: BigInt(c),
        outOfTheMoney: BigInt(price),
      })),
    );
  return { base: pointsOf(vectors.base), stressed: pointsOf(vectors.stressed) };
}

describe('FM-06.4 model price against exact Black-76', () => {
  test('mpmath vectors, base and stressed, calls and puts', () => {
    const { base, stressed } = readVectors();
    let prices = 0;
    const worstOf = (points: readonly Point[]) => {
      let worst = { error: 0, where: '' };
      for (const { k, s, c, outOfTheMoney } of points) {
        const { totalStdDev } = shockedStdDev(s, c);
        const k256 = k << 230n;
        const discountedStrike = strikeOf(k256);
        for (const isPut of [false, true]) {
          const price = optionPrice({ logMoneyness: k, totalStdDev, discountedForward: DF, discountedStrike, isPut });
          const intrinsic = isPut ? discountedStrike - DF : DF - discountedStrike;
          const reference = (outOfTheMoney << 256n) / 10n ** 12n + (intrinsic > 0n ? intrinsic << 166n : 0n);
          const error = Math.abs(relativeError(price, reference, k256));
          const where = `k ${k} s ${s} c ${c} ${isPut ? 'put' : 'call'}`;
          if (price < 0n || error >= EPSILON) expect.fail(`${where}: price ${price}, error ${error}`);
          if (error > worst.error) worst = { error, where };
          prices++;
        }
      }
      return worst;
    };
    const worst = { base: worstOf(base), stressed: worstOf(stressed) };
    console.log(
      `${prices} prices: worst ${worst.base.error.toExponential(2)} of (F + K)/2 at ${worst.base.where}; ` +
        `under stress ${worst.stressed.error.toExponential(2)} at ${worst.stressed.where}`,
    );
    expect(worst.base.error).toBeLessThan(EPSILON);
    expect(worst.stressed.error).toBeLessThan(EPSILON);
  });

  test('the mpmath vectors cover the domain, and the exact reference agrees with them', () => {
    const { base, stressed } = readVectors();
    const points = new Set(base.map(({ k, s }) => `${k}/${s}`));
    expect(points.size).toBeGreaterThanOrEqual(20_000);
    const sorted = (values: bigint[]) => values.sort((x, y) => Number(x - y));
    const [ks, ss] = [sorted(base.map(({ k }) => k)), sorted(base.map(({ s }) => s))];
    expect([ks[0], ks.at(-1)]).toEqual([1n - LOG_MONEYNESS_LIMIT, LOG_MONEYNESS_LIMIT - 1n]);
    expect([ss[0], ss.at(-1)]).toEqual([STD_DEV_FLOOR, (1n << 29n) - 4097n]);
    // Every unit of k in every octave of s, and every half of d1 from -7.875 to 7.875.
    expect(new Set(base.map(({ k, s }) => `${k >> 26n} ${s.toString(2).length}`)).size).toBe(16 * 15);
    expect(new Set(base.map(({ k, s }) => coarseD1(k, s) >> 12n)).size).toBe(32);

    let worst = 0;
    for (const { k, s, c, outOfTheMoney } of [...base, ...stressed]) {
      const shocked = s * c < STD_DEV_FLOOR << 10n ? STD_DEV_FLOOR << 10n : s * c;
      const reference = blackReference(k << 230n, shocked << 220n, k < 0n);
      worst = Math.max(worst, Math.abs(toNumber(reference) - Number(outOfTheMoney) / 1e12));
    }
    // Half a unit of the vectors.
    expect(worst).toBeLessThan(0.501e-12);
  });

  test('published numbers', (context) => {
    const path = resolve(ROOT, '../shared/vectors/published.json');
    if (!existsSync(path)) {
      console.log(`skipped: ${path} is absent`);
      context.skip();
    }
    interface Row {
      inputs: { type: string; S: number; K: number; q: number; r: number; T: number; sigma: number };
      expected: number;
      tolerance: number;
    }
    const { option_price } = JSON.parse(readFileSync(path, 'utf8')) as { option_price: Row[] };
    for (const { inputs, expected, tolerance } of option_price) {
      const forward = inputs.S * Math.exp((inputs.r - inputs.q) * inputs.T);
      const discount = Math.exp(-inputs.r * inputs.T);
      const price = optionPrice({
        logMoneyness: at(Math.log(inputs.K / forward)),
        totalStdDev: at(inputs.sigma * Math.sqrt(inputs.T)),
        discountedForward: BigInt(Math.round(discount * forward * 1e8)),
        discountedStrike: BigInt(Math.round(discount * inputs.K * 1e8)),
        isPut: inputs.type === 'put',
      });
      expect(Math.abs(Number(price) / 1e8 - expected)).toBeLessThanOrEqual(tolerance);
    }
    expect(option_price.length).toBeGreaterThan(10);
  });

  test('every corner of the admitted hints is within the charge and not negative', () => {
    let worst: [number, string] = [0, ''];
    for (const [k0, s0] of domain(6000, 17)) {
      const k = at(k0);
      const k256 = k << 230n;
      const w = BigInt(Math.round(s0 * s0 * 2 ** 52));
      const floored = w < STD_DEV_FLOOR * STD_DEV_FLOOR ? STD_DEV_FLOOR * STD_DEV_FLOOR : w;
      const reference = blackReference(k256, sqrtOf(floored, 52), false);
      const honest = totalStdDev(w).totalStdDev;
      for (const s of new Set([honest, ...admissibleStdDevs(w, honest)])) {
        for (const d1 of new Set([undefined, ...admissibleD1(k, s)])) {
          const choice = d1 === undefined ? {} : { d1 };
          const call = optionPrice({
            logMoneyness: k,
            totalStdDev: s,
            discountedForward: DF,
            discountedStrike: strikeOf(k256),
            isPut: false,
            ...choice,
          });
          expect(call).toBeGreaterThanOrEqual(0n);
          expect(call - DF + strikeOf(k256)).toBeGreaterThanOrEqual(0n);
          const error = Math.abs(relativeError(call, reference, k256));
          if (error > worst[0]) worst = [error, `k ${k0.toFixed(4)} s ${s0.toFixed(5)} d1 ${d1 ?? 'honest'}`];
        }
      }
    }
    console.log(`hint corners: worst ${worst[0].toExponential(3)} of (F + K)/2 at ${worst[1]}`);
    expect(worst[0]).toBeLessThan(EPSILON);
  });

  test('FM-06.5 shocked prices are within the charge for every admitted d1', () => {
    const random = seeded(23);
    let worst = 0;
    for (const [k0, s0] of domain(2500, 29)) {
      const c = 1n + BigInt(Math.floor(random.next() * 3000));
      const base = at(Math.max(s0, 2 ** -12));
      if (base * c >= 7n << 36n) continue;
      const s = shockedStdDev(base, c).totalStdDev;
      const k = at(k0);
      const k256 = k << 230n;
      const product = base * c < STD_DEV_FLOOR << 10n ? STD_DEV_FLOOR << 10n : base * c;
      const reference = blackReference(k256, product << 220n, true);
      for (const d1 of new Set(admissibleD1(k, s))) {
        const put = optionPrice({
          logMoneyness: k,
          totalStdDev: s,
          discountedForward: DF,
          discountedStrike: strikeOf(k256),
          isPut: true,
          d1,
        });
        worst = Math.max(worst, Math.abs(relativeError(put, reference, k256)));
      }
    }
    console.log(`shocked: worst ${worst.toExponential(3)} of (F' + K)/2`);
    expect(worst).toBeLessThan(EPSILON);
  });

  test('parity holds to a unit, and the price rises with s up to the bound', () => {
    for (const [k0, s0] of domain(1500, 31)) {
      const k = at(k0);
      const s = at(Math.max(s0, 2 ** -12));
      const discountedStrike = strikeOf(k << 230n);
      const price = (totalStdDev: bigint, isPut: boolean) =>
        optionPrice({ logMoneyness: k, totalStdDev, discountedForward: DF, discountedStrike, isPut });
      expect(price(s, false) - price(s, true)).toBe(DF - discountedStrike);
      const more = s + s / 50n < 535_000_000n ? s + s / 50n : s;
      const slack = (DF + discountedStrike) / EPSILON_INVERSE;
      expect(price(more, false)).toBeGreaterThanOrEqual(price(s, false) - slack);
    }
  });

  test('FM-06.2 the chain from integers and a raw SVI slice is within the charge, hints at their corners', () => {
    const random = seeded(41);
    const worst = { atRounded: 0, atExact: 0, k: 0, count: 0 };
    for (let slice = 0; slice < 150; slice++) {
      // Slices of the surface SVI family, free of static arbitrage.
      const theta = 10 ** (random.next() * 4.2 - 4);
      const rho = random.next() * 1.5 - 0.9;
      const phi = (0.2 + random.next()) / Math.sqrt(theta);
      const a = BigInt(Math.round((theta / 2) * (1 - rho * rho) * 2 ** 32)) << 20n;
      const b = at((theta * phi) / 2);
      const bRho = at(((theta * phi) / 2) * rho);
      const m = at(-rho / phi);
      const sigma = at(Math.sqrt(1 - rho * rho) / phi);
      for (let i = 0; i < 16; i++) {
        const forward = BigInt(Math.floor(10 ** (6.5 + 3.7 * random.next())));
        const spread =
          i % 2 ? random.next() * 4 - 2 : (random.next() + random.next() + random.next() - 1.5) * 3 * Math.sqrt(theta);
        const strike = BigInt(Math.floor(Number(forward) * Math.exp(Math.max(-2, Math.min(2, spread)))));
        if (strike >= 1n << 36n || strike < 16n) continue;
        const k = logMoneyness(naturalLog(strike, 36), naturalLog(forward, 36));
        const exact = logarithm(strike, forward);
        worst.k = Math.max(worst.k, Math.abs(toNumber((k << 230n) - exact)));
        const reference = (k256: bigint) => {
          const z = k256 - (m << 230n);
          const root = squareRoot(multiply(z, z) + ((sigma * sigma) << 204n));
          const w = (a << 204n) + ((b * root) >> 26n) + ((bRho * z) >> 26n);
          const floor = ONE >> 24n;
          return blackReference(exact, squareRoot(w < floor ? floor : w), false);
        };
        const [rounded, unrounded] = [reference(k << 230n), reference(exact)];
        const z = k - m;
        const square = z * z + sigma * sigma;
        const honestRoot = integerSqrt(square);
        for (const q of new Set([honestRoot, ...admissibleRoots(square, honestRoot)])) {
          const w = a + b * q + bRho * z;
          const honest = totalStdDev(w).totalStdDev;
          for (const s of new Set([honest, ...admissibleStdDevs(w, honest)])) {
            for (const d1 of new Set([undefined, ...admissibleD1(k, s)])) {
              const choice = d1 === undefined ? {} : { d1 };
              const scale = 1n << 60n;
              const [discountedForward, discountedStrike] = [forward * scale, strike * scale];
              const price = optionPrice({
                logMoneyness: k,
                totalStdDev: s,
                discountedForward,
                discountedStrike,
                isPut: false,
                ...choice,
              });
              const half = Number((discountedForward + discountedStrike) / 2n);
              const error = (r: bigint) => Math.abs(Number(price - ((discountedForward * r) >> 256n))) / half;
              worst.atRounded = Math.max(worst.atRounded, error(rounded));
              worst.atExact = Math.max(worst.atExact, error(unrounded));
            }
          }
        }
        worst.count++;
      }
    }
    console.log(
      `SVI chain, ${worst.count} options: worst ${worst.atRounded.toExponential(3)} at w(rounded k), ` +
        `${worst.atExact.toExponential(3)} at w(exact k); |k - ln(K/F)| <= ${worst.k.toExponential(3)}`,
    );
    expect(worst.count).toBeGreaterThan(1000);
    expect(worst.atRounded).toBeLessThan(EPSILON);
    expect(worst.atExact).toBeLessThan(EPSILON);
    expect(worst.k).toBeLessThan(1.1e-8);
  });
});
