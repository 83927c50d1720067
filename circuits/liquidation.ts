import { requireClause } from './clauseViolation.ts';
import { type AmountLeg, isBeyondHelp, isLeastNotional, surplusOverTarget } from './closing/amountClauses.ts';
import { legGain } from './closing/legGain.ts';
import { isFairPrice } from './closing/priceFairness.ts';
import { settle } from './closing/settlement.ts';
import { shortfallToTarget } from './closing/shortfallToTarget.ts';
import { accountAfterClose } from './commitment/accountAfterClose.ts';
import { accountCommitment, linearIdentity } from './commitment/accountCommitment.ts';
import { outcomeCommitment } from './commitment/outcomeCommitment.ts';
import { rulebookCommitment } from './commitment/rulebookCommitment.ts';
import { scenarioMembership } from './commitment/scenarioMembership.ts';
import { snapshotCommitment } from './commitment/snapshotCommitment.ts';
import { surfaceCommitment } from './commitment/surfaceCommitment.ts';
import { CONSTANTS as C } from './constants.ts';
import { type AccountMargin, evaluateAccount } from './margin/evaluateAccount.ts';
import { equityGap, marginGap } from './margin/trigger.ts';
import type { Account, Charter, ClosedLeg, Outcome, ScenarioOpening, Snapshot, Surface } from './objects.ts';
import type { PublicSignals } from './signals.ts';

/** What is closed, leg by leg in the order of the account's slots; an untouched or empty slot has zeros. */
export interface Close {
  options: readonly ClosedLeg[];
  linears: readonly ClosedLeg[];
  fee: bigint;
  draw: bigint;
  /** Whether the close is claimed as terminal (FM-17). */
  terminal: boolean;
}

/** Everything the statement speaks of. */
export interface LiquidationInputs {
  domain: bigint;
  charter: Charter;
  /** The scenario of each underlying held, opened in the tree, by the underlying's number. */
  scenarios: ReadonlyMap<number, ScenarioOpening>;
  snapshot: Snapshot;
  surface: Surface;
  account: Account;
  close: Close;
  accountAfterSalt: bigint;
  outcomeSalt: bigint;
}

/** A leg of the account: which list, and its place in it. */
export interface LegPlace {
  kind: 'option' | 'linear';
  place: number;
}

/** What the statement computes on the way; private to the venue. */
export interface LiquidationResult {
  publicSignals: PublicSignals;
  margin: AccountMargin;
  /** The equity case of the trigger. */
  insolvent: boolean;
  /** M >= max(S, 0) of FM-12. */
  surplus: bigint;
  /** The marginal leg of FM-13. */
  marginal: LegPlace;
  accountAfter: Account;
  outcome: Outcome;
}

const NOT_CLOSED: ClosedLeg = { quantityClosed: 0n, price: 0n };

/** FM-04: instruments strictly increase over the used slots. */
function checkOrder(account: Account): void {
  const options = account.options.flatMap((position) =>
    position
      ? [
          (((BigInt(position.underlying) << C.EXPIRY_HOURS_BITS) + position.expiryHours) << (C.STRIKE_BITS + 1n)) +
            position.strike * 2n +
            BigInt(position.isPut),
        ]
      : [],
  );
  const linears = account.linears.flatMap((position) => (position ? [linearIdentity(position)] : []));
  for (const keys of [options, linears]) {
    const increases = keys.every((key, i) => i === 0 || key > (keys[i - 1] as bigint));
    requireClause(increases, 'FM-04', 'the instruments of the account are not strictly increasing');
  }
}

/** FM-08: every scenario is a leaf of one tree. */
function scenarioRoot(scenarios: LiquidationInputs['scenarios']): bigint {
  let root: bigint | undefined;
  for (const opening of scenarios.values()) {
    const own = scenarioMembership(opening);
    requireClause(root === undefined || root === own, 'FM-08', 'the scenarios are of different trees');
    root = own;
  }
  requireClause(root !== undefined, 'FM-08', 'no scenario is named');
  return root;
}

/** FM-03, FM-10, FM-14: lots and prices of every leg; returns the legs with their gains, options first. */
function closedLegs({ charter, account, close }: LiquidationInputs, margin: AccountMargin) {
  const legs: (AmountLeg & LegPlace)[] = [];
  for (const kind of ['option', 'linear'] as const) {
    const terms = kind === 'option' ? margin.options : margin.linears;
    const closed = kind === 'option' ? close.options : close.linears;
    const positions = kind === 'option' ? account.options : account.linears;
    requireClause(closed.length <= positions.length, 'FM-10', `more ${kind} legs are closed than the account has`);
    terms.forEach((leg, place) => {
      const { quantityClosed, price } = closed[place] ?? NOT_CLOSED;
      const quantity = leg?.quantity ?? 0n;
      requireClause(
        quantityClosed >= 0n && quantityClosed <= quantity,
        'FM-10',
        `${kind} leg ${place}: more lots are closed than are held`,
        'A close can only reduce a position.',
      );
      if (quantityClosed === 0n) {
        requireClause(price === 0n, 'FM-18', `${kind} leg ${place}: a closing price stands beside an untouched leg`);
      }
      if (!leg) return;
      for (const lots of [quantityClosed, quantity - quantityClosed]) {
        requireClause(lots >> C.LOT_BITS === 0n, 'FM-03', `${kind} leg ${place}: too many lots`);
      }
      if (quantityClosed > 0n) {
        requireClause(price >> C.MONEY_BITS === 0n, 'FM-03', `${kind} leg ${place}: the closing price is out of range`);
        requireClause(
          isFairPrice(leg, price),
          'FM-14',
          `${kind} leg ${place}: the closing price is worse than the mark by more than the penalty cap`,
          'Close at a price inside the charter’s band around the mark.',
        );
      }
      legs.push({ kind, place, leg, gain: legGain(leg, charter.targetBuffer), closed: quantityClosed });
    });
  }
  return legs;
}

