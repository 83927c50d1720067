import { CONSTANTS as C } from '../../circuits/constants.ts';
import { type AccountMargin, expiryKey } from '../../circuits/margin/evaluateAccount.ts';
import type { Charter, OptionPosition } from '../../circuits/objects.ts';
import { black76 } from '../../prover/companion/black76.ts';
import { sliceParameters } from '../../prover/companion/sliceParameters.ts';
import { sviTotalVariance } from '../../prover/companion/sviTotalVariance.ts';
import { totalStdDev } from '../../prover/companion/totalStdDev.ts';

/** Exact values of one lot in money, nothing rounded; in double precision, good to about 1e-15 of the forward. */
export interface ExactLeg {
  readonly price: number;
  readonly stressedPrice: number;
  /** λ. */
  readonly requirement: number;
}

/** The real-valued FM-06 and FM-09 of an option leg: Black-76 on the committed slice at the exact log-moneyness. */
export function exactOptionLeg(
  position: OptionPosition,
  margin: AccountMargin,
  charter: Pick<Charter, 'longCredit'>,
  forward: bigint,
): ExactLeg {
  const terms = margin.terms.get(position.underlying);
  const expiry = margin.expiries.get(expiryKey(position.underlying, position.expiryHours));
  if (!terms || !expiry) throw new RangeError('a leg without its terms: pass the margin of the same account');
  const lot = Number(terms.rules.lotFactor);
  const strike = Number(position.strike * 10n ** terms.rules.strikeTickExponent) * lot;
  const now = Number(forward) * lot;
  const multiplier = Number(terms.scenario.forwardMultiplier) / 2 ** Number(C.MULTIPLIER_FRACTION_BITS);
  const vol = Number(expiry.volMultiplier) / 2 ** Number(C.VOL_MULTIPLIER_FRACTION_BITS);
  const stdDev = totalStdDev(sviTotalVariance(sliceParameters(expiry.slice), Math.log(strike / now)));
  const common = { strike, discountFactor: Number(expiry.discountFactor) / 2 ** 20, isPut: position.isPut };
  const price = black76({ ...common, forward: now, totalStdDev: stdDev });
  const stressedPrice = black76({
    ...common,
    forward: now * multiplier,
    totalStdDev: totalStdDev((vol * stdDev) ** 2),
  });
  const weight = Number(terms.scenario.weight) / 1000;
  const sign = position.isLong ? 1 : -1;
  const charge = position.isLong
    ? (1 - Number(charter.longCredit) / 1000) * price
    : Number(terms.shortOptionCharge) / 1e6;
  return { price, stressedPrice, requirement: charge - weight * sign * (stressedPrice - price) };
}
