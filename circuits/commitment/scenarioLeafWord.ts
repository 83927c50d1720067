import { CONSTANTS as C } from '../constants.ts';
import type { ScenarioLeaf } from '../objects.ts';
import { packWord, type WordField } from './packWord.ts';

/** One scenario in one field element, its tag in the lowest bits; an empty leaf is 0 (FM-02.3). */
export function scenarioLeafWord(leaf: ScenarioLeaf | undefined): bigint {
  if (!leaf) return 0n;
  const fields: WordField[] = [
    [C.TAG_SCENARIO_LEAF, C.TAG_BITS, 'tag'],
    [BigInt(leaf.underlying), C.UNDERLYING_BITS, 'scenario.underlying'],
    [leaf.group, C.GROUP_BITS, 'scenario.group'],
    [leaf.forwardMultiplier, C.MULTIPLIER_BITS, 'scenario.forwardMultiplier'],
    [leaf.weight, C.PER_MILLE_BITS, 'scenario.weight'],
  ];
  leaf.volMultipliers.forEach((multiplier, i) => {
    fields.push([multiplier, C.VOL_MULTIPLIER_WIDTH, `scenario.volMultipliers[${i}]`]);
  });
  return packWord(fields);
}
