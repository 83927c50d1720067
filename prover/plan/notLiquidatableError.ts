import { FairmarkError } from '../../circuits/errors.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';

/** By how much an account fails to be liquidatable under the scenario that comes closest. Money, 10^-6. */
export interface ClosestScenario {
  /** Equity less the requirement, or less zero where that is higher. */
  gap: bigint;
  /** What equity would have to be below the requirement by, beyond rounding and approximation. */
  errors: bigint;
}

/**
 * The account is not below the requirement of any scenario by more than the errors. For the venue's own eyes: the
 * message holds an amount.
 */
export class NotLiquidatableError extends FairmarkError {
  /** Decimal text in the settlement currency; below zero where only the errors shield the account. */
  readonly closest: string;

  constructor({ gap, errors }: ClosestScenario) {
    const money = (amount: bigint) => `${formatScaled(amount, MICRO)} USD`;
    super(
      'not-liquidatable',
      gap >= 0n
        ? `not liquidatable: equity exceeds the requirement of every scenario, the closest by ${money(gap)}`
        : `not liquidatable: equity is below the requirement by ${money(-gap)}, within the errors of ${money(errors)}`,
      {
        clause: 'FM-09',
        ...(gap < 0n ? { remedy: 'Wait for the next snapshot: a tiny move of the index decides.' } : {}),
      },
    );
    this.closest = formatScaled(gap, MICRO);
  }
}
