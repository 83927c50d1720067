import { isBeyondHelp, isLeastNotional, surplusOverTarget } from '../../circuits/closing/amountClauses.ts';
import { shortfallToTarget } from '../../circuits/closing/shortfallToTarget.ts';
import { accountAfterClose } from '../../circuits/commitment/accountAfterClose.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Close, LegPlace } from '../../circuits/liquidation.ts';
import { type AccountMargin, evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import { equityGap, marginGap } from '../../circuits/margin/trigger.ts';
import type { ClosedLeg, ScenarioLeaf } from '../../circuits/objects.ts';
import { type PlanLeg, planLegs } from '../plan/planLegs.ts';
import { pricesInBand } from '../plan/pricesInBand.ts';
import { settleClose } from '../plan/settleClose.ts';
import type { AccountFigures, AttackInput } from './accountFigures.ts';
import type { AttackRound } from './attackRound.ts';
import type { Move } from './standing.ts';

/** FM-09, FM-11 to FM-13 and FM-17, by the predicates of the statement. */
function passes(
  { charter }: AttackInput,
  margin: AccountMargin,
  legs: readonly PlanLeg[],
  { terminal }: Pick<Move, 'terminal'>,
): boolean {
  const shortfall = shortfallToTarget(margin, charter.targetBuffer);
  const violated = marginGap(margin) > 0n;
  if (terminal) return equityGap(margin) > 0n || (violated && isBeyondHelp(legs, margin, shortfall));
  const touched = legs.filter(({ closed }) => closed > 0n);
  const reached = surplusOverTarget(legs, shortfall);
  return (
    violated &&
    margin.requirement > 0n &&
    touched.every(({ gain }) => gain > 0n && reached < gain) &&
    (!charter.leastNotional || touched.some((leg) => isLeastNotional(legs, leg, shortfall)))
  );
}

/**
 * A move in exact numbers: closed at the edge of the band of FM-14 and with the largest fee of FM-15.
 *
 * @param input the account as it stands before the move
 * @param figures of the account before the first move
 * @returns `undefined` where the statement would refuse it
 */
export function dishonestRound(input: AttackInput, figures: AccountFigures, move: Move): AttackRound | undefined {
  const { account, charter, snapshot, scenarios } = input;
  const { scenario } = move.under;
  const margin = evaluateAccount({
    ...input,
    scenarios: new Map([...scenario].map(([underlying, leaf]) => [underlying, scenarios[leaf] as ScenarioLeaf])),
  });
  const lotsOf = ({ kind, place }: LegPlace) =>
    move.closed[figures.places.findIndex((leg) => leg.kind === kind && leg.place === place)] ?? 0;
  const legs = planLegs(margin, charter.targetBuffer).map((leg) => ({ ...leg, closed: BigInt(lotsOf(leg)) }));
  if (!passes(input, margin, legs, move)) return undefined;

  const settled = settleClose(legs, { equity: margin.equity, cash: account.cash }, pricesInBand(C.PER_MILLE));
  const closedLegs = (list: LegPlace['kind'], positions: readonly unknown[]) =>
    positions.map((_, at): ClosedLeg => {
      const i = legs.findIndex(({ kind, place }) => kind === list && place === at);
      return { quantityClosed: legs[i]?.closed ?? 0n, price: settled.prices[i] ?? 0n };
    });
  const close: Close = {
    options: closedLegs('option', account.options),
    linears: closedLegs('linear', account.linears),
    fee: settled.fee,
    draw: settled.draw,
    terminal: move.terminal,
  };
  const accountAfter = accountAfterClose(account, close, settled.cashAfter, snapshot.time, account.salt);
  return { scenario, margin, legs, close, accountBefore: account, accountAfter };
}
