import { type AccountMargin, evaluateAccount, expiryKey } from '../../circuits/margin/evaluateAccount.ts';
import type { ExpiryTerms } from '../../circuits/margin/expiryTerms.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { optionLegTerms } from '../../circuits/margin/optionLegTerms.ts';
import { equityGap, type MarginSums, marginGap } from '../../circuits/margin/trigger.ts';
import type { UnderlyingTerms } from '../../circuits/margin/underlyingTerms.ts';
import { PRICE_UNITS } from '../../circuits/pricing/formats.ts';
import type { BoundaryCase } from './boundaryCase.ts';
import { venuePrices } from './venuePrices.ts';

/** How far below its boundary the trigger sees an account beyond its errors, at ERROR_SCALE; accepted where positive. */
export interface Judgement {
  /** With the hints of an honest prover. */
  honest: bigint;
  /** With the admissible hints that favour the venue most. */
  venue: bigint;
}

const SUMS = ['equity', 'requirement', 'equityError', 'shockedError', 'marginError', 'rounding'] as const;

/** What one leg adds to the sums of the trigger. */
function legSums({ equity, margin, equityError, shockedError, marginError, rounding }: LegTerms): MarginSums {
  return { equity, requirement: margin, equityError, shockedError, marginError, rounding };
}

/**
 * The legs of options as the venue would have them: of all it can make of the prices, what scores most.
 *
 * @param units by how much prices are widened, see venuePrices
 */
export function venueLegs(
  drawn: BoundaryCase,
  margin: AccountMargin,
  score: (leg: LegTerms, place: number) => bigint,
  units: bigint,
): (LegTerms | null)[] {
  return drawn.account.options.map((position, place) => {
    if (!position) return null;
    const terms = margin.terms.get(position.underlying) as UnderlyingTerms;
    const expiry = margin.expiries.get(expiryKey(position.underlying, position.expiryHours)) as ExpiryTerms;
    const legs = venuePrices(position, expiry, terms, units).map((priced) =>
      optionLegTerms(position, expiry, terms, drawn.charter.longCredit, priced),
    );
    return legs.reduce((best, leg) => (score(leg, place) > score(best, place) ? leg : best));
  });
}

/** Runs the integer model of the trigger on a case, as honest and as venue. */
export function judgeCase(drawn: BoundaryCase): Judgement {
  const gapOf = drawn.insolvent ? equityGap : marginGap;
  const margin = evaluateAccount(drawn);
  const score = (leg: LegTerms) => gapOf(legSums(leg));
  const sums: MarginSums = { ...margin };
  const venue = venueLegs(drawn, margin, score, PRICE_UNITS);
  margin.options.forEach((leg, place) => {
    const chosen = venue[place];
    if (!leg || !chosen) return;
    const [from, to] = [legSums(leg), legSums(chosen)];
    for (const key of SUMS) sums[key] += to[key] - from[key];
  });
  return { honest: gapOf(margin), venue: gapOf(sums) };
}
