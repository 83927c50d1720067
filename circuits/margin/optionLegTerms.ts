import { CONSTANTS as C } from '../constants.ts';
import type { OptionPosition } from '../objects.ts';
import { EPSILON_INVERSE } from '../pricing/formats.ts';
import type { ExpiryTerms } from './expiryTerms.ts';
import type { LegTerms } from './legTerms.ts';
import type { UnderlyingTerms } from './underlyingTerms.ts';

/** One option's prices now and under stress, money per lot. */
export interface PricedOption {
  discountedStrike: bigint;
  price: bigint;
  shockedPrice: bigint;
  /** Whether the total standard deviation is the floor, now and under stress. */
  floorBinds: boolean;
  shockedFloorBinds: boolean;
}

/** FM-09: what a priced option adds to the sums; the part of OptionLeg.circom behind its prices. @param longCredit h, per mille */
export function optionLegTerms(
  { quantity, isLong }: OptionPosition,
  { discountedForward, shockedDiscountedForward }: ExpiryTerms,
  terms: UnderlyingTerms,
  longCredit: bigint,
  { discountedStrike, price, shockedPrice, floorBinds, shockedFloorBinds }: PricedOption,
): LegTerms {
  const { weight } = terms.scenario;
  const sign = isLong ? 1n : -1n;
  const charge = isLong ? C.PER_MILLE * (C.PER_MILLE - longCredit) * price : terms.shortOptionCharge;
  const marginPerLot = charge - C.PER_MILLE * weight * sign * (shockedPrice - price);

  const floorFactor = (2n * EPSILON_INVERSE) / C.FLOOR_ERROR_INVERSE;
  const spread = (forward: bigint, floors: bigint) => forward + discountedStrike + floors * floorFactor * forward;
  const equityError = quantity * spread(discountedForward, BigInt(floorBinds));
  const shockedFloors = BigInt(shockedFloorBinds) + C.FLOOR_SHOCK_FACTOR * BigInt(floorBinds);
  const shockedError = quantity * weight * spread(shockedDiscountedForward, shockedFloors);
  const longErrorWeight = longCredit >= weight ? longCredit - weight : weight - longCredit;
  const baseWeight = isLong ? longErrorWeight : C.PER_MILLE - weight;
  return {
    underlying: terms.scenario.underlying,
    isLong,
    quantity,
    mark: price,
    signedPrice: sign * price,
    marginPerLot,
    equity: quantity * sign * price,
    margin: quantity * marginPerLot,
    equityError,
    shockedError,
    marginError: baseWeight * equityError + shockedError,
    rounding: C.OPTION_ROUNDING * quantity,
    fee: terms.fee,
    notional: terms.notional,
    penaltyNotionalCap: terms.penaltyNotionalCap,
    penaltyBaseCap: terms.penaltyBaseCap,
    penaltyMarkRate: terms.rules.penaltyMarkRate,
  };
}
