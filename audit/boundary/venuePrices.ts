import { floorShift } from '../../circuits/arithmetic/floorShift.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { integerSqrt } from '../../circuits/functions/integerSqrt.ts';
import { naturalLog } from '../../circuits/functions/naturalLog.ts';
import type { ExpiryTerms } from '../../circuits/margin/expiryTerms.ts';
import type { PricedOption } from '../../circuits/margin/optionLegTerms.ts';
import type { UnderlyingTerms } from '../../circuits/margin/underlyingTerms.ts';
import type { OptionPosition } from '../../circuits/objects.ts';
import { coarseD1 } from '../../circuits/pricing/coarseD1.ts';
import { logMoneyness } from '../../circuits/pricing/logMoneyness.ts';
import { type OptionPriceInput, optionPrice } from '../../circuits/pricing/optionPrice.ts';
import { shockedStdDev } from '../../circuits/pricing/shockedStdDev.ts';
import { type TotalStdDev, totalStdDev } from '../../circuits/pricing/totalStdDev.ts';
import { admissibleD1 } from './admissibleD1.ts';
import { admissibleStdDevs } from './admissibleStdDevs.ts';
import { greatestRoot } from './greatestRoot.ts';

/** Least and greatest price over the admissible d1, widened by some units. */
function priceRange(input: OptionPriceInput, units: bigint): [bigint, bigint] {
  const { logMoneyness: k, totalStdDev: s } = input;
  const prices = [coarseD1(k, s), ...admissibleD1(k, s)].map((d1) => optionPrice({ ...input, d1 }));
  const least = prices.reduce((a, b) => (a < b ? a : b));
  const most = prices.reduce((a, b) => (a > b ? a : b));
  return [least - units, most + units];
}

/**
 * The corners of what a venue can make of one option: q at either end of what the constraints admit, from it s at
 * either end and with either flag of the floor, and for both prices the d1 with the least and the greatest result. The
 * base price and the stressed one share q and s, as in the circuit, and no more.
 *
 * @param units by how much prices are widened: one covers the fractions that the rounding of a price leaves open
 */
export function venuePrices(
  position: OptionPosition,
  expiry: ExpiryTerms,
  terms: UnderlyingTerms,
  units: bigint,
): PricedOption[] {
  const { isPut, strike } = position;
  const { slice } = expiry;
  const k = logMoneyness(naturalLog(strike, 24) + terms.lnStrikeTick, expiry.lnForward);
  const z = k - slice.m;
  const square = z * z + slice.sigma * slice.sigma;
  const honest = integerSqrt(square);
  const variance = (root: bigint) =>
    (slice.a << (2n * C.SVI_FRACTION_BITS - C.SVI_A_FRACTION_BITS)) + slice.b * root + slice.bRho * z;
  const stdDevs = new Map<string, TotalStdDev>();
  for (const root of new Set([honest, greatestRoot(square, honest)])) {
    const w = variance(root);
    const { totalStdDev: s } = totalStdDev(w, Number(C.TOTAL_VARIANCE_DEFICIT_BITS));
    for (const found of admissibleStdDevs(w, s)) stdDevs.set(`${found.totalStdDev}/${found.floorBinds}`, found);
  }
  const ordered = [...stdDevs.values()].sort((x, y) => Number(x.totalStdDev - y.totalStdDev));
  const free = ordered.filter(({ floorBinds }) => !floorBinds);
  const corners = new Set([...ordered.filter(({ floorBinds }) => floorBinds), ...free.slice(0, 1), ...free.slice(-1)]);

  const discountedStrike = floorShift(strike * terms.strikeTickMoney * expiry.discountFactor, Number(C.DISCOUNT_BITS));
  return [...corners].flatMap(({ totalStdDev: s, floorBinds }) => {
    const shocked = shockedStdDev(s, expiry.volMultiplier);
    const now = priceRange(
      {
        logMoneyness: k,
        totalStdDev: s,
        discountedForward: expiry.discountedForward,
        discountedStrike,
        isPut,
      },
      units,
    );
    const stressed = priceRange(
      {
        logMoneyness: k - terms.lnForwardShock,
        totalStdDev: shocked.totalStdDev,
        discountedForward: expiry.shockedDiscountedForward,
        discountedStrike,
        isPut,
      },
      units,
    );
    return now.flatMap((price) =>
      stressed.map((shockedPrice) => ({
        discountedStrike,
        price,
        shockedPrice,
        floorBinds,
        shockedFloorBinds: shocked.floorBinds,
      })),
    );
  });
}
