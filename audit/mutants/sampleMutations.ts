import { seeded } from '../vectors/seeded.ts';
import { type Mutation, mutationKey } from './mutation.ts';

/**
 * At most `most` of the mutations of one file, its operators in turn, so that rare ones are not drowned in constants.
 * Equal arguments give equal samples.
 */
export function sampleMutations(mutations: readonly Mutation[], most: number, seed: number): Mutation[] {
  const random = seeded(seed);
  const byOperator = new Map<string, Mutation[]>();
  const seen = new Set<string>();
  for (const mutation of mutations) {
    const key = `${mutationKey(mutation)} | ${mutation.operator}`;
    if (seen.has(key)) continue;
    seen.add(key);
    byOperator.set(mutation.operator, [...(byOperator.get(mutation.operator) ?? []), mutation]);
  }
  const chosen: Mutation[] = [];
  const left = [...byOperator.values()];
  while (chosen.length < most && left.some((list) => list.length > 0)) {
    for (const list of left) {
      if (list.length === 0 || chosen.length === most) continue;
      chosen.push(...list.splice(Number(random.below(BigInt(list.length))), 1));
    }
  }
  return chosen;
}
