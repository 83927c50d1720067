import type { ListedExpiry, ListedOption } from './listedMarket.ts';

/** What kind of option is sought. */
export interface OptionWanted {
  isPut: boolean;
  /** Size of the delta, 0 to 1. */
  delta: number;
  /** Only strikes further out of the money than this one. */
  beyond?: number;
}

/** The listed option whose delta is nearest to the wanted one. */
export function nearestDelta(
  { options }: ListedExpiry,
  { isPut, delta, beyond }: OptionWanted,
): ListedOption | undefined {
  const isFurther = ({ strike }: ListedOption) => beyond === undefined || (isPut ? strike < beyond : strike > beyond);
  const distance = (option: ListedOption) => Math.abs(Math.abs(option.delta) - delta);
  return options
    .filter((option) => option.isPut === isPut && isFurther(option))
    .reduce<ListedOption | undefined>(
      (nearest, option) => (nearest && distance(nearest) <= distance(option) ? nearest : option),
      undefined,
    );
}
