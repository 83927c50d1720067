import { CONSTANTS as C } from '../constants.ts';
import type { ScenarioLeaf } from '../objects.ts';
import { packWord, type WordField } from './packWord.ts';
import { poseidon } from './poseidon.ts';

/** Poseidon(TAG_SCENARIO_LEAF, packed entries, salt) (FM-02.3). */
export function scenarioLeafHash(leaf: ScenarioLeaf): bigint {
  const fields: WordField[] = [
    [BigInt(leaf.underlying), C.UNDERLYING_BITS, 'scenario.underlying'],
    [leaf.group, C.GROUP_BITS, 'scenario.group'],
    [leaf.forwardMultiplier, C.MULTIPLIER_BITS, 'scenario.forwardMultiplier'],
    [leaf.weight, C.PER_MILLE_BITS, 'scenario.weight'],
  ];
  leaf.volMultipliers.forEach((multiplier, i) => {
    fields.push([multiplier, C.VOL_MULTIPLIER_WIDTH, `scenario.volMultipliers[${i}]`]);
  });
  return poseidon([C.TAG_SCENARIO_LEAF, packWord(fields), leaf.salt]);
}
