import { isBeyondHelp, isLeastNotional, surplusOverTarget } from '../../circuits/closing/amountClauses.ts';
import { shortfallToTarget } from '../../circuits/closing/shortfallToTarget.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { evaluateAccount, heldUnderlyings } from '../../circuits/margin/evaluateAccount.ts';
import { equityGap, marginGap } from '../../circuits/margin/trigger.ts';
import type { Account } from '../../circuits/objects.ts';
import { planLegs } from '../../prover/plan/planLegs.ts';
import { pricesInBand } from '../../prover/plan/pricesInBand.ts';
import type { SampleMarket } from './sampleMarket.ts';

const worstPrice = pricesInBand(C.PER_MILLE);

/** Every way to close from none to all lots of each leg, none of all left out. */
function everyClose(held: readonly bigint[]): bigint[][] {
  return held
    .reduce<bigint[][]>(
      (closes, lots) =>
        closes.flatMap((close) => Array.from({ length: Number(lots) + 1 }, (_, x) => [...close, BigInt(x)])),
      [[]],
    )
    .filter((close) => close.some((lots) => lots > 0n));
}

/**
 * The most notional that any sequence of rounds closes at the worst prices: everything is tried. For accounts with few
 * lots in one underlying.
 *
 * @returns for each number of rounds from 1 on, the most with at most so many
 */
export function everyAttack(market: SampleMarket, account: Account, rounds: number): bigint[] {
  const { charter, snapshot, surface } = market;
  const [underlying] = heldUnderlyings(account);
  const leaves = market.scenarios.filter((leaf) => leaf.underlying === underlying);
  let reached = new Map<string, { account: Account; closedNotional: bigint }>([['', { account, closedNotional: 0n }]]);
  let most = 0n;
  return Array.from({ length: rounds }, () => {
    const next: typeof reached = new Map();
    for (const before of reached.values()) {
      const positions = [...before.account.options, ...before.account.linears];
      if (!positions.some(Boolean)) continue;
      for (const leaf of leaves) {
        const scenarios = new Map([[leaf.underlying, leaf]]);
        const margin = evaluateAccount({ charter, snapshot, surface, account: before.account, scenarios });
        const insolvent = equityGap(margin) > 0n;
        if (!insolvent && marginGap(margin) <= 0n) continue;
        const shortfall = shortfallToTarget(margin, charter.targetBuffer);
        const none = planLegs(margin, charter.targetBuffer);
        const isTerminal = insolvent || isBeyondHelp(none, margin, shortfall);
        for (const close of everyClose(none.map(({ leg }) => leg.quantity))) {
          const legs = none.map((leg, i) => ({ ...leg, closed: close[i] as bigint }));
          const touched = legs.filter(({ closed }) => closed > 0n);
          const surplus = surplusOverTarget(legs, shortfall);
          const accepted =
            margin.requirement > 0n &&
            marginGap(margin) > 0n &&
            touched.every(({ gain }) => gain > 0n && surplus < gain) &&
            (!charter.leastNotional || touched.some((leg) => isLeastNotional(legs, leg, shortfall)));
          if (!accepted && !(isTerminal && legs.every(({ leg, closed }) => closed === leg.quantity))) continue;

          const sum = (part: (leg: (typeof legs)[number]) => bigint) => legs.reduce((all, leg) => all + part(leg), 0n);
          const fee = sum(({ leg, closed }) => closed * leg.fee) / C.PER_MILLION;
          const penalty = sum(({ leg, closed }) => {
            const distance = leg.mark - worstPrice(leg);
            return closed * (distance < 0n ? -distance : distance);
          });
          const taken = margin.equity <= 0n ? 0n : fee + penalty < margin.equity ? fee + penalty : margin.equity;
          const signed = sum(({ leg, closed }) => (leg.isLong ? closed : -closed) * leg.mark);
          const left = (kind: 'option' | 'linear', place: number, quantity: bigint) => {
            const leg = legs.find((other) => other.kind === kind && other.place === place);
            return quantity - (leg?.closed ?? 0n);
          };
          const keep = <P extends { quantity: bigint }>(list: readonly (P | null)[], kind: 'option' | 'linear') =>
            list.map((position, place) => {
              const quantity = position ? left(kind, place, position.quantity) : 0n;
              return position && quantity > 0n ? { ...position, quantity } : null;
            });
          const after: Account = {
            ...before.account,
            cash: before.account.cash + signed - taken,
            options: keep(before.account.options, 'option'),
            linears: keep(before.account.linears, 'linear'),
          };
          const closedNotional = before.closedNotional + sum(({ leg, closed }) => closed * leg.notional);
          if (closedNotional > most) most = closedNotional;
          const key = [...after.options, ...after.linears].map((position) => position?.quantity ?? 0n).join();
          const known = next.get(key);
          if (!known || after.cash < known.account.cash) next.set(key, { account: after, closedNotional });
        }
      }
    }
    reached = next;
    return most;
  });
}
