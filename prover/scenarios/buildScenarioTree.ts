import { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { expandScenarios } from './expandScenarios.ts';
import { scenarioSalts } from './scenarioSalts.ts';
import { readScenarios } from './scenariosDocument.ts';

/**
 * The scenario tree of a scenarios file: the same file gives the same root.
 *
 * @param value - parsed JSON of a `ScenariosDocument` with a seed
 * @throws InputError as `expandScenarios` does
 */
export function buildScenarioTree(value: unknown, published: PublishedCharter, field = 'scenarios'): ScenarioTree {
  const leaves = expandScenarios(value, published, field);
  const { seed } = readScenarios(value, field);
  return new ScenarioTree(leaves, scenarioSalts(seed as string));
}
