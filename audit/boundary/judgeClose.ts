import { legGain } from '../../circuits/closing/legGain.ts';
import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { amountTolerances } from './amountTolerances.ts';
import { type ClauseMargins, type ClosedLots, clauseMargins } from './clauseMargins.ts';
import type { DrawnClose } from './drawClose.ts';
import { exactValues } from './exactValues.ts';
import { FINE } from './fineMoney.ts';
import { venueLegs } from './judgeCase.ts';
import { modelValues } from './modelValues.ts';

export const AMOUNT_CLAUSES = ['FM-11', 'FM-12', 'FM-13', 'FM-14'] as const;
export type AmountClause = (typeof AMOUNT_CLAUSES)[number];

/** One clause at one leg, where it holds in the circuit. */
export interface ClauseJudgement {
  clause: AmountClause;
  /** Whether it fails for exact prices. */
  failsExactly: boolean;
  /** By how much the circuit's margin is above the exact one, as a share of the stated tolerance. */
  toleranceUsed: number;
}

interface ClauseAt {
  clause: AmountClause;
  place: number;
}

const marginAt = (margins: ClauseMargins, { clause, place }: ClauseAt): bigint => {
  if (clause === 'FM-11') return margins.helps[place] as bigint;
  if (clause === 'FM-12') return margins.needed[place] as bigint;
  return clause === 'FM-13' ? margins.leastNotional : (margins.fair[place] as bigint);
};

/** What a leg adds to a clause's margin, up to a factor: the venue takes the prices with the most. */
function scoreFor({ clause, place }: ClauseAt, close: DrawnClose, gains: readonly bigint[]) {
  const { targetBuffer } = close.drawn.charter;
  const legs = [...close.margin.options, ...close.margin.linears] as LegTerms[];
  const shortfall = (leg: LegTerms) =>
    (C.PER_MILLE + targetBuffer) * leg.margin - C.PER_MILLE * C.PER_MILLION * leg.equity;
  const marginal = legs[close.marginal] as LegTerms;
  const marginalGain = gains[close.marginal] as bigint;
  let improvable = 0n;
  let closedNotional = 0n;
  const beats = legs.map((leg, i) => marginal.notional * (gains[i] as bigint) > marginalGain * leg.notional);
  legs.forEach((leg, i) => {
    if (beats[i]) improvable += leg.quantity * leg.notional;
    closedNotional += (close.closed[i] as bigint) * leg.notional;
  });
  return (leg: LegTerms, at: number): bigint => {
    const gain = legGain(leg, targetBuffer);
    if (clause === 'FM-11') return gain;
    if (clause === 'FM-14') return penaltyCap(leg) - (leg.isLong ? 1n : -1n) * C.PER_MILLE * leg.mark;
    if (clause === 'FM-12') {
      return ((gain * ((at === place ? 1n : 0n) - (close.closed[at] as bigint))) << C.GAIN_SHIFT) + shortfall(leg);
    }
    const part = (beats[at] ? -leg.quantity * marginal.notional : 0n) * gain;
    const own = at === close.marginal ? gain * (improvable + marginal.notional - closedNotional) : 0n;
    return ((part + own) << C.GAIN_SHIFT) + marginal.notional * shortfall(leg);
  };
}

/**
 * Judges the clauses FM-11 to FM-14 of a close against exact prices, wherever they hold in the circuit's integers.
 *
 * @param shares the oracle's prices, as exactValues takes them
 * @param asVenue whether every option is priced with the admissible hints that favour the clause, instead of honestly
 */
export function judgeClose(close: DrawnClose, shares: readonly bigint[], asVenue: boolean): ClauseJudgement[] {
  const { drawn, margin, closed, prices, marginal } = close;
  const { targetBuffer, longCredit } = drawn.charter;
  const honest = [...margin.options, ...margin.linears] as LegTerms[];
  const lots: Omit<ClosedLots, 'marginalGain'> = {
    held: honest.map((leg) => leg.quantity),
    closed,
    notionals: honest.map((leg) => leg.notional),
    isLong: honest.map((leg) => leg.isLong),
    prices: prices.map((price) => price * FINE.money),
    marginal,
  };
  const exact = exactValues(close, shares);
  const gains = honest.map((leg) => legGain(leg, targetBuffer));
  const share = (perMille: bigint) => Number(perMille) / Number(C.PER_MILLE);
  const tolerances = amountTolerances(
    honest.map((leg, place) => ({
      isOption: place < margin.options.length,
      isLong: leg.isLong,
      held: Number(leg.quantity),
      closed: Number(closed[place]),
      spread: Number(leg.equityError) / Number(leg.quantity),
      weightedShockedSpread: share(leg.shockedError) / Number(leg.quantity),
      weight: share(margin.terms.get(leg.underlying)?.scenario.weight ?? 0n),
      penaltyMarkRate: share(leg.penaltyMarkRate),
    })),
    { targetBuffer: share(targetBuffer), longCredit: share(longCredit) },
  );
  const toleranceOf = ({ clause, place }: ClauseAt): bigint => {
    if (clause === 'FM-11') return tolerances.helps[place] as bigint;
    if (clause === 'FM-12') return tolerances.needed[place] as bigint;
    return clause === 'FM-13'
      ? tolerances.anySurplus * (lots.notionals[marginal] as bigint)
      : (tolerances.fair[place] as bigint);
  };

  const touched = honest.flatMap((_, place) => ((closed[place] as bigint) > 0n ? [place] : []));
  const judged: ClauseAt[] = [
    ...touched.flatMap((place) => (['FM-11', 'FM-12', 'FM-14'] as const).map((clause) => ({ clause, place }))),
    { clause: 'FM-13', place: marginal },
  ];
  return judged.flatMap((pick) => {
    const legs = asVenue
      ? [
          ...(venueLegs(drawn, margin, scoreFor(pick, close, gains), 0n) as LegTerms[]),
          ...(margin.linears as LegTerms[]),
        ]
      : honest;
    const values = modelValues(legs, drawn.account.cash, targetBuffer);
    const witnessed = { ...lots, marginalGain: values.gains[marginal] as bigint };
    const holds = marginAt(clauseMargins(values, witnessed), pick);
    const needs = pick.clause === 'FM-14' ? 0n : 1n;
    // The comparison itself rounds below 10^-6 of a money unit.
    const tolerance = toleranceOf(pick) + FINE.micro;
    if (holds < needs) return [];
    const exactly = marginAt(clauseMargins(exact, witnessed), pick);
    const used = Number(((holds - exactly) * 1_000_000n) / tolerance) / 1_000_000;
    return [{ clause: pick.clause, failsExactly: exactly < needs, toleranceUsed: used }];
  });
}