/**
 * The whole statement in integers, the model of Liquidation.circom: the same public signals, bit for bit.
 *
 * @throws ClauseViolation or another FairmarkError with `clause`, for the first clause that does not hold
 */
export function runLiquidation(inputs: LiquidationInputs): LiquidationResult {
  const { charter, snapshot, surface, account, close, scenarios } = inputs;

  requireClause(account.settlementUnit === charter.settlementUnit, 'FM-05', 'the account settles in another unit');
  requireClause(account.time <= snapshot.time, 'FM-05', 'the account state is later than the snapshot');
  requireClause(account.sequence >> C.SEQUENCE_BITS === 0n, 'FM-03', 'the state sequence is out of range');
  checkOrder(account);
  const root = scenarioRoot(scenarios);
  const margin = evaluateAccount({
    charter,
    snapshot,
    surface,
    account,
    scenarios: new Map([...scenarios].map(([underlying, opening]) => [underlying, opening.leaf])),
  });
  const legs = closedLegs(inputs, margin);
  const touched = legs.filter(({ closed }) => closed > 0n);
  requireClause(touched.length > 0, 'FM-13', 'nothing is closed');

  // FM-09
  const insolvent = close.terminal && equityGap(margin) > 0n;
  requireClause(
    insolvent || marginGap(margin) > 0n,
    'FM-09',
    'not liquidatable: equity is not below the requirement of this scenario by more than the errors',
  );
  requireClause(
    close.terminal || margin.requirement > 0n,
    'FM-09',
    'the requirement is not positive, so only insolvency triggers and the close must be terminal',
  );

  // FM-11 to FM-13, FM-17
  const shortfall = shortfallToTarget(margin, charter.targetBuffer);
  const remaining = legs.reduce((sum, { leg, closed }) => sum + leg.quantity - closed, 0n);
  let surplus = 0n;
  let marginal = touched[0] as (typeof touched)[number];
  if (close.terminal) {
    requireClause(remaining === 0n, 'FM-17', 'a terminal close leaves positions open');
    requireClause(
      insolvent || isBeyondHelp(legs, margin, shortfall),
      'FM-17',
      'the close is not terminal: closing helping lots restores the target, and the account is not insolvent',
    );
  } else {
    const reached = surplusOverTarget(legs, shortfall);
    surplus = reached > 0n ? reached : 0n;
    for (const { kind, place, gain } of touched) {
      requireClause(gain > 0n, 'FM-11', `${kind} leg ${place}: closing it does not help`);
      requireClause(
        reached < gain,
        'FM-12',
        `${kind} leg ${place}: more lots are closed than needed`,
        'Leave at least one lot of this leg open: the target is reached without it.',
      );
    }
    if (charter.leastNotional) {
      const found = touched.find((leg) => isLeastNotional(legs, leg, shortfall));
      requireClause(
        found !== undefined,
        'FM-13',
        'the closed notional is not the least that this step needs',
        'Close the legs with the largest gain per notional first (fairmark plan).',
      );
      marginal = found;
    }
  }

  // FM-15, FM-16, FM-17
  const settled = settle({
    legs: legs.map(({ leg, closed, kind, place }) => ({
      leg,
      closed,
      price: ((kind === 'option' ? close.options : close.linears)[place] ?? NOT_CLOSED).price,
    })),
    equity: margin.equity,
    cash: account.cash,
    fee: close.fee,
    draw: close.draw,
    remaining,
  });
  const accountAfter = accountAfterClose(account, close, settled.cashAfter, snapshot.time, inputs.accountAfterSalt);
  const outcome: Outcome = {
    salt: inputs.outcomeSalt,
    equity: margin.equity,
    requirement: margin.requirement,
    fee: close.fee,
    draw: close.draw,
    terminal: close.terminal,
    linears: account.linears.map((_, i) => close.linears[i] ?? NOT_CLOSED),
    options: account.options.map((_, i) => close.options[i] ?? NOT_CLOSED),
  };

  return {
    publicSignals: {
      domain: inputs.domain,
      rulebookCommitment: rulebookCommitment(charter, root),
      surfaceCommitment: surfaceCommitment(surface),
      snapshotCommitment: snapshotCommitment(snapshot),
      accountBefore: accountCommitment(account),
      accountAfter: accountCommitment(accountAfter),
      outcomeCommitment: outcomeCommitment(outcome),
    },
    margin,
    insolvent,
    surplus,
    marginal: { kind: marginal.kind, place: marginal.place },
    accountAfter,
    outcome,
  };
}
