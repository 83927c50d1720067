import { accountCommitment } from '../circuits/commitment/accountCommitment.ts';
import { outcomeCommitment } from '../circuits/commitment/outcomeCommitment.ts';
import { rulebookCommitment } from '../circuits/commitment/rulebookCommitment.ts';
import { snapshotCommitment } from '../circuits/commitment/snapshotCommitment.ts';
import { CONSTANTS as C } from '../circuits/constants.ts';
import type { Account, Outcome } from '../circuits/objects.ts';
import type { PublicSignalName } from '../circuits/signals.ts';
import { applyOutcome } from './applyOutcome.ts';
import { type ClosedPosition, closedPositions, worstPrice } from './closedPositions.ts';
import { compareInstruments, type Position } from './formats/position.ts';
import type { Opening } from './opening.ts';
import type { Receipt } from './receipt.ts';
import type { ReportBuilder } from './reportBuilder.ts';

/** What an opening can leave open, in sentences. */
export const OPEN = {
  leastNotional: 'The charter switches clause FM-13 off: the proof does not show that the least notional was closed.',
  outcome:
    'The venue withheld equity and requirement, so the outcome does not open. Closed lots follow from the two accounts; single prices, fee and draw are bound only in their sum, by the cash of the account after.',
  trigger: 'The venue withheld equity and requirement. That the account was liquidatable is in the proof.',
} as const;

/** Compares an opening with the receipt, and checks by itself all that does not need the hidden model. */
export function checkOpening(opening: Opening, receipt: Receipt, report: ReportBuilder): void {
  report.pass('opening');
  report.pass('charter');
  checkCommitments(opening, receipt, report);
  checkAccount(opening, report);
  checkClose(opening, report);
  checkEnd(opening, report);
  checkEffect(opening, report);
  checkOutcome(opening, receipt, report);
}

function equals(receipt: Receipt, signal: PublicSignalName, value: bigint): boolean {
  return String(value) === receipt.publicSignals[signal];
}

// FM-02
function checkCommitments(opening: Opening, receipt: Receipt, report: ReportBuilder): void {
  const { published, scenarioRoot, snapshot, accountBefore } = opening;
  const { charter } = published;
  report.check(
    'venue',
    () => published.document.venue === receipt.domain.venue,
    'The charter names another venue than the receipt.',
  );
  const isRulebook = report.check(
    'rulebook',
    () => equals(receipt, 'rulebookCommitment', rulebookCommitment(charter, scenarioRoot)),
    'Charter and scenario root are not those of the proof: the opening belongs to another receipt, or was altered.',
  );
  report.check(
    'snapshot',
    () => equals(receipt, 'snapshotCommitment', snapshotCommitment(snapshot)),
    'The market data are not those of the proof: the opening belongs to another receipt, or was altered.',
  );
  report.check(
    'account-before',
    () => equals(receipt, 'accountBefore', accountCommitment(accountBefore)),
    'Not your account, or not the published receipt: the account before is not the one of the proof.',
  );
  if (!isRulebook) return;
  // FM-13
  if (charter.leastNotional) report.pass('least-notional');
  else {
    report.unconfirm('least-notional', OPEN.leastNotional);
  }
}

function positions(account: Account): Position[] {
  return [...account.linears, ...account.options].filter((position) => position !== null);
}

// FM-05
function checkAccount({ published, snapshot, accountBefore }: Opening, report: ReportBuilder): void {
  report.check(
    'account-state',
    () => accountBefore.time <= snapshot.time && accountBefore.settlementUnit === published.charter.settlementUnit,
    'The account is later than the market data, or settles in another currency than the charter.',
  );
  report.check(
    'instruments',
    () =>
      positions(accountBefore).every(({ underlying, expiryHours }) => {
        const row = snapshot.underlyings[underlying];
        if (!row) return false;
        if (expiryHours === 0n) return true;
        const listed = row.expiries.some((slot) => slot?.expiryHours === expiryHours);
        return listed && expiryHours * C.SECONDS_PER_HOUR > snapshot.time;
      }),
    'A position had expired, or the market data do not cover it.',
  );
}

