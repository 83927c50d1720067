import { floorShift } from '../arithmetic/floorShift.ts';
import { requireClause } from '../clauseViolation.ts';
import { CONSTANTS as C } from '../constants.ts';
import { naturalLog } from '../functions/naturalLog.ts';
import type { OptionPosition } from '../objects.ts';
import { logMoneyness } from '../pricing/logMoneyness.ts';
import { optionPrice } from '../pricing/optionPrice.ts';
import { shockedStdDev } from '../pricing/shockedStdDev.ts';
import { sviTotalVariance } from '../pricing/sviTotalVariance.ts';
import { totalStdDev } from '../pricing/totalStdDev.ts';
import type { ExpiryTerms } from './expiryTerms.ts';
import type { LegTerms } from './legTerms.ts';
import { optionLegTerms } from './optionLegTerms.ts';
import type { UnderlyingTerms } from './underlyingTerms.ts';

/** The model of OptionLeg.circom (FM-06, FM-09). @param longCredit h, per mille */
export function optionLeg(
  position: OptionPosition,
  expiry: ExpiryTerms,
  terms: UnderlyingTerms,
  longCredit: bigint,
): LegTerms {
  const { isPut, strike } = position;
  requireClause(strike > 0n, 'FM-05', 'a strike is zero');
  const { slice } = expiry;
  const k = logMoneyness(naturalLog(strike, 24) + terms.lnStrikeTick, expiry.lnForward);
  const variance = sviTotalVariance({
    logMoneynessShifted: k - slice.m,
    sigmaSquared: slice.sigma * slice.sigma,
    a: slice.a << (2n * C.SVI_FRACTION_BITS - C.SVI_A_FRACTION_BITS),
    b: slice.b,
    bRho: slice.bRho,
  });
  const base = totalStdDev(variance, Number(C.TOTAL_VARIANCE_DEFICIT_BITS));
  const shocked = shockedStdDev(base.totalStdDev, expiry.volMultiplier);
  const discountedStrike = floorShift(strike * terms.strikeTickMoney * expiry.discountFactor, Number(C.DISCOUNT_BITS));
  const { discountedForward, shockedDiscountedForward } = expiry;
  const price = optionPrice({
    logMoneyness: k,
    totalStdDev: base.totalStdDev,
    discountedForward,
    discountedStrike,
    isPut,
  });
  const shockedPrice = optionPrice({
    logMoneyness: k - terms.lnForwardShock,
    totalStdDev: shocked.totalStdDev,
    discountedForward: shockedDiscountedForward,
    discountedStrike,
    isPut,
  });

  return optionLegTerms(position, expiry, terms, longCredit, {
    discountedStrike,
    price,
    shockedPrice,
    floorBinds: base.floorBinds,
    shockedFloorBinds: shocked.floorBinds,
  });
}
