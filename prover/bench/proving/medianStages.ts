import { median } from '../../surface/median.ts';

/**
 * Median of every stage over rounds, in the order in which the stages first stand; a stage that a round does not name
 * took no time in it.
 *
 * @returns null without rounds
 */
export function medianStages(rounds: readonly Readonly<Record<string, number>>[]): Record<string, number> | null {
  if (rounds.length === 0) return null;
  const names = new Set(rounds.flatMap((stages) => Object.keys(stages)));
  return Object.fromEntries([...names].map((name) => [name, median(rounds.map((stages) => stages[name] ?? 0))]));
}
