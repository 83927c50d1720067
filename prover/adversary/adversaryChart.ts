import { panelChart } from '../plot/panelChart.ts';
import type { AccountComparison, AttackRatios } from './compareAccount.ts';
import { nearestRank } from './nearestRank.ts';

const MEASURES = [
  { of: 'closedNotional', title: 'closed notional' },
  { of: 'takenAtEdge', title: 'fees and penalties' },
] as const satisfies readonly { of: keyof AttackRatios; title: string }[];

/** Ratios of the accounts under a rule, as points: at x percent of the accounts the ratio is at most 10^y. */
function curve(
  comparisons: readonly Pick<AccountComparison, 'ratios'>[],
  pick: (ratios: AttackRatios) => number | undefined,
) {
  const sorted = comparisons
    .flatMap(({ ratios }) => ratios.flatMap((entry) => pick(entry) ?? []))
    .sort((x, y) => x - y);
  return Array.from({ length: 100 }, (_, i) => ({ x: i + 1, y: Math.log10(nearestRank(sorted, (i + 1) / 100)) }));
}

/**
 * Draws how much more a cheat reaches than an honest venue, with FM-13 on and off, as SVG: a panel for the fewest, a
 * middle and the largest number of rounds.
 */
export function adversaryChart(
  comparisons: readonly Pick<AccountComparison, 'ratios'>[],
  rounds: readonly number[],
): string {
  const shown = [...new Set([0, (rounds.length - 1) >> 1, rounds.length - 1])].map((i) => rounds[i] as number);
  const panels = MEASURES.flatMap(({ of, title }) =>
    shown.map((limit) => {
      const under = (isOn: boolean) =>
        curve(comparisons, (entry) => {
          const { leastNotional, reachesTarget } = entry.rules;
          return entry.rounds === limit && leastNotional === isOn && !reachesTarget ? entry[of] : undefined;
        });
      return {
        title,
        subtitle: limit === 1 ? 'one round' : `up to ${limit} rounds at the snapshot`,
        highlighted: false,
        dots: under(false),
        line: under(true),
      };
    }),
  );
  return panelChart({
    title: 'What a dishonest venue reaches, over an honest one',
    subtitle: `${comparisons.length} made-up accounts under water; charges over those of an honest close at the edge of the band; a search, so a lower bound`,
    xLabel: 'share of the accounts with at most this ratio, percent',
    yLabel: 'cheat / honest',
    dotLabel: 'least notional (FM-13) off',
    lineLabel: 'least notional on',
    highlightLabel: '',
    formatY: (value) => `${Number((10 ** value).toPrecision(2))}×`,
    panels,
  });
}
