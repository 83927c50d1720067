import { type AttackInput, accountFigures } from './accountFigures.ts';
import type { Objective } from './aim.ts';
import type { AttackRound } from './attackRound.ts';
import type { AttackRules } from './attackRules.ts';
import { attackTotals } from './attackTotals.ts';
import { honestRounds } from './honestRounds.ts';
import { planDishonestly } from './planDishonestly.ts';

/** Rules that are compared: those of the statement, without FM-13, and with a rule that the statement does not have. */
export const COMPARED_RULES: readonly AttackRules[] = [
  { leastNotional: true, reachesTarget: false },
  { leastNotional: false, reachesTarget: false },
  { leastNotional: true, reachesTarget: true },
];

/** What a cheat reaches in some rounds, over what an honest venue does in all of its rounds. */
export interface AttackRatios {
  readonly rules: AttackRules;
  /** Most rounds of the cheat. */
  readonly rounds: number;
  /** Closed notional, over that of a close at the mark. */
  readonly closedNotional: number;
  /** Fees and penalties, over those of a close at the mark with the full fee. */
  readonly taken: number;
  /** The same, over those of an honest close at the edge of the band with the full fee. */
  readonly takenAtEdge: number;
}

/** Nothing over nothing is 1: both do the same. */
const ratioOf = (cheat: bigint, honest: bigint) => (cheat === honest ? 1 : Number(cheat) / Number(honest));

export interface AccountComparison {
  /** Rounds of the honest venue, at the mark. */
  readonly honestRounds: number;
  readonly ratios: readonly AttackRatios[];
  /** The longest attacks, in the order of `COMPARED_RULES`. */
  readonly attacks: readonly Readonly<Record<Objective, readonly AttackRound[]>>[];
}

/**
 * Compares a dishonest venue with an honest one on an account with equity.
 *
 * @param rounds numbers of rounds to compare at, rising
 * @param onSearch called after each search, which may take seconds
 * @throws as `planLiquidation` does
 */
export function compareAccount(
  input: AttackInput,
  rounds: readonly number[],
  onSearch: () => void = () => {},
): AccountComparison {
  const honest = honestRounds(input);
  const atMark = attackTotals(honest.atMark);
  const atEdge = attackTotals(honest.atEdge);
  const figures = accountFigures(input);
  const most = rounds.at(-1) ?? 1;
  const compared = COMPARED_RULES.map(({ leastNotional, reachesTarget }) => {
    const under = { ...input, charter: { ...input.charter, leastNotional } };
    const plan = (objective: Objective) => {
      const plans = planDishonestly(under, { objective, rounds: most, reachesTarget, figures, honest });
      onSearch();
      return plans;
    };
    const plans = { closedNotional: plan('closedNotional'), taken: plan('taken') };
    const total = (objective: Objective, limit: number) => attackTotals(plans[objective][limit - 1] ?? [])[objective];
    const ratios = rounds.map((limit) => ({
      rules: { leastNotional, reachesTarget },
      rounds: limit,
      closedNotional: ratioOf(total('closedNotional', limit), atMark.closedNotional),
      taken: ratioOf(total('taken', limit), atMark.taken),
      takenAtEdge: ratioOf(total('taken', limit), atEdge.taken),
    }));
    const last = (objective: Objective) => plans[objective].at(-1) ?? [];
    return { ratios, attacks: { closedNotional: last('closedNotional'), taken: last('taken') } };
  });
  return {
    honestRounds: honest.atMark.length,
    ratios: compared.flatMap(({ ratios }) => ratios),
    attacks: compared.map(({ attacks }) => attacks),
  };
}