// FM-10, FM-14, FM-15
function checkClose(opening: Opening, report: ReportBuilder): void {
  const { accountBefore, closed, published } = opening;
  const slots: (Position | null)[] = [...accountBefore.linears, ...accountBefore.options];
  const legs = [...closed.linears, ...closed.options];
  report.check(
    'reduce-only',
    () =>
      legs.length === slots.length &&
      legs.every((leg, i) => leg.quantityClosed >= 0n && leg.quantityClosed <= (slots[i]?.quantity ?? 0n)) &&
      legs.some((leg) => leg.quantityClosed > 0n),
    'Nothing was closed, or more than the account held.',
  );
  report.check(
    'closing-prices',
    () => closedPositions(opening).every(isPriceWithinCaps),
    'A closing price is below zero, outside the caps of the charter, or of a position that was not touched.',
  );
  report.check(
    'fee',
    () => {
      const most = closedPositions(opening).reduce((sum, { position, leg, notional }) => {
        const rate = published.charter.underlyings[position.underlying]?.feeRate ?? 0n;
        return sum + leg.quantityClosed * rate * notional;
      }, 0n);
      return closed.fee >= 0n && closed.fee * C.PER_MILLION <= most;
    },
    'The fee is above the rate of the charter on the closed notional.',
  );
}

function isPriceWithinCaps({ position, leg, mark, cap }: ClosedPosition): boolean {
  if (leg.quantityClosed === 0n) return leg.price === 0n;
  if (leg.price < 0n) return false;
  if (mark === undefined) return true;
  const worst = worstPrice(mark, cap, position.isLong);
  return position.isLong ? leg.price >= worst : leg.price <= worst;
}

// FM-17
function checkEnd({ accountBefore, snapshot, closed }: Opening, report: ReportBuilder): void {
  const after = applyOutcome(accountBefore, closed, snapshot.time);
  const isEmpty = positions(after).length === 0;
  if (closed.terminal)
    report.check('terminal', () => isEmpty, 'The close is called terminal, but positions stay open.');
  else report.omit('terminal');
  if (closed.draw > 0n) {
    report.check(
      'draw',
      () => isEmpty && closed.fee === 0n && after.cash === 0n,
      'The insurance fund paid although positions stay open, a fee was taken, or cash does not end at zero.',
    );
  } else report.omit('draw');
}

// FM-16
function checkEffect({ accountBefore, accountAfter, snapshot, closed }: Opening, report: ReportBuilder): void {
  const expected = applyOutcome(accountBefore, closed, snapshot.time);
  const rows = [
    ['ownerTag', 'the owner'],
    ['accountNumber', 'the account number'],
    ['sequence', 'the sequence number'],
    ['time', 'the time'],
    ['settlementUnit', 'the currency'],
    ['cash', 'cash'],
  ] as const;
  const wrong: string[] = rows.filter(([key]) => accountAfter[key] !== expected[key]).map(([, what]) => what);
  if (!sameSlots(accountAfter.linears, expected.linears)) wrong.push('the futures, perpetuals and spot positions');
  if (!sameSlots(accountAfter.options, expected.options)) wrong.push('the options');
  report.check(
    'after-applied',
    () => wrong.length === 0,
    `The account after does not follow from the account before and the close: ${wrong.join(', ')} should be other.`,
  );
}

function sameSlots(some: readonly (Position | null)[], others: readonly (Position | null)[]): boolean {
  return some.length === others.length && some.every((position, i) => samePosition(position, others[i] ?? null));
}

function samePosition(one: Position | null, other: Position | null): boolean {
  if (!one || !other) return one === other;
  return compareInstruments(one, other) === 0 && one.isLong === other.isLong && one.quantity === other.quantity;
}

// FM-16, FM-18
function checkOutcome({ accountAfter, outcome }: Opening, receipt: Receipt, report: ReportBuilder): void {
  report.check(
    'account-after',
    () => equals(receipt, 'accountAfter', accountCommitment(accountAfter)),
    'Not the published receipt, or an altered opening: the account after is not the one of the proof.',
  );
  if (!outcome) {
    report.unconfirm('outcome', OPEN.outcome);
    report.unconfirm('trigger', OPEN.trigger);
    return;
  }
  report.check(
    'outcome',
    () => equals(receipt, 'outcomeCommitment', outcomeCommitment(outcome)),
    'Closed lots, prices, fee, draw, equity or requirement are not those of the proof: the opening was altered.',
  );
  report.check(
    'trigger',
    () => isTriggered(outcome),
    'The equity that the venue tells is neither below the requirement nor, in a terminal close, below zero.',
  );
}

// FM-09: the requirement counts millionths of a money unit.
function isTriggered({ equity, requirement, terminal }: Outcome): boolean {
  return equity * C.PER_MILLION < requirement || (terminal && equity < 0n);
}
