import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Certificate,
  type CertificateInput,
  certificate,
  measureTables,
  shippedInput,
  VOL_MAXIMUM,
} from '../../audit/error/certificate.ts';
import { distribution, expOfNegative, logarithmNearOne } from '../../audit/error/elementary.ts';
import { chargeFindings, coveringInverse, type ErrorFigures, errorPart } from '../../audit/error/errorPart.ts';
import { functionErrors } from '../../audit/error/functionErrors.ts';
import { type GateLevels, gateLevels } from '../../audit/error/gateLevels.ts';
import { type Interval, quotient, SCALE } from '../../audit/error/interval.ts';
import { logarithmError, moneynessError } from '../../audit/error/logarithmError.ts';
import { NormalGrid } from '../../audit/error/normalGrid.ts';
import { roundingBound } from '../../audit/error/roundingBound.ts';
import { searchLogarithm } from '../../audit/error/searchLogarithm.ts';
import { searchWorst } from '../../audit/error/searchWorst.ts';
import {
  exponential,
  logarithm,
  normalDensity,
  normalDistribution,
  ONE,
  PRECISION,
} from '../../circuits/generate/fixedPoint.ts';
import { EPSILON_INVERSE, GIVEN_STD_DEV_ERROR_INVERSE } from '../../circuits/pricing/formats.ts';

const CHARGE = 1 / Number(EPSILON_INVERSE);
/** As in `npm test`: cells are coarser than in the full run, and still certify. */
const COARSE: CertificateInput = { ...shippedInput(CHARGE, 16), volMultipliers: [VOL_MAXIMUM / 1024] };
const rounding = roundingBound();
const committed = measureTables(COARSE);

describe('enclosures hold the values of an independent evaluation', () => {
  const holds = (interval: Interval, value: bigint) => {
    // Values at 2^-256 are good to far more than 2^-128; their last digits are cut.
    expect(interval.lo << (PRECISION - SCALE)).toBeLessThanOrEqual(value + 64n);
    expect(interval.hi << (PRECISION - SCALE)).toBeGreaterThanOrEqual(value - 64n);
  };
  test('FM-06 N and n at multiples of 2^-13, and narrowly', () => {
    const grid = new NormalGrid();
    for (let units = -60_000; units <= 60_000; units += 997) {
      const x = BigInt(units) * (ONE >> 13n);
      holds(grid.distribution(units), normalDistribution(x));
      holds(grid.density(units), normalDensity(x));
      expect(grid.distribution(units).hi - grid.distribution(units).lo).toBeLessThan(1n << (SCALE - 68n));
    }
  });
  test('FM-06 exponentials, logarithms and N of a rational', () => {
    for (let i = 0n; i <= 40n; i++) {
      holds(expOfNegative(i, 40n), exponential(-(i * ONE) / 40n));
      holds(logarithmNearOne(40n + i, 40n), logarithm(40n + i, 40n));
      holds(logarithmNearOne(40n, 40n + i), logarithm(40n, 40n + i));
      const grid = new NormalGrid();
      holds(distribution(i, 8n, grid.density(1024 * Number(i))), normalDistribution((i * ONE) / 8n));
    }
    expect(quotient(-1n, 3n).hi - quotient(-1n, 3n).lo).toBe(1n);
  });
});

describe('C10 FM-06, V10, V11 certified error of prices', () => {
  let certified: Certificate;
  beforeAll(() => {
    certified = certificate(COARSE, committed);
  });
  const stressed = () => certified.stressed[0]?.bound as Certificate['base'];

  test('the circuit charges no less than is certified, for every admissible witness', () => {
    expect(chargeFindings(certified, rounding)).toEqual([]);
    console.log(
      `given w: base ${certified.base.givenVariance.toExponential(3)}, stressed ${stressed().givenVariance.toExponential(3)}; ` +
        `covers a steepness of ${certified.base.steepnessCovered.toFixed(2)} and ${stressed().steepnessCovered.toFixed(2)}; ` +
        `by steepness ${COARSE.steepness}: inverses ${certified.base.bySteepness.map(coveringInverse)} and ` +
        `${stressed().bySteepness.map(coveringInverse)}`,
    );
    expect(Math.max(certified.base.givenStdDev, stressed().givenStdDev)).toBeLessThan(
      1 / Number(GIVEN_STD_DEV_ERROR_INVERSE),
    );
  });

  test('the circuit charges at most 4 times what a search finds, and no search finds more than is certified', () => {
    for (const isStressed of [false, true]) {
      const bound = isStressed ? stressed() : certified.base;
      for (const steepness of [0, 5]) {
        const { error, ...where } = searchWorst({ stressed: isStressed, steepness, volMaximum: VOL_MAXIMUM }, 40, 7);
        const limit = steepness === 0 ? bound.givenVariance : (bound.bySteepness[3] as number);
        console.log(
          `${isStressed ? 'stressed' : 'base'}, steepness ${steepness}: found ${error.toExponential(3)} ` +
            `of certified ${limit.toExponential(3)} at ${JSON.stringify(where)}`,
        );
        expect(error).toBeLessThanOrEqual(limit);
        expect(CHARGE).toBeLessThanOrEqual(4 * error);
      }
    }
  });

  test('FM-06.1 logarithms are within 1.1e-9 for every choice of multipliers', () => {
    for (const bits of [24, 36] as const) {
      const { least, most } = bits === 24 ? certified.logarithm.strike : certified.logarithm.forward;
      const searched = searchLogarithm(bits, 12, bits);
      expect(searched).toBeLessThanOrEqual(Math.max(most, -least));
      expect(Math.max(most, -least)).toBeLessThan(Math.min(1.1e-9, 2 * searched));
    }
    expect(certified.moneyness.logMoneyness).toBeLessThan(1e-8);
  });

  test('FM-09, FM-17 a planted fault is found: rounding', () => {
    const worse = { ...rounding, margin: 8.1, linearTerminal: 12.1, terminalPrice: 7 };
    expect(chargeFindings(certified, worse)).toHaveLength(3);
  });
});

