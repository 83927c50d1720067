import { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { expandScenarios } from './expandScenarios.ts';

/**
 * The scenario tree of a scenarios file: the same file gives the same root.
 *
 * @param value - parsed JSON of a `ScenariosDocument` with a seed
 * @throws InputError as `expandScenarios` does
 */
export function buildScenarioTree(value: unknown, published: PublishedCharter, field = 'scenarios'): ScenarioTree {
  return new ScenarioTree(expandScenarios(value, published, field));
}
