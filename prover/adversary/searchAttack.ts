import { createRandom } from '../surface/random.ts';
import type { AccountFigures } from './accountFigures.ts';
import { type Aim, aimAt, type Objective, promise } from './aim.ts';
import type { AttackRules } from './attackRules.ts';
import { possibleMoves } from './possibleMoves.ts';
import type { Standing } from './standing.ts';
import { standingAfter } from './standingAfter.ts';
import { total } from './total.ts';

export interface SearchOptions {
  objective: Objective;
  rules: AttackRules;
  /** Most rounds at the snapshot. */
  rounds: number;
}

/** Scenarios that are aimed at. */
const AIMS = 36;
/** Standings that are kept after a round. */
const WIDTH = 4;
/** How much what an aim promises counts beside what is had: wary and hopeful. */
const HOPES = [0.3, 1] as const;
/** Best standings that are returned for each number of rounds. */
const RETURNED = 4;

/** Scenarios to aim at: half of them the most promising, the others evenly spaced over the rest. */
function chooseAims(figures: AccountFigures, objective: Objective, start: Standing): Aim[] {
  const seen = new Set<string>();
  const aims = figures.scenarios
    .map((under) => aimAt(figures, under, objective))
    .map((aim) => ({ aim, promised: promise(figures, aim, start) }))
    .sort((x, y) => y.promised - x.promised)
    .flatMap(({ aim, promised }) => {
      const key = `${aim.order.join()}/${promised}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [aim];
    });
  if (aims.length <= AIMS) return aims;
  const first = aims.slice(0, AIMS / 2);
  const rest = aims.slice(AIMS / 2);
  return [...first, ...first.map((_, i) => rest[Math.floor((i * rest.length) / first.length)] as Aim)];
}

/** Adds a standing to those to return, if it is one of the best. */
function keepBest(kept: Standing[], standing: Standing, objective: Objective): void {
  const last = kept[RETURNED - 1];
  if (last && last[objective] >= standing[objective]) return;
  kept.push(standing);
  kept.sort((x, y) => y[objective] - x[objective]).splice(RETURNED);
}

/**
 * Looks for the rounds that serve a cheat most: a beam search for each of some aims. What it finds is a lower bound of
 * what can be reached, in floating point: `dishonestRound` says whether the statement accepts it.
 *
 * @returns for each number of rounds, from 0 on, standings after so many, the best first
 */
export function searchAttack(figures: AccountFigures, { objective, rules, rounds }: SearchOptions): Standing[][] {
  const { lots, equity } = figures;
  const start: Standing = { lots, equity, closedNotional: 0, taken: 0, rounds: 0, last: undefined };
  const best: Standing[][] = Array.from({ length: rounds + 1 }, () => []);
  // Tells sets of lots apart by one number; two that it takes for one cost a move that might have been tried.
  const random = createRandom(0);
  const weights = lots.map(() => random.uniform());

  for (const aim of chooseAims(figures, objective, start)) {
    for (const hope of HOPES) {
      let beam = [start];
      for (let round = 1; round <= rounds && beam.length > 0; round++) {
        const reached = new Map<number, { standing: Standing; score: number }>();
        for (const before of beam) {
          const whole = total(before.lots, weights);
          for (const move of possibleMoves(figures, aim, before, rules, round < rounds)) {
            const key = whole - total(move.closed, weights);
            if (reached.has(key)) continue;
            const standing = standingAfter(figures, move);
            reached.set(key, { standing, score: standing[objective] + hope * promise(figures, aim, standing) });
          }
        }
        const standings = [...reached.values()].sort((x, y) => y.score - x.score);
        beam = standings.slice(0, WIDTH).map(({ standing }) => standing);
        for (const { standing } of standings) keepBest(best[round] as Standing[], standing, objective);
      }
    }
  }
  return best;
}
