import { requireClause } from '../clauseViolation.ts';
import type { ScenarioOpening } from '../objects.ts';
import { poseidon } from './poseidon.ts';
import { scenarioLeafWord } from './scenarioLeafWord.ts';

/**
 * FM-08: the root of the tree that a leaf is opened in; the model of ScenarioMembership.circom and of the root's hash.
 *
 * @throws ClauseViolation where the path does not lead from the leaf to the root
 */
export function scenarioMembership({ leaf, root, middle, bottom, bottomSalt }: ScenarioOpening): bigint {
  const leads =
    bottom.includes(scenarioLeafWord(leaf)) &&
    middle.includes(poseidon([...bottom, bottomSalt])) &&
    root.includes(poseidon(middle));
  requireClause(leads, 'FM-08', 'a scenario is not a leaf of the tree that it is opened in');
  return poseidon(root);
}
