import { requireClause } from '../clauseViolation.ts';
import type { Account, Charter, LinearPosition, ScenarioLeaf, Snapshot, Surface } from '../objects.ts';
import { type ExpiryTerms, expiryTerms } from './expiryTerms.ts';
import type { LegTerms } from './legTerms.ts';
import { linearLeg } from './linearLeg.ts';
import { optionLeg } from './optionLeg.ts';
import { type UnderlyingTerms, underlyingTerms } from './underlyingTerms.ts';

/** Everything that margin is computed from. */
export interface MarginInputs {
  charter: Charter;
  snapshot: Snapshot;
  surface: Surface;
  account: Account;
  /** The scenario of each underlying that the account holds, by the underlying's number. */
  scenarios: ReadonlyMap<number, ScenarioLeaf>;
}

/** An account under one scenario. Legs stand at the place of their position; `null` for an empty slot. */
export interface AccountMargin {
  options: (LegTerms | null)[];
  linears: (LegTerms | null)[];
  /** Money. */
  equity: bigint;
  /** R_σ, 10^-6 money, not clamped. */
  requirement: bigint;
  equityError: bigint;
  shockedError: bigint;
  marginError: bigint;
  rounding: bigint;
  terms: ReadonlyMap<number, UnderlyingTerms>;
  /** By `underlying/expiryHours`. */
  expiries: ReadonlyMap<string, ExpiryTerms>;
}

/** Numbers of the underlyings that an account holds, in increasing order. */
export function heldUnderlyings(account: Account): number[] {
  const held = new Set<number>();
  for (const position of [...account.options, ...account.linears]) if (position) held.add(position.underlying);
  return [...held].sort((a, b) => a - b);
}

/** Key of an expiry in AccountMargin.expiries. */
export function expiryKey(underlying: number, expiryHours: bigint): string {
  return `${underlying}/${expiryHours}`;
}

function linearMark(
  position: LinearPosition,
  terms: UnderlyingTerms,
  expiryOf: (underlying: number, hours: bigint) => ExpiryTerms,
) {
  if (position.kind === 'perpetual') return terms.perpetualMark;
  if (position.kind === 'spot') return terms.notional;
  return expiryOf(position.underlying, position.expiryHours).forwardMoney;
}

/**
 * FM-09: equity, requirement under one scenario, and the error charged to the venue. The composition of the margin
 * templates in Liquidation.circom.
 *
 * @throws ClauseViolation where an instrument, expiry or scenario is not covered; DomainError where a price is undefined
 */
export function evaluateAccount({ charter, snapshot, surface, account, scenarios }: MarginInputs): AccountMargin {
  const terms = new Map<number, UnderlyingTerms>();
  for (const underlying of heldUnderlyings(account)) {
    const scenario = scenarios.get(underlying);
    requireClause(scenario !== undefined, 'FM-08', `no scenario is named for underlying ${underlying}`);
    terms.set(underlying, underlyingTerms(charter, snapshot, scenario, underlying));
  }
  if (charter.jointScenarios) {
    const groups = new Set([...terms.values()].map((term) => term.scenario.group));
    requireClause(groups.size <= 1, 'FM-08', 'the scenarios of the underlyings are not of one group');
  }

  const expiries = new Map<string, ExpiryTerms>();
  const expiryOf = (underlying: number, hours: bigint): ExpiryTerms => {
    const key = expiryKey(underlying, hours);
    let found = expiries.get(key);
    if (!found) {
      found = expiryTerms(charter, snapshot, surface, terms.get(underlying) as UnderlyingTerms, underlying, hours);
      expiries.set(key, found);
    }
    return found;
  };

  const options = account.options.map(
    (position) =>
      position &&
      optionLeg(
        position,
        expiryOf(position.underlying, position.expiryHours),
        terms.get(position.underlying) as UnderlyingTerms,
        charter.longCredit,
      ),
  );
  const linears = account.linears.map((position) => {
    if (!position) return null;
    const term = terms.get(position.underlying) as UnderlyingTerms;
    return linearLeg(position, linearMark(position, term, expiryOf), term);
  });

  const sum = (part: (leg: LegTerms) => bigint) =>
    [...options, ...linears].reduce((total, leg) => (leg ? total + part(leg) : total), 0n);
  return {
    options,
    linears,
    equity: account.cash + sum((leg) => leg.equity),
    requirement: sum((leg) => leg.margin),
    equityError: sum((leg) => leg.equityError),
    shockedError: sum((leg) => leg.shockedError),
    marginError: sum((leg) => leg.marginError),
    rounding: sum((leg) => leg.rounding),
    terms,
    expiries,
  };
}
