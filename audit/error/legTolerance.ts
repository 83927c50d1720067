import { CONSTANTS as C } from '../../circuits/constants.ts';
import { EPSILON_INVERSE } from '../../circuits/pricing/formats.ts';

/** How far the values of one lot may be from exact ones, money units. */
export interface LegTolerance {
  /** Of its mark. */
  readonly price: number;
  /** Of the requirement λ that it carries. */
  readonly requirement: number;
  /** FM-11: of its gain. */
  readonly gain: number;
  /** FM-14: by how much a closing price may be outside the band around the exact mark. */
  readonly closingPrice: number;
}

/** What the tolerance of one option lot depends on; shares as numbers. */
export interface LegToleranceInput {
  /** B and B' of FM-09, money per lot, with their floor terms. */
  readonly spread: number;
  readonly shockedSpread: number;
  readonly isLong: boolean;
  /** ω, h, β and r_M. */
  readonly weight: number;
  readonly longCredit: number;
  readonly targetBuffer: number;
  readonly penaltyMarkRate: number;
}

/** One unit of a gain in money. */
export const GAIN_UNIT = 2 ** Number(C.GAIN_SHIFT) / 1e9;
/** Rounding of a price, money: of forward or strike and of the price; under stress of the forward twice (RoundingBound). */
export const PRICE_ROUNDING = 2.001;
export const STRESSED_ROUNDING = 4;

/** The tolerance of one option lot (STATEMENT.md section 5); of a linear lot, whose stressed mark alone is rounded, see clauseTolerance. */
export function legTolerance(input: LegToleranceInput): LegTolerance {
  const { spread, shockedSpread, isLong, weight, longCredit, targetBuffer, penaltyMarkRate } = input;
  const half = 1 / (2 * Number(EPSILON_INVERSE));
  const price = half * spread + PRICE_ROUNDING;
  const uncredited = isLong ? 1 - longCredit : 0;
  const requirement = (weight + uncredited) * price + weight * (half * shockedSpread + STRESSED_ROUNDING);
  return {
    price,
    requirement,
    gain: (1 + targetBuffer) * requirement + GAIN_UNIT,
    closingPrice: price * (isLong ? 1 : 1 + penaltyMarkRate),
  };
}
