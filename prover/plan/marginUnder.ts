import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { MarginSums } from '../../circuits/margin/trigger.ts';
import type { Account } from '../../circuits/objects.ts';
import type { LeafPart } from './leafParts.ts';

/** An account under one scenario: what `evaluateAccount` gives, without the terms of expiries and underlyings. */
export interface CandidateMargin extends MarginSums {
  /** At the place of the position; `null` for an empty slot. */
  options: (LegTerms | null)[];
  linears: (LegTerms | null)[];
}

/** The terms of all lots of a leg: prices and charges are per lot, the rest is proportional to the quantity. */
function timesQuantity(lot: LegTerms, quantity: bigint): LegTerms {
  return {
    ...lot,
    quantity,
    equity: quantity * lot.equity,
    margin: quantity * lot.margin,
    equityError: quantity * lot.equityError,
    shockedError: quantity * lot.shockedError,
    marginError: quantity * lot.marginError,
    rounding: quantity * lot.rounding,
  };
}

/** The account under one leaf for each of its underlyings, from the terms of single lots. */
export function marginUnder({ cash, options, linears }: Account, choice: readonly LeafPart[]): CandidateMargin {
  const margin: CandidateMargin = {
    options: options.map(() => null),
    linears: linears.map(() => null),
    equity: cash,
    requirement: 0n,
    equityError: 0n,
    shockedError: 0n,
    marginError: 0n,
    rounding: 0n,
  };
  for (const { held, lots } of choice) {
    held.forEach(({ kind, place, position }, i) => {
      const leg = timesQuantity(lots[i] as LegTerms, position.quantity);
      (kind === 'option' ? margin.options : margin.linears)[place] = leg;
      margin.equity += leg.equity;
      margin.requirement += leg.margin;
      margin.equityError += leg.equityError;
      margin.shockedError += leg.shockedError;
      margin.marginError += leg.marginError;
      margin.rounding += leg.rounding;
    });
  }
  return margin;
}
