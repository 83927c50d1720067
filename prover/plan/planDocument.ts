import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';
import { unitsOf, writeInstrument, writeLotPrice, writeQuantity } from '../../verifier/formats/position.ts';
import { type CloseDocument, writeClose } from '../event.ts';
import type { LiquidationPlan, PlannedRound } from '../plan.ts';
import { nearestQuotient } from './nearestQuotient.ts';

export const PLAN_FORMAT = 'fairmark.plan.v1';

/** One held position in a planned round. Money is decimal text in the settlement currency. */
export interface PlannedPositionDocument {
  readonly instrument: string;
  /** Signed, in units of the underlying. */
  readonly held: string;
  /** What closing one lot does for the target: (1 + β) λ less the fee. */
  readonly gainPerLot: string;
  readonly lots: string;
  /** In units of the underlying, not signed. */
  readonly quantity: string;
  /** Per unit of the underlying; absent where nothing is closed. */
  readonly price?: string;
  /** Of the closed lots. */
  readonly notional: string;
}

export interface PlannedRoundDocument {
  /** Position of each underlying's binding scenario in the tree. */
  readonly scenario: Readonly<Record<string, number>>;
  readonly equity: string;
  readonly requirement: string;
  /** Requirement less equity. */
  readonly shortfall: string;
  /** (1 + β) requirement less equity. */
  readonly missingToTarget: string;
  readonly targetRestored: boolean;
  readonly terminal: boolean;
  readonly positions: readonly PlannedPositionDocument[];
  readonly close: CloseDocument;
}

/** A plan as JSON: private to the venue. */
export interface PlanDocument {
  readonly format: typeof PLAN_FORMAT;
  readonly liquidatable: true;
  /** The first is the event's; the others follow it at the same snapshot. */
  readonly rounds: readonly PlannedRoundDocument[];
}

function roundDocument(round: PlannedRound, published: PublishedCharter): PlannedRoundDocument {
  const { margin, close, accountBefore, legs, scenario } = round;
  const { targetBuffer } = published.charter;
  const money = (amount: bigint) => formatScaled(amount, MICRO);
  const gainUnit = (gain: bigint) => nearestQuotient(gain << C.GAIN_SHIFT, C.PER_MILLE * C.PER_MILLION);
  const positions = legs.flatMap(({ kind, place, leg, gain, closed }) => {
    const position = kind === 'option' ? accountBefore.options[place] : accountBefore.linears[place];
    if (!position) return [];
    const units = unitsOf(published, leg.underlying);
    const price = (kind === 'option' ? close.options : close.linears)[place]?.price ?? 0n;
    return {
      instrument: writeInstrument(position, published),
      held: writeQuantity(leg.isLong ? leg.quantity : -leg.quantity, units),
      gainPerLot: money(gainUnit(gain)),
      lots: closed.toString(),
      quantity: writeQuantity(closed, units),
      ...(closed > 0n ? { price: writeLotPrice(price, units) } : {}),
      notional: money(closed * leg.notional),
    };
  });
  const requirement = nearestQuotient(margin.requirement, C.PER_MILLION);
  const target = nearestQuotient((C.PER_MILLE + targetBuffer) * margin.requirement, C.PER_MILLE * C.PER_MILLION);
  return {
    scenario: Object.fromEntries(
      [...scenario].map(([underlying, position]) => [unitsOf(published, underlying).symbol, position]),
    ),
    equity: money(margin.equity),
    requirement: money(requirement),
    shortfall: money(requirement - margin.equity),
    missingToTarget: money(target - margin.equity),
    targetRestored: round.targetRestored,
    terminal: close.terminal,
    positions,
    close: writeClose(close, accountBefore, published),
  };
}

/** A plan in the units of its charter. Requirement and gains are rounded to 10^-6, the rest is exact. */
export function planDocument(plan: LiquidationPlan, published: PublishedCharter): PlanDocument {
  return {
    format: PLAN_FORMAT,
    liquidatable: true,
    rounds: [plan, ...plan.furtherRounds].map((round) => roundDocument(round, published)),
  };
}
