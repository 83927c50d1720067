import { CONSTANTS as C } from '../../circuits/constants.ts';
import { tenorBucket } from '../../circuits/margin/expiryTerms.ts';
import { ERROR_SCALE } from '../../circuits/margin/trigger.ts';
import type { LinearPosition, OptionPosition } from '../../circuits/objects.ts';
import { EPSILON_INVERSE } from '../../circuits/pricing/formats.ts';
import { black76 } from '../../prover/companion/black76.ts';
import { sliceParameters } from '../../prover/companion/sliceParameters.ts';
import { sviTotalVariance } from '../../prover/companion/sviTotalVariance.ts';
import type { BoundaryCase } from './boundaryCase.ts';

/** Where a case stands without cash, and how wide its error is. */
export interface Standing {
  /** How far equity without cash is below the boundary (requirement, or zero in the insolvent case), money. */
  gap: bigint;
  /** The error that FM-09 charges, money, rounded up. */
  band: bigint;
  /** Whether the floor of s binds for an option, now or under stress. */
  floorBinds: boolean;
}

/** Fraction bits of a float price of one lot, which stays below 2^42. */
const PRICE_BITS = 10n;
const ONE = 1n << C.MULTIPLIER_FRACTION_BITS;
const FLOOR = 2 ** -12;
/** In place of zero, where d1 has no value. */
const LEAST_VARIANCE = 1e-30;
/** The factor of D F where the floor binds. */
const FLOOR_FACTOR = (2n * EPSILON_INVERSE) / C.FLOOR_ERROR_INVERSE;

/**
 * Standing by the float companion, not by the integer model: the cash that follows from it depends on the seed and the
 * statement's definitions only, so stored verdicts outlive changes of the circuits. Everything but the prices is exact.
 */
export function chargedBand({ charter, snapshot, surface, account, scenarios, insolvent }: BoundaryCase): Standing {
  // At 2^10 money and per million.
  let gap = 0n;
  // At ERROR_SCALE.
  let band = 0n;
  let floorBinds = false;
  const per = { money: C.PER_MILLION << PRICE_BITS, scale: ERROR_SCALE };

  const option = ({ underlying, expiryHours, strike, isPut, isLong, quantity }: OptionPosition) => {
    const rules = charter.underlyings[underlying]!;
    const scenario = scenarios.get(underlying)!;
    const row = snapshot.underlyings[underlying]!;
    const slot = row.expiries.findIndex((expiry) => expiry?.expiryHours === expiryHours);
    const expiry = row.expiries[slot]!;
    const c = scenario.volMultipliers[tenorBucket(charter, expiryHours * C.SECONDS_PER_HOUR - snapshot.time)]!;
    const forward = Number(expiry.forward * rules.lotFactor);
    const strikeMoney = Number(strike * 10n ** rules.strikeTickExponent * rules.lotFactor);
    const discountFactor = Number(ONE - expiry.discountGap) / Number(ONE);
    const f = Number(scenario.forwardMultiplier) / Number(ONE);
    const slice = sliceParameters(surface.rows[underlying]![slot]!);
    const variance = sviTotalVariance(slice, Math.log(strikeMoney / forward));
    // Exact prices have no floor: it is charged for.
    const s = Math.sqrt(Math.max(variance, LEAST_VARIANCE));
    const multiplier = Number(c) / 2 ** Number(C.VOL_MULTIPLIER_FRACTION_BITS);
    const price = (F: number, sd: number) =>
      BigInt(
        Math.round(
          black76({ forward: F, strike: strikeMoney, totalStdDev: sd, discountFactor, isPut }) *
            2 ** Number(PRICE_BITS),
        ),
      );
    const [now, stressed] = [price(forward, s), price(f * forward, multiplier * s)];
    const sign = isLong ? 1n : -1n;
    const { weight } = scenario;
    const h = charter.longCredit;
    const charge = isLong
      ? C.PER_MILLE * (C.PER_MILLE - h) * now
      : (rules.shortOptionRate * row.index * rules.lotFactor) << PRICE_BITS;
    const margin = charge - C.PER_MILLE * weight * sign * (stressed - now);
    gap += quantity * ((insolvent ? 0n : margin) - sign * now * C.PER_MILLION);

    const discounted = (money: bigint) => (money * (ONE - expiry.discountGap)) / ONE;
    const strikePart = discounted(strike * 10n ** rules.strikeTickExponent * rules.lotFactor);
    const forwardPart = discounted(expiry.forward * rules.lotFactor);
    const stressedPart = (forwardPart * scenario.forwardMultiplier) / ONE;
    const spread = (part: bigint, floors: bigint) => part + strikePart + floors * FLOOR_FACTOR * part;
    const binds = variance < FLOOR * FLOOR;
    const shockedBinds = Math.max(s, FLOOR) * multiplier < FLOOR;
    floorBinds ||= binds || shockedBinds;
    const base = spread(forwardPart, BigInt(binds));
    const stress = spread(stressedPart, BigInt(shockedBinds) + C.FLOOR_SHOCK_FACTOR * BigInt(binds));
    const coefficient = C.PER_MILLE - weight - (isLong ? C.PER_MILLE - h : 0n);
    const errors = insolvent
      ? C.PER_MILLE * base
      : (coefficient < 0n ? -coefficient : coefficient) * base + weight * stress;
    band += quantity * (errors + C.OPTION_ROUNDING * per.scale);
  };

  const linear = ({ underlying, kind, expiryHours, isLong, quantity }: LinearPosition) => {
    const { lotFactor, linearRate } = charter.underlyings[underlying]!;
    const { forwardMultiplier, weight } = scenarios.get(underlying)!;
    const row = snapshot.underlyings[underlying]!;
    const units =
      kind === 'spot'
        ? row.index
        : kind === 'perpetual'
          ? row.perpetual
          : row.expiries.find((expiry) => expiry?.expiryHours === expiryHours)!.forward;
    const mark = (units * lotFactor) << PRICE_BITS;
    const sign = isLong ? 1n : -1n;
    const margin =
      ((linearRate * row.index * lotFactor) << PRICE_BITS) -
      (C.PER_MILLE * weight * sign * mark * (forwardMultiplier - ONE)) / ONE;
    gap += quantity * ((insolvent ? 0n : margin) - sign * mark * C.PER_MILLION);
    band += quantity * C.LINEAR_ROUNDING * per.scale;
  };

  for (const position of account.options) if (position) option(position);
  for (const position of account.linears) if (position) linear(position);
  return { gap: gap / per.money, band: band / per.scale + 1n, floorBinds };
}
