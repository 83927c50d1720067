import { CONSTANTS as C } from '../constants.ts';
import { EPSILON_INVERSE } from '../pricing/formats.ts';
import type { AccountMargin } from './evaluateAccount.ts';

/** The scale of the trigger: units of a money unit in which a price error is linear. */
export const ERROR_SCALE = 2n * EPSILON_INVERSE * C.PER_MILLE;

export type MarginSums = Pick<
  AccountMargin,
  'equity' | 'requirement' | 'equityError' | 'shockedError' | 'marginError' | 'rounding'
>;

/** How far below the requirement equity is beyond every error, at ERROR_SCALE; liquidatable where positive (FM-09). */
export function marginGap(sums: MarginSums): bigint {
  return (
    sums.requirement * (ERROR_SCALE / C.PER_MILLION) - (sums.equity + sums.rounding) * ERROR_SCALE - sums.marginError
  );
}

/** How far below zero equity is beyond every error, at ERROR_SCALE; insolvent where positive (FM-09, FM-17). */
export function equityGap(sums: MarginSums): bigint {
  return -(sums.equity + sums.rounding) * ERROR_SCALE - C.PER_MILLE * sums.equityError;
}
