import { readRecord } from './readObject.ts';
import { refuse } from './refuse.ts';

/** The part of a charter that the registry on chain applies (RG-02); JSON numbers. */
export interface RegistrationTerms {
  /** Seconds from the announcement of a liquidation to the last second at which its proof can be recorded. */
  readonly recordWithin: number;
  /** How many rounds the tick of an announcement may be behind the newest that the chain knows. */
  readonly roundsBehind: number;
  /** Seconds from a tick's observation to the last second at which it can be announced with. */
  readonly tickAge: number;
  /** Seconds from the oracle's receipt of a surface to the observation, at most. */
  readonly surfaceAge: number;
  /** How many liquidations of one account may be announced at one tick. */
  readonly roundsPerTick: number;
}

/** 30 days: `MAX_TERM` of CharterRegistry. */
const MOST_SECONDS = 2_592_000;

const LIMITS = {
  recordWithin: [1, MOST_SECONDS],
  roundsBehind: [0, 1_000_000],
  tickAge: [1, MOST_SECONDS],
  surfaceAge: [1, MOST_SECONDS],
  roundsPerTick: [1, 65_535],
} as const satisfies Record<keyof RegistrationTerms, readonly [least: number, most: number]>;

/** Names of the terms, in the order of `Terms` in ICharterRegistry.sol. */
export const REGISTRATION_TERMS = Object.keys(LIMITS) as (keyof RegistrationTerms)[];

/**
 * Reads the terms of a charter's `registration`.
 *
 * @throws InputError `REGISTRATION_TERM`, and those of readObject.ts
 */
export function readRegistrationTerms(value: unknown, field: string): RegistrationTerms {
  const term = (name: keyof RegistrationTerms) => (number: unknown, at: string) => {
    const [least, most] = LIMITS[name];
    if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number;
    return refuse('REGISTRATION_TERM', at, `is not a whole number from ${least} to ${most}`);
  };
  return readRecord(value, field, {
    recordWithin: term('recordWithin'),
    roundsBehind: term('roundsBehind'),
    tickAge: term('tickAge'),
    surfaceAge: term('surfaceAge'),
    roundsPerTick: term('roundsPerTick'),
  });
}