describe('FM-06 a planted fault is found', () => {
  const BASE: CertificateInput = { ...COARSE, volMultipliers: [] };
  const changed = (rows: readonly (readonly bigint[])[], row: number, power: number, by: bigint) =>
    rows.map((values, i) => (i === row ? values.map((value, j) => (j === power ? value + by : value)) : values));
  const without = (gates: GateLevels, level: number): GateLevels => ({
    ...gates,
    levels: gates.levels.filter((other) => other !== level),
  });

  test('a coefficient of N(d1) and one of N(d2)', () => {
    const { normalCdf, laggedNormalCdf, normalDensity } = BASE.tables;
    const shift = (1n << 80n) / 20_000_000n;
    const { head, lagged } = functionErrors({
      normalCdf: changed(normalCdf, 1, 0, shift),
      laggedNormalCdf: changed(laggedNormalCdf, 5, 1, shift >> 10n),
      normalDensity,
    });
    for (const fault of [{ head }, { lagged }]) {
      const measured = { ...committed, errors: { ...committed.errors, ...fault } };
      expect(chargeFindings(certificate(BASE, measured), rounding)).not.toEqual([]);
    }
  });

  test('a level that is missing from the gates of d1, and of s', () => {
    const loose = certificate({ ...BASE, coarseD1: without(without(BASE.coarseD1, 27), 28) }, committed);
    expect(loose.base.hint).toBeGreaterThan(2e-8);
    const steps = { ...BASE, stdDev: { ...BASE.stdDev, levels: [20, 28] } };
    expect(chargeFindings(certificate(steps, committed), rounding)).not.toEqual([]);
  });

  test('a logarithm of a multiplier', () => {
    const { logarithms } = BASE;
    const faulty = { ...logarithms, logarithms: changed(logarithms.logarithms, 2, 3, 4096n) };
    const strike = logarithmError(24, faulty);
    expect(moneynessError({ ...committed.logarithm, strike }).logMoneyness).toBeGreaterThan(3e-8);
  });
});

test('FM-06 gates are read from the templates', () => {
  expect(gateLevels('CoarseD1')).toEqual({ levels: [19, 23, 25, 26, 27, 28], width: 29, shift: 8 });
  expect(gateLevels('TotalStdDev').levels).toHaveLength(14);
});

test('the part describes its figures', () => {
  const bound = (volMultiplier: number): ErrorFigures['base'] => ({
    volMultiplier,
    givenStdDev: 1e-8,
    givenVariance: 2e-8,
    bySteepness: [{ steepness: 1, certified: 3e-8, inverse: 30_000_000, searched: null }],
    steepnessCovered: 4.5,
    leastPrice: 1e-9,
    cells: 10,
    searched: 1.5e-8,
  });
  const text = errorPart.describe({
    findings: [],
    epsilonInverse: 10_000_000,
    parts: { head: 1e-8, lagged: 1e-8, density: 1e-5, lowPart: 1e-9, hint: 1e-8, stdDevUnits: 1.3 },
    logarithm: [{ bits: 24, certified: 1e-9, searched: 9e-10 }],
    logMoneyness: 1e-8,
    forwardShock: 1e-8,
    root: [{ leastUnits: 4096, above: 1 }],
    base: bound(1),
    stressed: [bound(2.25)],
    floor: { certified: 9e-5, charged: 1e-4 },
    rounding: { ...rounding, optionCharged: 8, linearCharged: 2 },
    steepest: [{ totalStdDev: 2 ** -8, regular: 1e-5, any: 1e-4 }],
    tolerance: { price: 66, requirement: 128, gain: 135, closingPrice: 82 },
  });
  expect(text).toContain('| stressed, c ≤ 2.25 | 1.00e-8 | 2.00e-8 (1.50e-8) | 3.00e-8 | 4.50 |');
  expect(text).toContain('at s = 2^-8');
});
