import type { AccountFigures } from './accountFigures.ts';
import type { Aim } from './aim.ts';
import type { AttackRules } from './attackRules.ts';
import { fillClose } from './fillClose.ts';
import { leastNotionalLimits } from './leastNotionalLimits.ts';
import { reachTarget } from './reachTarget.ts';
import { scenarioDemand } from './scenarioDemand.ts';
import type { Move, Standing } from './standing.ts';
import { total } from './total.ts';

/** Marginal legs of FM-13 that are tried under a scenario: those with the widest limits. */
const MARGINALS = 3;
/** Least gains that are tried, evenly spaced: without the finest lots a close may end in a coarser one. */
const LEAST_GAINS = 3;

/** 0, and gains of some of the helping legs. */
function leastGains(helping: readonly number[], gain: Float64Array): Set<number> {
  const chosen = new Set([0]);
  for (let k = 0; k < LEAST_GAINS; k++) {
    const place = helping[Math.floor((k * helping.length) / LEAST_GAINS)];
    if (place !== undefined) chosen.add(gain[place] as number);
  }
  return chosen;
}

/**
 * Rounds that serve an aim: under every violated scenario as much as it allows in the order of the aim, and the same as
 * far as the aim stays violated; everything, where a close may be terminal.
 *
 * @param mayContinue whether closes that leave the aim violated are of use
 */
export function* possibleMoves(
  figures: AccountFigures,
  aim: Aim,
  before: Standing,
  { leastNotional, reachesTarget }: AttackRules,
  mayContinue: boolean,
): Generator<Move> {
  const { lots } = before;
  const { notional, equityError, scenarios } = figures;
  if (lots.every((held) => held === 0)) return;
  const [any] = scenarios;
  if (any && before.equity + total(lots, equityError) < 0) {
    yield { before, under: any, closed: lots, terminal: true };
    return;
  }
  const room = scenarioDemand(figures, aim.under, before).excess;
  for (const under of scenarios) {
    const { excess, shortfall, requirement } = scenarioDemand(figures, under, before);
    if (excess <= 0) continue;
    const { gain, terminalError } = under;
    const helping = under.helping.filter((i) => (lots[i] as number) > 0);
    let help = 0;
    for (const i of helping) help += (lots[i] as number) * (gain[i] as number);
    if (shortfall - help > total(lots, terminalError)) yield { before, under, closed: lots, terminal: true };
    if (requirement <= 0) continue;

    const limits = leastNotional ? leastNotionalLimits(figures, under, lots, shortfall) : undefined;
    const isLeast = (closed: Float64Array) => {
      const closedNotional = total(closed, notional);
      return limits?.some(({ marginal, limit }) => (closed[marginal] as number) > 0 && closedNotional < limit) ?? true;
    };
    for (const { marginal, limit } of limits?.slice(0, MARGINALS) ?? [
      { marginal: -1, limit: Number.POSITIVE_INFINITY },
    ]) {
      const base = { order: aim.order, lots, gain, notional, shortfall, notionalLimit: limit, marginal };
      const closes = [...leastGains(helping, gain)].map((leastGain) => fillClose({ ...base, leastGain }));
      if (mayContinue) closes.push(fillClose({ ...base, leastGain: 0, kept: { room, damage: aim.damage } }));
      for (const closed of closes) {
        if (!closed) continue;
        const reached = reachesTarget ? reachTarget(closed, helping, base).filter(isLeast) : [closed];
        for (const lotsClosed of reached) yield { before, under, closed: lotsClosed, terminal: false };
      }
    }
  }
}
