import { legGain } from '../../circuits/closing/legGain.ts';
import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { type AccountMargin, evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { Draws } from '../../prover/accounts/draws.ts';
import type { BoundaryCase } from './boundaryCase.ts';

/** A close of a case: legs are the account's options and then its linear legs, by place. */
export interface DrawnClose {
  /** With the cash that brings the close to its boundary. */
  drawn: BoundaryCase;
  margin: AccountMargin;
  /** x, lots closed of each leg. */
  closed: readonly bigint[];
  /** Closing price, money per lot; 0 where nothing is closed. */
  prices: readonly bigint[];
  /** Place of the leg that is named for FM-13. */
  marginal: number;
}

/** The worst price that FM-14 allows. */
function worstPrice(leg: LegTerms): bigint {
  const cap = penaltyCap(leg) / C.PER_MILLE;
  const price = leg.isLong ? leg.mark - cap : leg.mark + cap;
  return price > 0n ? price : 0n;
}

/**
 * A close that brings most clauses near their boundaries: legs that help, mostly those with the largest gain per notional
 * first, in lots that a share of all helping lots needs; cash such that the surplus over the target is below the least
 * gain by a small part of it; prices at the end of the band. Nothing where no leg helps.
 */
export function drawClose(drawn: BoundaryCase, seed: number): DrawnClose | undefined {
  const draws = new Draws(seed);
  const { charter } = drawn;
  const before = evaluateAccount(drawn);
  const legs = [...before.options, ...before.linears];
  const gains = legs.map((leg) => (leg ? legGain(leg, charter.targetBuffer) : 0n));
  const perNotional = (place: number) => Number(gains[place]) / Number(legs[place]?.notional ?? 1n);
  const helping = legs
    .flatMap((_, place) => ((gains[place] as bigint) > 0n ? [place] : []))
    .sort((x, y) => perNotional(y) - perNotional(x));
  if (helping.length === 0) return undefined;
  if (draws.chance(0.2)) helping.reverse();

  const closed = legs.map(() => 0n);
  const touched = helping.slice(0, draws.whole(1, helping.length));
  const marginal = touched.at(-1) as number;
  for (const place of touched) {
    const quantity = (legs[place] as LegTerms).quantity;
    closed[place] = place === marginal ? BigInt(draws.whole(1, Number(quantity))) : quantity;
  }
  const least = touched.map((place) => gains[place] as bigint).reduce((a, b) => (a < b ? a : b));
  const room = BigInt(Math.round(Number(least) * draws.betweenInRatio(1e-9, 1)));
  const reached = closed.reduce((sum, x, place) => sum + x * (gains[place] as bigint), 0n);
  const shortfall = (reached - least + room + 1n) << C.GAIN_SHIFT;
  // H 2^30 = (1000 + β) R - 10^9 E, solved for cash and rounded down, which raises H.
  const withoutCash =
    (C.PER_MILLE + charter.targetBuffer) * before.requirement -
    C.PER_MILLE * C.PER_MILLION * (before.equity - drawn.account.cash);
  const cash = (withoutCash - shortfall) / (C.PER_MILLE * C.PER_MILLION) - 1n;
  const funded = { ...drawn, account: { ...drawn.account, cash } };
  return {
    drawn: funded,
    margin: evaluateAccount(funded),
    closed,
    prices: legs.map((leg, place) => (leg && (closed[place] as bigint) > 0n ? worstPrice(leg) : 0n)),
    marginal,
  };
}
