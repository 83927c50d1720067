import { CONSTANTS as C } from '../circuits/constants.ts';
import type { ClosedLeg, LinearPosition, SnapshotUnderlying } from '../circuits/objects.ts';
import type { Position } from './formats/position.ts';
import type { Opening } from './opening.ts';

/** A position with what was closed of it. Money is per lot. */
export interface ClosedPosition {
  readonly position: Position;
  readonly leg: ClosedLeg;
  /** At the index. */
  readonly notional: bigint;
  /** The mark, where it is public: of linear positions. */
  readonly mark: bigint | undefined;
  /** How much worse than the mark the closing price may be (FM-14); of an option no more than this, and often less. */
  readonly cap: bigint;
}

/**
 * Every position of the account before: linear positions, then options, in slot order.
 *
 * @throws RangeError where the market data do not cover one
 */
export function closedPositions({ published, snapshot, accountBefore, closed }: Opening): ClosedPosition[] {
  const slots: (Position | null)[] = [...accountBefore.linears, ...accountBefore.options];
  const legs = [...closed.linears, ...closed.options];
  return slots.flatMap((position, i) => {
    const leg = legs[i];
    if (!position || !leg) return [];
    const row = snapshot.underlyings[position.underlying];
    const rules = published.charter.underlyings[position.underlying];
    if (!row || !rules) throw new RangeError('the position is not covered');
    const notional = row.index * rules.lotFactor;
    const mark = 'kind' in position ? linearMark(position, row) * rules.lotFactor : undefined;
    const byNotional = rules.penaltyNotionalRate * notional;
    // The share of the mark is a rule for options; of a linear position the whole mark counts.
    const byMark = mark === undefined ? byNotional : mark * C.PER_MILLION + rules.penaltyBaseRate * notional;
    const cap = (byMark < byNotional ? byMark : byNotional) / C.PER_MILLION;
    return { position, leg, notional, mark, cap };
  });
}

function linearMark({ kind, expiryHours }: LinearPosition, row: SnapshotUnderlying): bigint {
  if (kind === 'spot') return row.index;
  if (kind === 'perpetual') return row.perpetual;
  const expiry = row.expiries.find((slot) => slot?.expiryHours === expiryHours);
  if (!expiry) throw new RangeError('the expiry is not covered');
  return expiry.forward;
}

/** The worst price that FM-14 allows, in money per lot: longs are sold no lower, shorts bought back no higher. */
export function worstPrice(mark: bigint, cap: bigint, isLong: boolean): bigint {
  if (!isLong) return mark + cap;
  return mark > cap ? mark - cap : 0n;
}
