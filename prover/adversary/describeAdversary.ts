import { textTable } from '../io/textTable.ts';
import type { AdversaryResult, RatioSpread } from './adversaryResult.ts';
import type { AttackRules } from './attackRules.ts';

const count = (value: number) => value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
const ratio = (value: number) => value.toFixed(value < 100 ? 2 : 0);
const cells = ({ median, p99, max }: RatioSpread) => [median, p99, max].map(ratio);

function nameOf({ leastNotional, reachesTarget }: AttackRules): string {
  if (!leastNotional) return 'least notional off';
  return reachesTarget ? 'on, every round reaches its target *' : 'least notional on';
}

/** A comparison with a cheat as lines of text for a terminal. */
export function describeAdversary(result: AdversaryResult): string[] {
  const { accounts, healthy, insolvent, honestRounds, seed, market, rows, checkedRounds, cpuSeconds } = result;
  const table = (title: string, of: 'closedNotional' | 'taken' | 'takenAtEdge') => [
    title,
    ...textTable(
      [
        ['rules', 'rounds', 'median', 'p99', 'max'],
        ...rows.map((row) => [nameOf(row.rules), `≤ ${row.rounds}`, ...cells(row[of])]),
      ],
      { indent: '  ' },
    ),
    '',
  ];
  return [
    `A dishonest venue over an honest one: ${market}, ${count(accounts)} accounts, seed ${seed}.`,
    `All are liquidatable and have equity; ${count(healthy)} healthy and ${count(insolvent)} insolvent ones were left out.`,
    `Rounds of the honest venue: ${honestRounds.median} at the median, ${honestRounds.p99} at p99, at most ${honestRounds.max}.`,
    '',
    ...table('closed notional, over that of an honest venue', 'closedNotional'),
    ...table('fees and penalties, over those of an honest venue at the mark', 'taken'),
    ...table('fees and penalties, over those of an honest venue at the edge of the band', 'takenAtEdge'),
    '* not a rule of the statement: shown for comparison',
    'A search, so a lower bound of what can be reached.',
    `The worst attacks of each rule, ${checkedRounds} rounds, passed the whole statement. ${cpuSeconds} s of processor time.`,
  ];
}
