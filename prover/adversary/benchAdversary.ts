import { crashMarkets } from '../accounts/crashMarkets.ts';
import { type ListedMarket, listedMarket } from '../accounts/listedMarket.ts';
import { marketTick } from '../accounts/marketTick.ts';
import type { CommandOutput } from '../commands/command.ts';
import { exampleRules } from '../demo/exampleRules.ts';
import { readJson } from '../io/readJson.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { adversaryChart } from './adversaryChart.ts';
import { describeAdversary } from './describeAdversary.ts';
import { measureAdversary } from './measureAdversary.ts';

export interface BenchAdversaryOptions {
  count: number;
  seed: number;
  /** Most rounds of a cheat at a snapshot. */
  rounds: number;
  /** Books of the moment of liquidation, one per underlying; none for the made-up crash. */
  books: readonly string[];
  /** Books of the moment at which positions were taken; none for the same. */
  opened: readonly string[];
  plot: string | undefined;
  json: boolean;
}

const QUIET_MILLISECONDS = 2_000;

/** 1, 2, 4 … below the largest, and the largest. */
function roundsUpTo(most: number): number[] {
  const powers = Array.from({ length: Math.ceil(Math.log2(most)) }, (_, i) => 2 ** i);
  return [...powers, most];
}

async function readMarkets({ books, opened, seed }: BenchAdversaryOptions, onFit: (underlying: string) => void) {
  const rules = await exampleRules();
  if (books.length === 0) {
    const { before, after } = crashMarkets(rules, { seed, onFit });
    return { opened: before, market: after, name: 'made-up crash' };
  }
  const jsons = (paths: readonly string[]) => Promise.all(paths.map((path) => readJson(path)));
  const [now, earlier] = [await jsons(books), await jsons(opened)];
  const before = earlier.length > 0 ? marketTick(earlier, rules.published, { onFit }) : undefined;
  const after = marketTick(now, rules.published, before ? { before, onFit } : { onFit });
  const market: ListedMarket = listedMarket(after, rules);
  return { market, opened: before ? listedMarket(before, rules) : market, name: 'given books' };
}

/** `fairmark bench --adversary`: what a dishonest venue reaches, over an honest one. */
export async function benchAdversary(options: BenchAdversaryOptions, output: CommandOutput): Promise<void> {
  const { count, seed, plot } = options;
  const markets = await readMarkets(options, (underlying) => output.progress(`fitting ${underlying}`));
  const rounds = roundsUpTo(options.rounds);
  const start = Date.now();
  let said = start;
  const { result, comparisons } = measureAdversary({
    ...markets,
    count,
    seed,
    rounds,
    onProgress(compared) {
      if (Date.now() - said < QUIET_MILLISECONDS) return;
      said = Date.now();
      output.progress(`${compared} of ${count} accounts after ${Math.round((said - start) / 1000)} s`);
    },
  });
  if (options.json) output.print(JSON.stringify(result, null, 2));
  else for (const line of describeAdversary(result)) output.print(line);
  if (plot !== undefined) {
    await writeFileAtomic(plot, adversaryChart(comparisons, rounds));
    output.progress(`wrote ${plot}`);
  }
}
