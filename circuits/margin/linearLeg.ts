import { floorShift } from '../arithmetic/floorShift.ts';
import { CONSTANTS as C } from '../constants.ts';
import type { LinearPosition } from '../objects.ts';
import type { LegTerms } from './legTerms.ts';
import type { UnderlyingTerms } from './underlyingTerms.ts';

/**
 * The model of LinearLeg.circom (FM-09).
 *
 * @param mark forward, perpetual mark or index, money per lot
 */
export function linearLeg(position: LinearPosition, mark: bigint, terms: UnderlyingTerms): LegTerms {
  const { quantity, isLong } = position;
  const sign = isLong ? 1n : -1n;
  const shocked = floorShift(mark * terms.scenario.forwardMultiplier, Number(C.MULTIPLIER_FRACTION_BITS));
  const marginPerLot = terms.linearCharge - C.PER_MILLE * terms.scenario.weight * sign * (shocked - mark);
  return {
    underlying: position.underlying,
    isLong,
    quantity,
    mark,
    signedPrice: sign * mark,
    marginPerLot,
    equity: quantity * sign * mark,
    margin: quantity * marginPerLot,
    equityError: 0n,
    shockedError: 0n,
    marginError: 0n,
    rounding: C.LINEAR_ROUNDING * quantity,
    fee: terms.fee,
    notional: terms.notional,
    penaltyNotionalCap: terms.penaltyNotionalCap,
    penaltyBaseCap: terms.penaltyBaseCap,
    // The cap by the mark is a rule for options; the mark of a linear leg is its notional.
    penaltyMarkRate: C.PER_MILLE,
  };
}
