import type { LegPlace } from '../../circuits/liquidation.ts';
import type { Account, LinearPosition, OptionPosition } from '../../circuits/objects.ts';

/** A position of an account with its place in it. */
export interface HeldLeg extends LegPlace {
  position: OptionPosition | LinearPosition;
  /** Names instrument and side: what the terms of one lot depend on. */
  instrument: string;
}

/** The positions of an account, options first. */
export function heldLegs({ options, linears }: Pick<Account, 'options' | 'linears'>): HeldLeg[] {
  return [
    ...options.flatMap((position, place): HeldLeg[] => {
      if (!position) return [];
      const { underlying, expiryHours, strike, isPut, isLong } = position;
      const instrument = `${underlying}/${expiryHours}/${strike}/${isPut}/${isLong}`;
      return [{ kind: 'option', place, position, instrument }];
    }),
    ...linears.flatMap((position, place): HeldLeg[] => {
      if (!position) return [];
      const { underlying, kind, expiryHours, isLong } = position;
      return [{ kind: 'linear', place, position, instrument: `${underlying}/${kind}/${expiryHours}/${isLong}` }];
    }),
  ];
}
