import { VOL_MULTIPLIER_BITS } from '../../circuits/pricing/formats.ts';
import { CHARTER_LIMITS } from '../../verifier/formats/charter.ts';
import { COMMITTED_TABLES, type FunctionErrors, functionErrors, type Tables } from './functionErrors.ts';
import { type GateLevels, gateLevels } from './gateLevels.ts';
import { rootFreedom, stdDevFreedom } from './hintFreedom.ts';
import {
  COMMITTED_LOGARITHMS,
  type LogarithmError,
  type LogarithmTables,
  logarithmError,
  type MoneynessError,
  moneynessError,
} from './logarithmError.ts';
import { type PriceBound, priceBound } from './priceBound.ts';

/** Everything the bound is computed from; tests plant faults. */
export interface CertificateInput {
  readonly tables: Tables;
  readonly logarithms: LogarithmTables;
  readonly coarseD1: GateLevels;
  readonly stdDev: GateLevels;
  readonly root: GateLevels;
  /** Vol multipliers c to bound stressed prices for, each with all below it. */
  readonly volMultipliers: readonly number[];
  readonly steepness: readonly number[];
  /** Of D (F + K) / 2. */
  readonly charge: number;
  readonly resolution: number;
}

export interface Certificate {
  readonly functions: FunctionErrors['worst'];
  readonly logarithm: { readonly strike: LogarithmError; readonly forward: LogarithmError };
  readonly moneyness: MoneynessError;
  /** s above the root of w, units of 2^-26; below, less than one. */
  readonly stdDevAbove: number;
  /** q above the slice's root, units of 2^-26, by the least root in units; below, less than one. */
  readonly rootAbove: readonly { readonly root: number; readonly above: number }[];
  readonly base: PriceBound;
  readonly stressed: readonly { readonly volMultiplier: number; readonly bound: PriceBound }[];
}

/** Roots from 2^-14 on count as regular: a slice whose sigma is at least that has no smaller one. */
export const REGULAR_ROOT = 2 ** 12;

/**
 * The steepness (b + |b rho|) / s of a slice up to which the charge of FM-09 has to cover everything, for every vol
 * multiplier (STATEMENT.md, FM-06).
 */
export const CHARGED_STEEPNESS = 5;

/** The greatest vol multiplier that a charter may allow, in steps of 2^-10. */
export const VOL_MAXIMUM = Math.round(Number(CHARTER_LIMITS.volMaximum) * 2 ** VOL_MULTIPLIER_BITS);

/** What ships: the committed tables and the gates in the templates' sources. */
export function shippedInput(charge: number, resolution: number): CertificateInput {
  return {
    tables: COMMITTED_TABLES,
    logarithms: COMMITTED_LOGARITHMS,
    coarseD1: gateLevels('CoarseD1'),
    stdDev: gateLevels('TotalStdDev'),
    root: gateLevels('SviTotalVariance'),
    volMultipliers: [1.5, VOL_MAXIMUM / 2 ** VOL_MULTIPLIER_BITS],
    steepness: [1, 2, 3, 5],
    charge,
    resolution,
  };
}

/** What the tables alone decide. */
export interface MeasuredTables {
  readonly errors: FunctionErrors;
  readonly logarithm: Certificate['logarithm'];
}

export function measureTables({ tables, logarithms }: Pick<CertificateInput, 'tables' | 'logarithms'>): MeasuredTables {
  return {
    errors: functionErrors(tables),
    logarithm: { strike: logarithmError(24, logarithms), forward: logarithmError(36, logarithms) },
  };
}

/** FM-06: bounds of base and stressed prices, and of the logarithm, over every witness that the constraints admit. */
export function certificate(input: CertificateInput, measured = measureTables(input)): Certificate {
  const { errors, logarithm } = measured;
  const moneyness = moneynessError(logarithm);
  const above = stdDevFreedom(input.stdDev);
  const variance = rootFreedom(input.root, REGULAR_ROOT) * 2 ** -26 + moneyness.logMoneyness;
  const { coarseD1, steepness, charge, resolution } = input;
  const common = { errors, coarseD1, steepness, charge, resolution };
  const base = { above, below: 1, logMoneyness: moneyness.logMoneyness, variance, factor: 1 };
  return {
    functions: errors.worst,
    logarithm,
    moneyness,
    stdDevAbove: above,
    rootAbove: [REGULAR_ROOT, 2 ** 8, 0].map((root) => ({ root, above: rootFreedom(input.root, root) })),
    base: priceBound({ ...common, freedom: base }),
    // s' = floor(c s) is at most c times `above` above c exact s, and at most c + 1 below.
    stressed: input.volMultipliers.map((c) => ({
      volMultiplier: c,
      bound: priceBound({
        ...common,
        freedom: {
          above: c * above,
          below: c + 1,
          logMoneyness: moneyness.logMoneyness + moneyness.forwardShock,
          variance,
          factor: c,
        },
      }),
    })),
  };
}
