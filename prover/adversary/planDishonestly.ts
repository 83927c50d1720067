import { type AccountFigures, type AttackInput, accountFigures } from './accountFigures.ts';
import type { Objective } from './aim.ts';
import type { AttackRound } from './attackRound.ts';
import { attackTotals } from './attackTotals.ts';
import { dishonestRound } from './dishonestRound.ts';
import { type HonestRounds, honestRounds } from './honestRounds.ts';
import { searchAttack } from './searchAttack.ts';
import type { Move, Standing } from './standing.ts';

export interface DishonestOptions {
  objective: Objective;
  /** Most rounds of an attack at the snapshot. */
  rounds: number;
  /** See `AttackRules`; default: no. */
  reachesTarget?: boolean;
  /** Of the account: worked out unless given. */
  figures?: AccountFigures;
  /** Honest plans of the account: made unless given. */
  honest?: HonestRounds;
}

/**
 * What a dishonest venue could do to an account at one snapshot such that `runLiquidation` accepts every round: any
 * scenario that is violated, prices at the edge of the band, the full fee, rounds that fall short of their target, and
 * closes that leave other scenarios violated.
 *
 * It is a search, so a lower bound of what can be reached. It never does less than an honest venue that closes at the
 * mark: where it finds nothing better, it returns those rounds, however many they are.
 *
 * @returns for each number of rounds from 1 on, the rounds of the best attack with at most so many
 * @throws as `planLiquidation` does
 */
export function planDishonestly(input: AttackInput, options: DishonestOptions): (readonly AttackRound[])[] {
  const { objective, rounds, reachesTarget = false, figures = accountFigures(input) } = options;
  const { atMark, atEdge } = options.honest ?? honestRounds(input);
  const rules = { leastNotional: input.charter.leastNotional, reachesTarget };
  const found = searchAttack(figures, { objective, rules, rounds });

  const played = new Map<Move, AttackRound | undefined>();
  const play = ({ last }: Standing): AttackRound[] | undefined => {
    if (!last) return [];
    const earlier = play(last.before);
    if (!earlier) return undefined;
    if (!played.has(last)) {
      const account = earlier.at(-1)?.accountAfter ?? input.account;
      played.set(last, dishonestRound({ ...input, account }, figures, last));
    }
    const round = played.get(last);
    return round && [...earlier, round];
  };

  let best = atMark;
  const consider = (attack: readonly AttackRound[]) => {
    if (attackTotals(attack)[objective] > attackTotals(best)[objective]) best = attack;
  };
  return found.slice(1).map((standings, i) => {
    if (atEdge.length <= i + 1) consider(atEdge);
    for (const standing of standings) {
      const attack = play(standing);
      if (!attack) continue;
      consider(attack);
      break;
    }
    return best;
  });
}
