import { CONSTANTS as C } from '../../circuits/constants.ts';
import { heldUnderlyings } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { ERROR_SCALE } from '../../circuits/margin/trigger.ts';
import { DomainError } from '../../circuits/pricing/domainError.ts';
import { type HeldLeg, heldLegs } from './heldLegs.ts';
import { LotTerms } from './lotTerms.ts';
import type { PlanInput } from './planInput.ts';

/** One leaf on the part of an account that is in its underlying. */
export interface LeafPart {
  underlying: number;
  /** Of the leaf in the tree. */
  position: number;
  group: bigint;
  /** The held legs of this underlying, and the terms of one lot of each. */
  held: readonly HeldLeg[];
  lots: readonly LegTerms[];
  /** 10^-6 money. */
  requirement: bigint;
  /** Requirement less its error, at the scale of the trigger. */
  certain: bigint;
}

const PROGRESS_EVERY = 64;

/**
 * Every leaf on the part of the account in its underlying. A leaf that makes a price undefined proves nothing and is
 * left out.
 *
 * @throws DomainError where no leaf of an underlying is left, ClauseViolation as `evaluateAccount` does
 */
export function leafParts(input: PlanInput, onLeaf: (evaluated: number) => void = () => {}): LeafPart[] {
  const { account, scenarios, lots: shared } = input;
  if (shared && !shared.isOf(input)) throw new RangeError('the shared lots are of another market');
  const terms = shared ?? new LotTerms(input);
  const all = heldLegs(account);
  const underlyings = heldUnderlyings(account);
  const parts: LeafPart[] = [];
  let undefinedPrice: DomainError | undefined;
  let evaluated = 0;
  for (const underlying of underlyings) {
    const held = all.filter((leg) => leg.position.underlying === underlying);
    scenarios.forEach((leaf, position) => {
      if (leaf.underlying !== underlying) return;
      try {
        const lots = terms.under(position, held);
        let requirement = 0n;
        let marginError = 0n;
        lots.forEach((lot, i) => {
          const { quantity } = (held[i] as HeldLeg).position;
          requirement += quantity * lot.marginPerLot;
          marginError += quantity * lot.marginError;
        });
        const certain = requirement * (ERROR_SCALE / C.PER_MILLION) - marginError;
        parts.push({ underlying, position, group: leaf.group, held, lots, requirement, certain });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        undefinedPrice ??= error;
      }
      evaluated += 1;
      if (evaluated % PROGRESS_EVERY === 0) onLeaf(evaluated);
    });
  }
  if (undefinedPrice && !underlyings.every((underlying) => parts.some((part) => part.underlying === underlying))) {
    throw undefinedPrice;
  }
  return parts;
}
